package skerry.hub.store;

import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.update.ReleaseManifest;

/**
 * A version that agents can be taken to. Its files lie in the data folder under their digests.
 *
 * @param key fingerprint of the release key, as {@code ./skerry bundle} prints it
 * @param addedAt UTC epoch milliseconds by the hub's clock
 * @param by who added it
 * @param files that the hub serves: the manifest, its signatures, and whatever agents may need of the rest
 */
public record Release(String version, String key, long addedAt, String by, List<File> files) {
    /** @throws IllegalArgumentException if it names no version, or has no manifest with its signatures */
    public Release {
        files = List.copyOf(files);
        if (!ReleaseManifest.isVersion(version)) {
            throw new IllegalArgumentException("'" + version + "' is no version");
        }
        if (files.size() < 2
                || !files.get(0).path().equals(ReleaseManifest.NAME)
                || !files.get(1).path().equals(ReleaseManifest.SIGNATURES_NAME)) {
            throw new IllegalArgumentException("a release begins with its manifest and the signatures of that");
        }
    }

    /**
     * One file of a release.
     *
     * @param path in the bundle, such as {@code deb/skerry-agent_1.0_arm64.deb}
     * @param bytes of it
     */
    public record File(String path, Bytes sha256, long bytes) {}

    /** What the release key signed. */
    public File manifest() {
        return files.get(0);
    }

    public File signatures() {
        return files.get(1);
    }

    public long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }
}
