package skerry.agent.ring;

/** Stored bytes that are whole and cannot be read, since their key is not here. */
public final class SealedException extends DamagedException {
    private static final long serialVersionUID = 1L;

    SealedException(String message) {
        super(message);
    }
}
