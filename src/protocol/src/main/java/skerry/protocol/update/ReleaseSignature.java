package skerry.protocol.update;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;

/**
 * The signature by a release key, of its two forms (ADR 51) the one that Java reads.
 *
 * @param ed25519 over the bytes of the file alone; any content and length
 */
public record ReleaseSignature(Bytes ed25519) {
    private static final String FIRST_LINE = "skerry signatures 1";
    private static final String SUBJECT = "the signatures of a release";
    private static final int LINES = 3;

    /** @throws ProtocolException if these are no signatures, or they were damaged */
    public static ReleaseSignature parse(byte[] text) throws ProtocolException {
        List<String> lines = ReleaseText.lines(SUBJECT, FIRST_LINE, text);
        var summed = new ByteArrayOutputStream();
        summed.writeBytes((FIRST_LINE + "\n").getBytes(StandardCharsets.US_ASCII));
        lines.stream()
                .limit(LINES - 1)
                .forEach(line -> summed.writeBytes((line + "\n").getBytes(StandardCharsets.US_ASCII)));
        String sum = "sha256 " + Bytes.of(summed.toByteArray()).sha256().hex();
        if (lines.size() != LINES || !lines.getLast().equals(sum)) {
            throw new ProtocolException(Reason.SIGNATURE, "In " + SUBJECT + " something was damaged.");
        }
        return new ReleaseSignature(ReleaseText.base64(SUBJECT, lines, "ed25519"));
    }

    /** Whether the key made it over these bytes. */
    boolean holds(ReleaseKey key, byte[] data) {
        return key.verifyKey().holds(ed25519, data);
    }

    void require(String subject, ReleaseKey key, byte[] data) throws ProtocolException {
        if (!holds(key, data)) {
            throw new ProtocolException(
                    Reason.SIGNATURE,
                    "The signature of " + subject + " does not hold by the release key " + key.fingerprint() + ".");
        }
    }
}
