package skerry.protocol.stick;

import java.util.Arrays;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.enrol.EnrolCodec;

/**
 * A request to join or to renew, or the hub's grant, as a file: its start, and the bytes of {@link EnrolCodec}, which prove
 * themselves whichever road they come.
 */
public enum StickEnrol {
    JOIN(StickStart.JOIN, "a request to join"),
    RENEW(StickStart.RENEW, "a request to renew"),
    GRANT(StickStart.GRANT, "a grant");

    /** Of a file of any kind. */
    public static final int MAX_BYTES = StickStart.SIZE + EnrolCodec.MAX_BYTES;

    private final StickStart start;
    private final String subject;

    StickEnrol(StickStart start, String subject) {
        this.start = start;
        this.subject = subject;
    }

    public byte[] file(byte[] message) {
        byte[] file = Arrays.copyOf(start.bytes(), StickStart.SIZE + message.length);
        System.arraycopy(message, 0, file, StickStart.SIZE, message.length);
        return file;
    }

    /**
     * The message in a file of this kind, of which nothing is proved yet.
     *
     * @throws ProtocolException one sentence, if it is another file, of another version, or too long
     */
    public byte[] message(byte[] file) throws ProtocolException {
        if (file.length > MAX_BYTES) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "There is " + subject + " of more than " + MAX_BYTES + " bytes where no more are allowed.");
        }
        start.require(subject, file);
        return Arrays.copyOfRange(file, StickStart.SIZE, file.length);
    }
}
