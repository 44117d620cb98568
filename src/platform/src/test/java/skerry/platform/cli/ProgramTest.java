package skerry.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ProgramTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Command(name = "tide", mixinStandardHelpOptions = true, version = "tide 1.2")
    static final class Tide implements Callable<Integer> {
        @Override
        public Integer call() {
            return 0;
        }
    }

    @Command(name = "look", mixinStandardHelpOptions = true)
    static final class Look implements Callable<Integer> {
        @Option(names = "--since")
        String since = "";

        @Override
        public Integer call() throws IOException {
            throw new IOException("the gauge is dry: fill it");
        }
    }

    @Command(
            name = "judge",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "Codes:%n",
            exitCodeList = {"0:high", "1:low"})
    static final class Judge implements Callable<Integer> {
        @Override
        public Integer call() {
            return 1;
        }
    }

    @Command(name = "hoard")
    static final class Hoard implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryIsOneSentenceToo() {
        assertThat(run("hoard")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .matches("tide: this needs more memory than the \\d+ MiB that the program has; give it less at a time");
    }

    @Test
    void anUnknownOptionIsNamedInOneLineWithWhereHelpIs() {
        assertThat(run("look", "--sinse=1h")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "tide: Unknown option: '--sinse=1h'", "Possible solutions: --since", "See tide look --help");
    }

    @Test
    void anUnknownCommandIsNamedWithThoseThereAre() {
        assertThat(run("loook")).isEqualTo(2);
        assertThat(err.toString()).startsWith("tide: ").contains("'loook'", "Commands: look, judge");
    }

    @Test
    void aFailureIsOneSentence() {
        assertThat(run("look")).isEqualTo(1);
        assertThat(err).hasToString("tide: the gauge is dry: fill it" + System.lineSeparator());
    }

    @Test
    void everyCommandTellsItsVersionAndItsExitCodes() {
        assertThat(run("look", "--version")).isZero();
        assertThat(out.toString().strip()).isEqualTo("tide 1.2");
        assertThat(run("look", "--help")).isZero();
        assertThat(out.toString()).contains("Exit codes:", "1   failed;", "2   wrong use");
        assertThat(run("judge", "--help")).isZero();
        assertThat(out.toString()).contains("1   low");
    }

    private int run(String... arguments) {
        var line = new CommandLine(new Tide())
                .addSubcommand(new Look())
                .addSubcommand(new Judge())
                .addSubcommand(new Hoard())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return Program.run(line, arguments);
    }
}
