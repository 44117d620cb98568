package skerry.protocol.update;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;

/** The small texts of a release: lines of ASCII, of which the first says what it is. */
final class ReleaseText {
    private ReleaseText() {}

    /** The lines behind the first. */
    static List<String> lines(String subject, String firstLine, byte[] text) throws ProtocolException {
        requireSize(subject, text);
        for (byte b : text) {
            if ((b < ' ' || b > '~') && b != '\n') {
                throw new ProtocolException(Reason.SCHEMA, "In " + subject + " there is what no text has.");
            }
        }
        List<String> lines = new String(text, StandardCharsets.US_ASCII).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(firstLine)) {
            throw new ProtocolException(
                    Reason.SCHEMA, "It does not begin with \"" + firstLine + "\", as " + subject + " does.");
        }
        return lines.subList(1, lines.size());
    }

    static void requireSize(String subject, byte[] text) throws ProtocolException {
        if (text.length > Limits.MAX_RELEASE_TEXT_BYTES) {
            throw new ProtocolException(
                    Reason.SIZE,
                    "There is " + subject + " of " + text.length + " bytes where at most "
                            + Limits.MAX_RELEASE_TEXT_BYTES + " are allowed.");
        }
    }

    /** What stands in base64 behind a word at the beginning of the first such line. */
    static Bytes base64(String subject, List<String> lines, String word) throws ProtocolException {
        for (String line : lines) {
            if (line.startsWith(word + " ")) {
                try {
                    return Bytes.of(Base64.getDecoder().decode(line.substring(word.length() + 1)));
                } catch (IllegalArgumentException e) {
                    throw new ProtocolException(
                            Reason.SCHEMA, "In " + subject + " the line " + word + " is damaged.", e);
                }
            }
        }
        throw new ProtocolException(Reason.SCHEMA, "In " + subject + " there is no line " + word + ".");
    }
}
