package skerry.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.hub.RunningHub;
import skerry.platform.cli.Program;

/** What a container's health check and a person at a shell are told. */
class StatusCommandIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private record Told(int code, String out, String err) {}

    private Told status() {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new CommandLine(new StatusCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int code = Program.run(line, "--data", data.toString());
        return new Told(code, out.toString(), err.toString());
    }

    @Test
    void aHubThatTakesBatchesIsWell() throws Exception {
        try (var hub = new RunningHub(data, Map.of())) {
            RunningHub.until("it is ready", () -> hub.getWithout("/readyz").status() == 200);

            assertThat(status()).isEqualTo(new Told(0, "The hub at " + hub.base() + " takes batches.\n", ""));
        }
    }

    @Test
    void oneWhoseBrokerIsAwaySaysSoInOneSentence() throws Exception {
        try (var _ = new RunningHub(data, Map.of("broker.url", "mqtt://127.0.0.1:9"))) {
            Told told = status();

            assertThat(told.code()).isEqualTo(1);
            assertThat(told.out()).isEmpty();
            assertThat(told.err().lines())
                    .singleElement()
                    .asString()
                    .contains("the hub takes no batches: ")
                    .contains("broker");
        }
    }

    @Test
    void noHubIsNoWellHub() {
        Told told = status();

        assertThat(told.code()).isEqualTo(1);
        assertThat(told.err())
                .contains("no hub runs with the data folder " + data)
                .hasLineCount(1);
    }
}
