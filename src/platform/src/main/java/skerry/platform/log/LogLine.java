package skerry.platform.log;

import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * One line per record. On a terminal or in a file it begins with the UTC time and the level; for the journal, which stamps
 * its lines itself, with the priority in the form of sd-daemon(3). A failure is told as the chain of its causes,
 * without a stack. Thread-safe.
 */
final class LogLine extends Formatter {
    private final boolean journal;

    LogLine(boolean journal) {
        this.journal = journal;
    }

    @Override
    public String format(LogRecord record) {
        var line = new StringBuilder(160);
        if (journal) {
            line.append('<').append(priority(record.getLevel())).append('>');
        } else {
            line.append(record.getInstant().truncatedTo(ChronoUnit.SECONDS))
                    .append(' ')
                    .append(word(record.getLevel()))
                    .append(' ');
        }
        line.append(oneLine(formatMessage(record)));
        for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
            line.append(": ").append(oneLine(cause.toString()));
        }
        return line.append('\n').toString();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }

    private static int priority(Level level) {
        int value = level.intValue();
        return value >= Level.SEVERE.intValue()
                ? 3
                : value >= Level.WARNING.intValue() ? 4 : value >= Level.INFO.intValue() ? 6 : 7;
    }

    private static String word(Level level) {
        return switch (priority(level)) {
            case 3 -> "ERROR";
            case 4 -> "WARN ";
            case 6 -> "INFO ";
            default -> "DEBUG";
        };
    }
}
