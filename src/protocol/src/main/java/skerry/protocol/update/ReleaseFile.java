package skerry.protocol.update;

import skerry.protocol.Bytes;
import skerry.protocol.Limits;

/**
 * A file of a release, as its manifest names it.
 *
 * @param digest SHA-256
 * @param size in bytes, 0 to {@link Limits#MAX_RELEASE_FILE_BYTES}
 * @param path within the release, such as {@code deb/skerry-agent_0.2.0_arm64.deb}; of letters, digits and {@code ._~+-}, with
 *     {@code /} between, and safe to be joined to a folder
 */
public record ReleaseFile(Bytes digest, long size, String path) {
    /** @throws IllegalArgumentException if a component has another size or form than its description says */
    public ReleaseFile {
        if (digest.size() != Want.DIGEST_BYTES) {
            throw new IllegalArgumentException("a digest has 32 bytes");
        }
        if (size < 0 || size > Limits.MAX_RELEASE_FILE_BYTES) {
            throw new IllegalArgumentException("a file of a release has at most 4 GiB");
        }
        if (!isPath(path)) {
            throw new IllegalArgumentException("a path names a file that no release has");
        }
    }

    private static boolean isPath(String path) {
        if (path.isEmpty()
                || path.length() > Limits.MAX_RELEASE_PATH_CHARS
                || path.contains("..")
                || path.contains("//")
                || path.startsWith("/")
                || path.startsWith("-")
                || path.endsWith("/")) {
            return false;
        }
        return path.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "._~+-/".indexOf(c) >= 0);
    }
}
