package skerry.agent.cluster.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a certificate or a key that a kubeconfig names. */
final class PemFiles {
    private static final int MAX_BYTES = 256 << 10;

    private PemFiles() {}

    static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IOException("there is no readable file " + file, e);
        }
    }
}
