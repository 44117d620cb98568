package skerry.platform.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import skerry.platform.config.Units;
import skerry.platform.log.OwnLog;

/**
 * Runs a command line: usage mistakes and configuration mistakes exit with 2, failures with 1, each as a sentence without a
 * stack trace; what the programmer did not foresee says how to get one.
 */
public final class Program {
    private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

    static {
        EXIT_CODES.put("0", "done");
        EXIT_CODES.put("1", "failed; one sentence on standard error says why");
        EXIT_CODES.put("2", "wrong use, or a wrong configuration");
    }

    private Program() {}

    /** @return the exit code */
    public static int run(CommandLine line, String... arguments) {
        OwnLog.toStandardError();
        complete(line.getCommandSpec(), line.getCommandSpec().version());
        line.registerConverter(Duration.class, Program::duration)
                .setExecutionExceptionHandler((failure, command, _) ->
                        Failures.tell(failure, command.getCommandSpec().root().name(), command.getErr()))
                .setParameterExceptionHandler((mistake, _) -> misused(mistake))
                .setCaseInsensitiveEnumValuesAllowed(true);
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError e) {
            line.getErr()
                    .println(line.getCommandSpec().name() + ": this needs more memory than the "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB that the program has; give it less at a time");
            return ExitCode.SOFTWARE;
        }
    }

    /** Gives a command, and those below it, the version and the exit codes that they do not name themselves. */
    private static void complete(CommandSpec command, String[] version) {
        if (command.version().length == 0) {
            command.version(version);
        }
        if (command.usageMessage().exitCodeList().isEmpty()) {
            command.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(EXIT_CODES);
        }
        command.subcommands().values().forEach(below -> complete(below.getCommandSpec(), version));
    }

    /** The mistake and where help is; the whole usage would hide the one line that counts. */
    private static int misused(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().root().name() + ": " + mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, err);
        if (!command.getSubcommands().isEmpty()) {
            err.println(
                    "Commands: " + String.join(", ", command.getSubcommands().keySet()));
        }
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static Duration duration(String text) {
        try {
            return Units.duration(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' " + e.getMessage());
        }
    }
}
