package skerry.simulator;

import java.util.Arrays;
import picocli.CommandLine;
import skerry.platform.cli.Program;

/** {@code ./skerry demo}. */
public final class Main {
    private Main() {}

    /** Runs the demo and ends the process with its exit code. */
    public static void main(String[] arguments) {
        String[] rest = arguments.length > 0 && arguments[0].equals("demo")
                ? Arrays.copyOfRange(arguments, 1, arguments.length)
                : arguments;
        System.exit(Program.run(new CommandLine(new DemoCommand()), rest));
    }
}
