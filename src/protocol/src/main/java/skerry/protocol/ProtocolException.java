package skerry.protocol;

import java.util.regex.Pattern;

/**
 * Bytes from a network, a stick or a disk that are not what they claim to be. The message is one sentence that names the
 * thing and what is wrong with it, in printable characters.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_CAUSE_BYTES = 200;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

    private final Reason reason;

    public ProtocolException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ProtocolException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * What was read could not become a record.
     *
     * @param subject what the bytes are: "the batch header"
     */
    public static ProtocolException outOfRange(String subject, IllegalArgumentException cause) {
        String why = Texts.cut(String.valueOf(cause.getMessage()), MAX_CAUSE_BYTES);
        String printable = UNPRINTABLE.matcher(why).replaceAll("?");
        return new ProtocolException(
                Reason.SCHEMA, "In " + subject + " something is out of range: " + printable + ".", cause);
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
