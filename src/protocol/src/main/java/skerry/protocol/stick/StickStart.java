package skerry.protocol.stick;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;

/** The first eight bytes of every file on a stick: whose it is, its kind and its version. */
enum StickStart {
    SEALED('b'),
    MANIFEST('m'),
    RECEIPT('r'),
    COMMANDS('c'),
    JOIN('j'),
    RENEW('n'),
    GRANT('g');

    static final int SIZE = 8;

    private static final int VERSION = 1;
    private static final byte[] NAME = "SKERRY".getBytes(StandardCharsets.US_ASCII);

    private final char kind;

    StickStart(char kind) {
        this.kind = kind;
    }

    byte[] bytes() {
        byte[] start = Arrays.copyOf(NAME, SIZE);
        start[6] = (byte) kind;
        start[7] = VERSION;
        return start;
    }

    /** @throws ProtocolException if the file is of another kind, or of a version that this program does not know */
    void require(String subject, byte[] file) throws ProtocolException {
        if (file.length < SIZE || !Arrays.equals(file, 0, NAME.length, NAME, 0, NAME.length) || file[6] != kind) {
            throw new ProtocolException(Reason.SCHEMA, "This is not " + subject + ": it begins with other bytes.");
        }
        if (file[7] != VERSION) {
            throw new ProtocolException(
                    Reason.SCHEMA,
                    "There is " + subject + " of version " + (file[7] & 0xff) + ", and this program knows version "
                            + VERSION + ": update it.");
        }
    }
}
