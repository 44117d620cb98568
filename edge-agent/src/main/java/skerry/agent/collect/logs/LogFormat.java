package skerry.agent.collect.logs;

import java.util.Locale;

/** How the lines of a source are written. */
public enum LogFormat {
    /** Found out per file, from its path and its first line. */
    AUTO,
    /** Kubernetes container runtimes: {@code <RFC 3339 time> stdout|stderr P|F <text>}. */
    CRI,
    /** Docker's json-file driver: one object per line with {@code log}, {@code stream} and {@code time}. */
    DOCKER,
    /** One record per line. */
    PLAIN,
    /** {@code journalctl -o json}: one entry per line. Only for previews; the journal itself is not a file to tail. */
    JOURNALD;

    /** The name in configuration and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
