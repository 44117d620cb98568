package skerry.simulator;

import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import skerry.platform.cli.Program;

/** {@code ./skerry demo}, and the making of the agent's class archive for {@code ./skerry build}. */
public final class Main {
    private Main() {}

    /** Runs what the first word says, or the demo, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        String word = arguments.length > 0 ? arguments[0] : "";
        Callable<Integer> command = word.equals("archive") ? new ArchiveCommand() : new DemoCommand();
        String[] rest = word.equals("archive") || word.equals("demo")
                ? Arrays.copyOfRange(arguments, 1, arguments.length)
                : arguments;
        System.exit(Program.run(new CommandLine(command), rest));
    }
}
