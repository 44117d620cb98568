package skerry.simulator;

import java.io.PrintWriter;
import java.util.Locale;

/** How far something long has got: one line that moves on a terminal, a line per quarter elsewhere. Thread-safe. */
final class Progress {
    private final PrintWriter out;
    private final String what;
    private final int all;
    private final boolean terminal;
    private int done;

    Progress(PrintWriter out, String what, int all, boolean terminal) {
        this.out = out;
        this.what = what;
        this.all = all;
        this.terminal = terminal;
    }

    synchronized void step() {
        done++;
        if (terminal) {
            out.printf(Locale.ROOT, "\r%s: %d of %d%s", what, done, all, done == all ? "\n" : "");
        } else if (done == all || done * 4 / all > (done - 1) * 4 / all) {
            out.printf(Locale.ROOT, "%s: %d of %d%n", what, done, all);
        }
        out.flush();
    }
}
