package skerry.agent.collect.targets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A password or token that shows itself only to who asks for it by name. */
public sealed interface Secret {
    /** The most that a file may hold. */
    int MAX_BYTES = 64 << 10;

    /**
     * The secret itself.
     *
     * @throws IOException one sentence that names the file, never what is in it
     */
    String reveal() throws IOException;

    /** Given in the configuration. */
    record Given(String text) implements Secret {
        @Override
        public String reveal() {
            return text;
        }

        @Override
        public String toString() {
            return "<secret>";
        }
    }

    /** The one line of a file, read again each time: Kubernetes replaces its tokens every hour. */
    record InFile(Path file) implements Secret {
        @Override
        public String reveal() throws IOException {
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_BYTES);
            } catch (IOException e) {
                throw new IOException("cannot read the secret in " + file, e);
            }
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ')) {
                throw new IOException("the file " + file + " should hold one line, the secret");
            }
            return text;
        }
    }
}
