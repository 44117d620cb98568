package skerry.protocol.update;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;

/**
 * What a release holds: the text of its file {@code manifest}. Lines of a later version are passed over.
 *
 * <pre>
 * skerry bundle 1
 * version 0.2.0
 * image 0.2.0
 * made 2026-11-28T12:00:00Z
 * arch amd64 arm64
 * file DIGEST SIZE PATH
 * </pre>
 *
 * @param version of its packages, in Debian's form, without an epoch
 * @param architectures in Debian's words
 * @param files in the order of the manifest, no path twice
 */
public record ReleaseManifest(String version, List<String> architectures, List<ReleaseFile> files) {
    /** The name of the file. */
    public static final String NAME = "manifest";

    /** The name of the file with its {@linkplain ReleaseSignature signatures}. */
    public static final String SIGNATURES_NAME = "manifest.sig";

    private static final String FIRST_LINE = "skerry bundle 1";
    private static final String SUBJECT = "the manifest of a release";
    private static final int MAX_ARCHITECTURES = 16;

    /** @throws IllegalArgumentException if a component has another form than its description says */
    public ReleaseManifest {
        architectures = List.copyOf(architectures);
        files = List.copyOf(files);
        if (!isVersion(version)) {
            throw new IllegalArgumentException("the version is none of a package");
        }
        if (files.size() > Limits.MAX_RELEASE_FILES || architectures.size() > MAX_ARCHITECTURES) {
            throw new IllegalArgumentException("a release has at most " + Limits.MAX_RELEASE_FILES + " files and "
                    + MAX_ARCHITECTURES + " architectures");
        }
        var paths = new HashSet<String>();
        for (ReleaseFile file : files) {
            if (!paths.add(file.path())) {
                throw new IllegalArgumentException("a file is named twice");
            }
        }
    }

    /** Whether this can be the version of a package: it begins with a digit, and is short. */
    public static boolean isVersion(String text) {
        return !text.isEmpty()
                && text.length() <= Limits.MAX_VERSION_BYTES
                && text.charAt(0) >= '0'
                && text.charAt(0) <= '9'
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || ".~+-".indexOf(c) >= 0);
    }

    /**
     * Reads a manifest that the key signed.
     *
     * @param signatures the text of {@code manifest.sig}
     * @throws ProtocolException with reason {@code SIGNATURE} if it did not, or one of both was changed
     */
    public static ReleaseManifest verified(byte[] manifest, byte[] signatures, ReleaseKey key)
            throws ProtocolException {
        ReleaseText.requireSize(SUBJECT, manifest);
        ReleaseSignature.parse(signatures).require(SUBJECT, key, manifest);
        return parse(manifest);
    }

    /** Reads a manifest without asking who made it; nothing may be installed by it. */
    public static ReleaseManifest parse(byte[] manifest) throws ProtocolException {
        List<String> lines = ReleaseText.lines(SUBJECT, FIRST_LINE, manifest);
        String version = "";
        List<String> architectures = List.of();
        var files = new ArrayList<ReleaseFile>();
        try {
            for (String line : lines) {
                int blank = line.indexOf(' ');
                String value = line.substring(blank + 1);
                switch (blank < 0 ? "" : line.substring(0, blank)) {
                    // As install.sh does, the first counts.
                    case "version" -> version = version.isEmpty() ? value : version;
                    case "arch" -> architectures = architectures.isEmpty() ? List.of(value.split(" ")) : architectures;
                    case "file" -> files.add(fileOf(value));
                    default -> {
                        // Of a later version, or for people.
                    }
                }
                if (files.size() > Limits.MAX_RELEASE_FILES) {
                    break;
                }
            }
            return new ReleaseManifest(version, architectures, files);
        } catch (IllegalArgumentException e) {
            throw ProtocolException.outOfRange(SUBJECT, e);
        }
    }

    /** The file with this path. */
    public Optional<ReleaseFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    /**
     * The agent's package for an architecture.
     *
     * @param architecture in Debian's words
     */
    public Optional<ReleaseFile> agentPackage(String architecture) {
        return file("deb/skerry-agent_" + version + "_" + architecture + ".deb");
    }

    /** What a machine needs beside its package: its installer, the release key, and the keys before, with their signatures. */
    public List<ReleaseFile> papers() {
        return files.stream()
                .filter(file -> file.path().equals("install.sh")
                        || file.path().equals(ReleaseKey.NAME)
                        || file.path().startsWith("rotation/"))
                .toList();
    }

    private static ReleaseFile fileOf(String value) throws ProtocolException {
        String[] words = value.split(" ", -1);
        if (words.length != 3 || words[0].length() != 2 * Want.DIGEST_BYTES || !isNumber(words[1])) {
            throw new ProtocolException(Reason.SCHEMA, "In " + SUBJECT + " a file's line is damaged.");
        }
        return new ReleaseFile(Bytes.ofHex(words[0]), Long.parseLong(words[1]), words[2]);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
