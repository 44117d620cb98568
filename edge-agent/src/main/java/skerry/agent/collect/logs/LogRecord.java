package skerry.agent.collect.logs;

import skerry.protocol.payload.Severity;

/**
 * One logical record: partial lines and stack traces already joined.
 *
 * @param timeMillis when it was written, by its own stamp or else when it was read, UTC epoch milliseconds
 * @param stream {@code stdout}, {@code stderr}, or empty
 * @param severity as far as the format tells; {@link Severity#UNKNOWN} where the text must be asked
 * @param text without its line end; not yet redacted when it leaves {@code collect.logs}
 * @param lines source lines joined into it, at least 1
 * @param cut whether it was longer than the limit and lost its tail
 */
public record LogRecord(
        LogSource source, long timeMillis, String stream, Severity severity, String text, int lines, boolean cut) {
    /** The same record with another text and name of its source, as after redaction; this one if they are its own. */
    public LogRecord with(LogSource newSource, String newText) {
        return newSource.equals(source) && newText.equals(text)
                ? this
                : new LogRecord(newSource, timeMillis, stream, severity, newText, lines, cut);
    }

    /** The same record under another name of its source. */
    public LogRecord withSource(LogSource newSource) {
        return new LogRecord(newSource, timeMillis, stream, severity, text, lines, cut);
    }
}
