package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MetricsCommandTest {
    private static final Path PI = Path.of("src/test/resources/host/pi");

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @Test
    void printsTheMetricsOfTheGivenTreesAndTextFiles() throws Exception {
        Files.writeString(directory.resolve("tide.prom"), "tide_meters{place=\"höfn\"} 1.5\n");

        int status = run(
                "--once",
                "--path.procfs=" + PI.resolve("proc"),
                "--path.sysfs=" + PI.resolve("sys"),
                "--path.rootfs=" + PI.resolve("root"),
                "--path.udev.data=" + PI.resolve("udev"),
                "--collector.textfile.directory=" + directory);

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains("# TYPE node_load1 gauge", "node_load1 0.52")
                .contains("tide_meters{place=\"höfn\"} 1.5")
                .contains("node_scrape_collector_success{collector=\"textfile\"} 1");
    }

    @Test
    void eachDirectoryThatDoesNotExistIsNamedWithItsOption() {
        int status = run("--once", "--path.procfs=/no/proc", "--collector.textfile.directory=/no/files");

        assertThat(status).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString().lines())
                .containsExactly(
                        "--path.procfs: /no/proc is no directory; give one that exists, or leave the option out",
                        "--collector.textfile.directory: /no/files is no directory; give one that exists, or leave the"
                                + " option out");
    }

    private int run(String... arguments) {
        var command = new MetricsCommand(InstantSource.fixed(Instant.EPOCH), out);
        return new CommandLine(command).setErr(new PrintWriter(err, true)).execute(arguments);
    }
}
