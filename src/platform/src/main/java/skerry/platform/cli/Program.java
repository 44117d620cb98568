package skerry.platform.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import skerry.platform.config.ConfigException;
import skerry.platform.config.Units;
import skerry.platform.log.OwnLog;

/**
 * Runs a command line: usage mistakes and configuration mistakes exit with 2, failures with 1, each as a sentence without a
 * stack trace; what the programmer did not foresee says how to get one.
 */
public final class Program {
    private static final String DEBUG = "skerry.debug";

    private Program() {}

    /** @return the exit code */
    public static int run(CommandLine line, String... arguments) {
        OwnLog.toStandardError();
        return line.registerConverter(Duration.class, Program::duration)
                .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    private static Duration duration(String text) {
        try {
            return Units.duration(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' " + e.getMessage());
        }
    }

    private static int failed(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().root().name();
        switch (failure) {
            case ConfigException e -> {
                err.println(name + ": " + e.getMessage());
                return ExitCode.USAGE;
            }
            case NoSuchFileException e -> err.println(name + ": there is no " + e.getFile());
            case AccessDeniedException e -> err.println(name + ": no right to use " + e.getFile());
            case UncheckedIOException e -> err.println(name + ": " + e.getMessage());
            case IOException e -> err.println(name + ": " + e.getMessage());
            case SQLException e -> err.println(name + ": " + e.getMessage());
            case IllegalStateException e -> err.println(name + ": " + e.getMessage());
            case IllegalArgumentException e -> err.println(name + ": " + e.getMessage());
            default ->
                err.println(name + ": failed unexpectedly (" + failure + "); run again with -D" + DEBUG
                        + "=true for details and report it");
        }
        if (Boolean.getBoolean(DEBUG)) {
            failure.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }
}
