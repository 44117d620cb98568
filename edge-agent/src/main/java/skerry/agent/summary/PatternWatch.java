package skerry.agent.summary;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/**
 * Notices patterns that this agent has never seen before, and minutes with far more lines of a pattern than is usual for it,
 * and tells of both by events. These name a pattern by its id and hold no text of a log.
 *
 * <p>In the first hour of a new agent all is new, and nothing is told. A burst begins above four times the mean, the mean and
 * eight deviations, one and a half times the peak of the last days and the fewest lines that count, whichever is most; for
 * warnings and worse three times the mean and a third of the fewest lines do. It ends after three minutes below half of
 * that. Owned by one thread.
 */
final class PatternWatch {
    static final String NEW = "pattern.new";
    static final String BURST = "pattern.spike";

    /** Before that an agent does not know what is usual, neither of its logs nor of a pattern. */
    private static final int ACQUAINTED_MINUTES = 60;

    private static final int MOST_BURSTS = 64;
    private static final double TIMES_MEAN = 4;
    private static final double TIMES_MEAN_GRAVE = 3;
    private static final double DEVIATIONS = 8;
    private static final double TIMES_PEAK = 1.5;
    private static final int GRAVE_SHARE = 3;

    private final KnownPatterns known;
    private final int burstLines;
    private final boolean tells;
    private final HourlyShare newPatterns;
    private final HourlyShare bursts;
    private final List<Burst> bursting = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();

    private record Told(String type, Severity severity, String text, Map<String, String> said) {}

    PatternWatch(KnownPatterns known, PatternSettings settings) {
        this.known = known;
        this.burstLines = settings.burstLines();
        this.tells = settings.eventsPerHour() > 0;
        this.newPatterns = new HourlyShare(settings.eventsPerHour());
        this.bursts = new HourlyShare(settings.eventsPerHour());
    }

    /**
     * Takes in a minute.
     *
     * @param minute of the agent's own count, which starts with its first
     */
    void minute(long minute, List<PatternCount> counts) {
        boolean acquainted = tells && minute > ACQUAINTED_MINUTES;
        tellLeft(NEW, newPatterns.leftBefore(minute), "log patterns not seen before");
        tellLeft(BURST, bursts.leftBefore(minute), "bursts of log patterns");
        for (PatternCount count : counts) {
            KnownPattern pattern = known.find(count.pattern().id());
            if (pattern != null) {
                minute(minute, count, pattern, acquainted);
            }
        }
        endBursts(minute);
    }

    private void minute(long minute, PatternCount count, KnownPattern pattern, boolean acquainted) {
        LineHistory history = pattern.history;
        long lines = count.summary().total();
        Severity severity = gravest(count);
        boolean first = history.lastMinute() < 0;
        history.quiet(minute - 1);
        double limit = limit(history, severity);
        boolean usualKnown = history.minutes() >= ACQUAINTED_MINUTES;
        Burst burst = pattern.burst();
        if (first && acquainted && !count.pattern().equals(TemplateMiner.ANYTHING)) {
            tellNew(count, severity, lines);
        } else if (acquainted && usualKnown && burst == null && lines > limit) {
            burst = begin(minute, count, pattern, severity, lines, limit);
        }
        if (burst != null) {
            burst.minute(minute, lines);
        }
        history.minute(minute, lines, usualKnown ? limit : Double.MAX_VALUE);
    }

    private double limit(LineHistory history, Severity severity) {
        boolean grave = severity.compareTo(Severity.WARNING) >= 0;
        double least = grave ? (double) burstLines / GRAVE_SHARE : burstLines;
        double times = history.mean() * (grave ? TIMES_MEAN_GRAVE : TIMES_MEAN);
        // Lines that come by themselves vary by the root of their number at least, however calm it was of late.
        double noise = Math.max(history.deviation(), Math.sqrt(history.mean()));
        double far = history.mean() + DEVIATIONS * noise;
        return Math.max(Math.max(least, times), Math.max(far, TIMES_PEAK * history.peak()));
    }

    private @Nullable Burst begin(
            long minute, PatternCount count, KnownPattern pattern, Severity severity, long lines, double limit) {
        if (bursting.size() >= MOST_BURSTS || !bursts.take()) {
            return null;
        }
        var burst = new Burst(pattern, count.source(), minute, limit / 2);
        pattern.burst(burst);
        bursting.add(burst);
        tell(
                BURST,
                severity,
                "burst of a log pattern: " + lines + " lines in a minute, usual are "
                        + Math.round(pattern.history.mean()),
                said(pattern.id, burst.source, "state", "begin", "lines", Long.toString(lines)));
        return burst;
    }

    private void endBursts(long minute) {
        Iterator<Burst> all = bursting.iterator();
        while (all.hasNext()) {
            Burst burst = all.next();
            if (burst.isOver(minute)) {
                all.remove();
                burst.pattern.burst(null);
                var said = said(burst.pattern.id, burst.source, "state", "end", "lines", Long.toString(burst.total()));
                said.put("minutes", Long.toString(burst.minutes()));
                tell(
                        BURST,
                        Severity.INFO,
                        burst.isUsual(minute)
                                ? "a burst of a log pattern goes on and is usual from now: " + burst.total()
                                        + " lines in " + burst.minutes() + " minutes"
                                : "a burst of a log pattern is over: " + burst.total() + " lines in " + burst.minutes()
                                        + (burst.minutes() == 1 ? " minute" : " minutes"),
                        said);
            }
        }
    }

    private void tellNew(PatternCount count, Severity severity, long lines) {
        if (newPatterns.take()) {
            tell(
                    NEW,
                    severity,
                    "a log pattern not seen before: " + lines + (lines == 1 ? " line" : " lines"),
                    said(count.pattern().id(), count.source(), "lines", Long.toString(lines)));
        }
    }

    private void tellLeft(String type, int left, String what) {
        if (left > 0) {
            var said = new TreeMap<String, String>();
            said.put("count", Integer.toString(left));
            tell(type, Severity.INFO, left + " more " + what + " in the hour before", said);
        }
    }

    private static Map<String, String> said(long pattern, String source, String... more) {
        var said = new TreeMap<String, String>();
        said.put("pattern", HexFormat.of().toHexDigits(pattern));
        said.put("source", source);
        for (int i = 0; i < more.length; i += 2) {
            said.put(more[i], more[i + 1]);
        }
        return said;
    }

    private void tell(String type, Severity severity, String text, Map<String, String> said) {
        told.add(new Told(type, severity, text, said));
    }

    private static Severity gravest(PatternCount count) {
        Severity gravest = Severity.UNKNOWN;
        for (Severity severity : count.summary().counts().keySet()) {
            gravest = severity.compareTo(gravest) > 0 ? severity : gravest;
        }
        return gravest;
    }

    /** What was told since this was asked last. */
    List<Event> take(long wallMillis, long monoMillis) {
        var events = new ArrayList<Event>(told.size());
        for (Told one : told) {
            events.add(new Event(one.type(), one.severity(), wallMillis, monoMillis, one.text(), one.said()));
        }
        told.clear();
        return events;
    }
}
