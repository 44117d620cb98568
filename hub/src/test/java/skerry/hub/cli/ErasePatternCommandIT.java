package skerry.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.RunningHub;
import skerry.platform.cli.Program;

/** Erasing by the command, as the owner of the data folder. */
class ErasePatternCommandIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private record Told(int code, String out, String err) {}

    private Told erase(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = EraseCommand.commands().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        line.getSubcommands()
                .values()
                .forEach(sub -> sub.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)));
        int code = Program.run(line, arguments);
        return new Told(code, out.toString(), err.toString());
    }

    @Test
    void saysWhatWasErasedAndWhatStillHoldsItAndLeavesAnAuditLine() throws Exception {
        try (var hub = new RunningHub(data, Map.of())) {
            Told told = erase("pattern", "00000000000003e8", "--examples-only", "--yes", "--data", data.toString());

            assertThat(told.err()).isEmpty();
            assertThat(told.code()).isZero();
            assertThat(told.out())
                    .contains("The examples of pattern 00000000000003e8 are erased: 0 examples")
                    .contains("This hub knows of no backup");
            assertThat(hub.getWithout("/api/v1/patterns").status()).isEqualTo(401);
        }
    }

    @Test
    void anIdThatIsNoneIsRefused() throws Exception {
        try (var _ = new RunningHub(data, Map.of())) {
            Told told = erase("pattern", "pump", "--yes", "--data", data.toString());

            assertThat(told.code()).isEqualTo(1);
            assertThat(told.err()).contains("16 hexadecimal digits, was 'pump'");
        }
    }

    @Test
    void theCommandAloneSaysWhatItNeeds() {
        assertThat(erase().err()).contains("pattern ID");
    }
}
