package skerry.agent.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.protocol.update.UpgradeNews;
import skerry.protocol.update.UpgradeState;

/**
 * What the machine's updater tells of the last upgrade; it writes the file whole, as lines of a word and a value.
 *
 * @param release digest of the release's manifest, hexadecimal; empty where it came by other ways
 */
public record UpdateStatus(UpgradeNews news, String release) {
    private static final String FIRST_LINE = "skerry update 1";
    private static final int MAX_BYTES = 8 * 1024;

    /** What is told; empty if nothing is, or nothing that can be read. */
    public static Optional<UpdateStatus> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty(); // It is being replaced, or not for us: as if there were none.
        }
    }

    private static Optional<UpdateStatus> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            return Optional.empty();
        }
        Map<String, String> said = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                said.put(line.substring(0, blank), line.substring(blank + 1));
            }
        }
        return UpgradeState.of(said.getOrDefault("state", ""))
                .map(state -> new UpdateStatus(
                        new UpgradeNews(
                                state,
                                said.getOrDefault("version", ""),
                                said.getOrDefault("from", ""),
                                said.getOrDefault("reason", "")),
                        said.getOrDefault("release", "")));
    }
}
