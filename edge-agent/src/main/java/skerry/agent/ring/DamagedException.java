package skerry.agent.ring;

/** Stored bytes that cannot be what was written: a wrong checksum, an impossible length, an unknown version. */
public class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        super(message);
    }

    DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
