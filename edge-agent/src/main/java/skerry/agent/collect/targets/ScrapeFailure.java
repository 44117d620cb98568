package skerry.agent.collect.targets;

import java.io.IOException;
import java.util.Locale;

/** Why a scrape brought nothing, as a sentence with the next step, without secrets. */
final class ScrapeFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** Part of it may come from the target. */
    private static final int LONGEST = 200;

    private final Reason reason;
    private final String advice;

    /** By which failures are counted. */
    enum Reason {
        /** Nobody listens, or there is no way. */
        CONNECT("Check that the target runs and that its address is right."),
        TIMEOUT("See why the target is slow, or raise timeout."),
        TLS("Check tls of the job: ca-file, server-name, and the target's certificate."),
        LOGIN("Check basic or bearer of the job."),
        STATUS("Check the path, and what the target's own log says."),
        REDIRECT("Name the target where it leads to."),
        CONTENT_TYPE("Check the path: it should serve Prometheus text 0.0.4 or OpenMetrics 1.0."),
        /** Not HTTP as it is written down, or ended in the middle. */
        HTTP("Check the port and the scheme."),
        FORMAT("`skerry-agent preview scrape` shows the line; report it to who makes the target."),
        LIMIT("Drop series by relabel, or raise the limit of the job."),
        RELABEL("Check relabel of the job."),
        /** Not this target alone, all of them together ask for too much. */
        ROOM("Drop series by relabel, or scrape fewer targets."),
        BUG("Please report this.");

        private final String advice;
        private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

        Reason(String advice) {
            this.advice = advice;
        }

        String word() {
            return word;
        }
    }

    /** @param what a clause that names what is wrong: {@code it answers 500} */
    ScrapeFailure(Reason reason, String what) {
        super(shown(what));
        this.reason = reason;
        this.advice = reason.advice;
    }

    ScrapeFailure(Reason reason, String what, Throwable cause) {
        super(shown(what), cause);
        this.reason = reason;
        this.advice = reason.advice;
    }

    /** @param advice what to do here, as a sentence; not what holds for the reason in general */
    ScrapeFailure(Reason reason, String what, String advice) {
        super(shown(what));
        this.reason = reason;
        this.advice = advice;
    }

    private static String shown(String what) {
        String cut = what.length() > LONGEST ? what.substring(0, LONGEST) + "…" : what;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    Reason reason() {
        return reason;
    }

    /** What to do, as a sentence. */
    String advice() {
        return advice;
    }

    /** What is wrong, as a clause. */
    String what() {
        return String.valueOf(getMessage());
    }
}
