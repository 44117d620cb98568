package skerry.platform.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import picocli.CommandLine.ExitCode;
import skerry.platform.config.ConfigException;

/** Tells why a program failed: a sentence without a stack trace, and the exit code. */
public final class Failures {
    private static final String DEBUG = "skerry.debug";

    private Failures() {}

    /**
     * @param name of the program
     * @param err where the sentence goes
     * @return the exit code: 2 for a wrong configuration, else 1
     */
    public static int tell(Exception failure, String name, PrintWriter err) {
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
