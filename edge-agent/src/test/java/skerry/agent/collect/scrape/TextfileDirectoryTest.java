package skerry.agent.collect.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextfileDirectoryTest {
    private static final int MAX_FILE_BYTES = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void givesTheMetricsOfAllFilesAndWhenTheyWereWritten() throws Exception {
        write("backup.prom", "backup_age_seconds 30\n");
        write("other.prom", "# TYPE wait histogram\nwait_bucket{le=\"+Inf\"} 1\nwait_sum 2\nwait_count 1\n");
        write("draft.prom.tmp", "half a li");
        Files.setLastModifiedTime(directory.resolve("backup.prom"), FileTime.fromMillis(1_700_000_000_500L));
        Files.setLastModifiedTime(directory.resolve("other.prom"), FileTime.fromMillis(1_700_000_001_000L));

        assertThat(collect())
                .containsExactly(
                        "backup_age_seconds 30.0",
                        "node_textfile_mtime_seconds{file=\"" + directory + "/backup.prom\"} 1.7000000005E9",
                        "wait_bucket{le=\"+Inf\"} 1.0",
                        "wait_sum 2.0",
                        "wait_count 1.0",
                        "node_textfile_mtime_seconds{file=\"" + directory + "/other.prom\"} 1.700000001E9",
                        "node_textfile_scrape_error 0.0");
    }

    @Test
    void aFileThatCannotBeAcceptedGivesNothingAndTheOthersAll() throws Exception {
        write("a.prom", "good 1\nbad\n");
        write("b.prom", "stamped 1 1700000000000\n");
        write("c.prom", "fine 1\n");
        write("d.prom", "x 1\n#" + " ".repeat(MAX_FILE_BYTES - 5) + "\n# one line too much\n");

        assertThat(collect())
                .contains("fine 1.0", "node_textfile_scrape_error 1.0")
                .noneMatch(line -> line.startsWith("good") || line.startsWith("stamped") || line.startsWith("x "));
    }

    @Test
    void aPipeThatNobodyWritesIntoIsNotWaitedFor() throws Exception {
        var pipe = directory.resolve("pipe.prom");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertThat(collect()).containsExactly("node_textfile_scrape_error 0.0"));
    }

    @Test
    void aMissingDirectoryIsAnErrorThatNamesIt() {
        var missing = directory.resolve("missing");

        assertThatThrownBy(() -> new TextfileDirectory(missing).collect((family, labels, value) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private List<String> collect() throws IOException {
        var lines = new ArrayList<String>();
        new TextfileDirectory(directory)
                .collect((family, labels, value) -> lines.add(family.name() + labels + " " + value));
        return lines;
    }
}
