package skerry.protocol;

/**
 * Bytes from a network, a stick or a disk that are not what they claim to be. The message is one sentence that names the
 * thing and what is wrong with it; it never repeats the bytes.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public ProtocolException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ProtocolException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What of the reasons for not taking a batch a reader of bytes can find; {@code Ack.Reason} has them all. */
    public enum Reason {
        /** A signature, an authentication code or a digest does not match. */
        SIGNATURE,
        /** Malformed, or of a version or kind that this program does not know. */
        SCHEMA,
        /** Longer, deeper or more numerous than a limit allows. */
        SIZE
    }
}
