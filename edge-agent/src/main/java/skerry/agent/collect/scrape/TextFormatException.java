package skerry.agent.collect.scrape;

import java.io.IOException;

/** Metrics text that cannot be accepted, with the line and the reason. */
public final class TextFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String reason;
    private final boolean limit;

    TextFormatException(int line, String reason) {
        this(line, reason, false);
    }

    /** @param limit whether a limit was broken, and not the form */
    public TextFormatException(int line, String reason, boolean limit) {
        super("line " + line + ": " + reason);
        this.line = line;
        this.reason = reason;
        this.limit = limit;
    }

    /** Whether the text goes beyond a limit; otherwise its form is wrong. */
    public boolean isLimit() {
        return limit;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }

    public String reason() {
        return reason;
    }
}
