package skerry.agent.summary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The id of a template: the first eight bytes of the SHA-256 of its UTF-8 text, so that it is the same everywhere. */
final class PatternId {
    private PatternId() {}

    static Pattern patternOf(String template) {
        return new Pattern(of(template), template);
    }

    static long of(String template) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(template.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
