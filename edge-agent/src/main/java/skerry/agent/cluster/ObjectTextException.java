package skerry.agent.cluster;

/** A text of objects is refused; the message is one sentence with the place. */
public final class ObjectTextException extends Exception {
    private static final long serialVersionUID = 1;

    ObjectTextException(String message) {
        super(message);
    }
}
