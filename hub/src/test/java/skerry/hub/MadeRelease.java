package skerry.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.update.ReleaseKey;

/** A small release in the form of {@code ./skerry bundle}, with a package for one architecture, which is no real one. */
public final class MadeRelease {
    public static final int PACKAGE_BYTES = 70_000;

    private final Path folder;
    private final String version;

    /** Keys of a release, so that a test can have its own. */
    public static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param former keys before, the oldest first */
    public MadeRelease(Path folder, String version, KeyPair key, KeyPair... former) throws IOException {
        this.folder = folder;
        this.version = version;
        Files.createDirectories(folder.resolve("deb"));
        var random = new Random(version.hashCode());
        Files.writeString(
                packageFile(),
                random.ints(PACKAGE_BYTES, 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
        Files.writeString(folder.resolve("install.sh"), "#!/bin/sh\n# of " + version + "\n");
        Files.writeString(folder.resolve("release-key"), text(key));
        var keys = new java.util.ArrayList<>(List.of(former));
        keys.add(key);
        for (int i = 1; i < keys.size(); i++) {
            Files.createDirectories(folder.resolve("rotation"));
            Path next = folder.resolve("rotation/" + i + ".key");
            Files.writeString(next, text(keys.get(i)));
            Files.writeString(
                    folder.resolve("rotation/" + i + ".sig"), signatures(keys.get(i - 1), Files.readAllBytes(next)));
        }
        var manifest = new StringBuilder("skerry bundle 1\nversion " + version + "\nimage " + version
                + "\nmade 2026-11-28T12:00:00Z\narch arm64\n");
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                manifest.append("file ")
                        .append(Bytes.of(bytes).sha256().hex())
                        .append(' ')
                        .append(bytes.length)
                        .append(' ')
                        .append(folder.relativize(file))
                        .append('\n');
            }
        }
        Files.writeString(folder.resolve("manifest"), manifest);
        Files.writeString(
                folder.resolve("manifest.sig"),
                signatures(key, manifest.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    public Path folder() {
        return folder;
    }

    public Path packageFile() {
        return folder.resolve("deb/skerry-agent_" + version + "_arm64.deb");
    }

    /** As the printed page has it. */
    public String fingerprint() throws IOException, ProtocolException {
        return ReleaseKey.parse(Files.readAllBytes(folder.resolve("release-key")))
                .fingerprint();
    }

    private static String text(KeyPair key) {
        return "skerry release key 1\ned25519 " + base64(key.getPublic().getEncoded()) + "\nopenpgp "
                + base64(new byte[8]) + "\n";
    }

    private static String signatures(KeyPair key, byte[] data) {
        try {
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(key.getPrivate());
            signer.update(data);
            String lines =
                    "skerry signatures 1\ned25519 " + base64(signer.sign()) + "\nopenpgp " + base64(new byte[8]) + "\n";
            return lines + "sha256 "
                    + Bytes.of(lines.getBytes(StandardCharsets.US_ASCII))
                            .sha256()
                            .hex() + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
