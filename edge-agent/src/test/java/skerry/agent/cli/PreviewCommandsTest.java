package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.Redactor;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.TemplateMiner;
import skerry.platform.cli.Program;

class PreviewCommandsTest {
    private static final Redactor REDACTOR = PolicyRedactor.standard();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void redactHonoursTheRulesOfAConfiguration() throws IOException {
        Path config = Files.writeString(
                folder.resolve("agent.yaml"), "privacy:\n  rules: ['ticket=TCK-[0-9]+']\n  allow: [a@b.example]\n");

        assertThat(redact("TCK-77 of a@b.example and c@d.example\n", "--config", config.toString()))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("<ticket> of a@b.example and <email>\n");
    }

    private int redact(String input, String... arguments) {
        return run(new PreviewRedactCommand(() -> REDACTOR, stdin(input), out), arguments);
    }

    private int patterns(String input, String... arguments) {
        return run(
                new PreviewPatternsCommand(
                        () -> REDACTOR, () -> new TemplateMiner(MinerLimits.STANDARD, 1), stdin(input), out),
                arguments);
    }

    private static ByteArrayInputStream stdin(String input) {
        return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    }

    private int run(Object command, String... arguments) {
        return new CommandLine(command).setErr(new PrintWriter(err)).execute(arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void redactPrintsTheLinesAsTheyWouldBeStored() throws IOException {
        Path file = Files.writeString(folder.resolve("app.log"), "from 192.0.2.7\r\n\nüber a@b.example\nlast");

        assertThat(redact("", file.toString())).isZero();
        assertThat(printed()).isEqualTo("from <ipv4>\n\nüber <email>\nlast\n");
    }

    @Test
    void redactReadsStandardInputWhereNoFileIsNamed() {
        assertThat(redact("from 192.0.2.7\n")).isZero();
        assertThat(printed()).isEqualTo("from <ipv4>\n");
    }

    @Test
    void redactTellsSpansInCodePointsOfTheInput() {
        assertThat(redact("{\"x\":[1],\"text\":\"😀 a@b.example, 😀 192.0.2.7\",\"id\":\"n1\"}\n", "-", "--json"))
                .isZero();
        assertThat(printed())
                .isEqualTo("{\"id\":\"n1\",\"text\":\"\\uD83D\\uDE00 <email>, \\uD83D\\uDE00 <ipv4>\","
                        + "\"spans\":[[2,13,\"email\"],[17,26,\"ipv4\"]]}\n");
    }

    @Test
    void redactCarriesHalfASurrogatePairThrough() {
        assertThat(redact("{\"id\":1,\"text\":\"\\ud800 ok\"}\n", "-", "--json"))
                .isZero();
        assertThat(printed()).isEqualTo("{\"id\":\"1\",\"text\":\"\\uD800 ok\",\"spans\":[]}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "[1] | is no JSON object",
                "{\"id\":\"a\"} | has no text",
                "{\"text\":\"a\"} | has no id",
                "{\"id\":\"a\",\"text\":7} | has no text",
                "{\"id\":\"a\", | is no JSON",
                "nonsense | is no JSON"
            })
    void redactSaysWhichLineIsWrongInOneSentence(String line, String reason) {
        int code = redact("{\"id\":\"a\",\"text\":\"b\"}\n" + line + "\n", "-", "--json");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().strip())
                .startsWith("line 2 of standard input " + reason)
                .hasLineCount(1);
    }

    @Test
    void aFileThatIsNotThereIsOneSentence() {
        int code = redact("", folder.resolve("none").toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().strip()).endsWith("does not exist: name a file, or - for standard input");
    }

    @Test
    void aFolderIsOneSentence() {
        int code = patterns("", folder.toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().strip()).contains("is a directory").hasLineCount(1);
    }

    @Test
    void patternsPrintsWhatEachLineBecameInTheEnd() {
        var input = new StringBuilder();
        for (String unit : "ada bea cid dan eva fay".split(" ", -1)) {
            input.append("unit ").append(unit).append(" joined the site\n");
        }
        input.append("from 192.0.2.7 port 22");

        assertThat(patterns(input.toString(), "-")).isZero();
        assertThat(printed().lines()).hasSize(7).allMatch(line -> line.matches("[0-9a-f]{16}\t.+"));
        assertThat(printed().lines().map(line -> line.substring(17)).distinct())
                .containsExactly("unit <*> joined the site", "from <*> port <*>");
    }

    @Test
    void patternsPrintsJsonToo() {
        assertThat(patterns("pump 7 started\n", "-", "--json")).isZero();
        assertThat(printed()).matches("\\{\"id\":\"[0-9a-f]{16}\",\"template\":\"pump <\\*> started\"}\n");
    }

    private int scrape(String input, String... arguments) {
        return Program.run(
                new CommandLine(new PreviewScrapeCommand(stdin(input), out)).setErr(new PrintWriter(err)), arguments);
    }

    @Test
    void scrapePrintsTheSamplesOfBothFormsByTheirContent() {
        assertThat(scrape("# HELP a b\na{c=\"d\"}  0x1 \n".replace("0x1", "1.50 7000")))
                .isZero();
        assertThat(scrape("# TYPE b counter\nb_total 3 7.5\nc NaN\n# EOF\n", "-"))
                .isZero();
        assertThat(printed()).isEqualTo("a{c=\"d\"} 1.5 7000\nb_total 3 7500\nc NaN\n");
    }

    @Test
    void scrapePrintsAnObjectForEachSample() {
        assertThat(scrape("# TYPE b counter\nb_total{d=\"é\"} 3 7.5\nc -Inf\n# EOF\n", "--json"))
                .isZero();
        assertThat(printed().lines())
                .containsExactly(
                        "{\"line\":2,\"name\":\"b_total\",\"type\":\"counter\",\"labels\":{\"d\":\"\\u00E9\"},"
                                + "\"value\":3.0,\"time\":\"1970-01-01T00:00:07.500Z\"}",
                        "{\"line\":3,\"name\":\"c\",\"type\":\"gauge\",\"labels\":{},\"value\":\"-Infinity\"}");
    }

    @Test
    void scrapeNamesLineAndReasonAndPrintsNoSampleOfARefusedText() {
        assertThat(scrape("a 1\nb one\n")).isEqualTo(1);
        assertThat(printed()).isEmpty();
        assertThat(err).hasToString("line 2: the value is not a number: 'one'" + System.lineSeparator());
    }

    @Test
    void scrapeReadsATextAsTheFormThatIsNamed() {
        assertThat(scrape("a 1\n", "--format=openmetrics")).isEqualTo(1);
        assertThat(scrape("a  1\n# EOF\n", "--format=prometheus")).isZero();
        assertThat(err.toString()).startsWith("line 1: the text does not end with # EOF");
        assertThat(scrape("", "--format=xml")).isEqualTo(2);
    }

    @Test
    void scrapeSaysWhichFileIsMissing() {
        assertThat(scrape("", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains(folder.resolve("none") + " does not exist");
    }
}
