package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RunArgumentsTest {
    @Command(name = "run", mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {
        @Mixin
        final ConfigOptions options = new ConfigOptions();

        @Override
        public Integer call() {
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-c a.yaml",
                "--config a.yaml --data d",
                "--config=a.yaml --data=d --set=role=node",
                "--set mqtt.url=mqtt://h:1 --set mqtt.hub=a=b= --set role=node --set role=all",
                "--set data=first --data second --path.procfs /p --path.sysfs=/s --path.rootfs /r",
                "--data second --set data=first",
                "--set empty="
            })
    void plainArgumentsMeanWhatTheyMeanToEveryOtherCommand(String arguments) {
        String[] words = words(arguments);
        var run = new Run();
        new CommandLine(run).parseArgs(words);

        assertThat(RunArguments.of(words("run " + arguments))).contains(run.options.source());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --help",
                "run -h --data d",
                "run --version",
                "run --data",
                "run --data= ",
                "run --data a --data b",
                "run -c a -c b",
                "run --set role",
                "run --set =x",
                "run --dta d",
                "run more",
                "run @arguments",
                "run -cfile",
                "check --data d",
                "--help"
            })
    void helpMistakesAndOtherCommandsAreLeftToPicocli(String arguments) {
        assertThat(RunArguments.of(words(arguments))).isEmpty();
    }

    @Test
    void nothingAtAllIsNoRun() {
        assertThat(RunArguments.of()).isEmpty();
    }

    private static String[] words(String text) {
        return text.isBlank() ? new String[0] : text.trim().split(" ", -1);
    }
}
