package skerry.agent.collect.scrape;

import java.io.IOException;

/** Metrics text that cannot be accepted, with the line and the reason. */
public final class TextFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String reason;

    TextFormatException(int line, String reason) {
        super("line " + line + ": " + reason);
        this.line = line;
        this.reason = reason;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }

    public String reason() {
        return reason;
    }
}
