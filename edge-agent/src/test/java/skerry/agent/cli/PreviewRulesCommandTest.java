package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.platform.cli.Program;

class PreviewRulesCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void rulesAreShownAsTheAgentTakesThem() throws IOException {
        Path file = file("x > 1");

        assertThat(preview(file.toString())).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                group pump, every 1m, of %s
                  PumpHot: x > 1, for 5m, keeps firing for 1h30m, severity=info
                """.formatted(file));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void allMistakesAreShownAndNothingElse() throws IOException {
        assertThat(preview(file("x >").toString(), folder.resolve("none.yaml").toString()))
                .isOne();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("line 5", "group \"pump\"", "rule \"PumpHot\""))
                .anySatisfy(line -> assertThat(line).endsWith("none.yaml: there is no such file"));
    }

    @Test
    void twoFilesAreReadTogether() throws IOException {
        Path file = file("x > 1");
        Path same = Files.copy(file, folder.resolve("same.yaml"));

        assertThat(preview(file.toString(), same.toString())).isOne();
        assertThat(err.toString()).contains("has a rule with this name and these labels");
    }

    @Test
    void theRulesThatComeWithTheAgentAreShownOnRequestAndSomethingMustBeAskedFor() {
        assertThat(preview("--usual")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("group power", "  NodeOOMKill: ");
        assertThat(preview()).isEqualTo(2);
        assertThat(err.toString()).contains("Name a file of rules");
    }

    private int preview(String... arguments) {
        var command = new CommandLine(new PreviewRulesCommand(new PrintStream(out, true, StandardCharsets.UTF_8)));
        command.setErr(new PrintWriter(err, true));
        return Program.run(command, arguments);
    }

    private Path file(String expr) throws IOException {
        return Files.writeString(folder.resolve("rules.yaml"), """
                groups:
                  - name: pump
                    rules:
                      - alert: PumpHot
                        expr: %s
                        for: 5m
                        keep_firing_for: 90m
                        labels: {severity: info}
                """.formatted(expr));
    }
}
