package skerry.agent.budget;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the step whose forecast fits every limit. It goes down at once and up only with a margin to spare and some time
 * after the last change. Not thread-safe.
 */
final class Planner {
    /** Of what is still needed in a period: below the first it steps down, above the second it may step up. */
    private static final double MARGIN = 0.05;

    private static final double MARGIN_UP = 0.15;

    private static final long REST_MILLIS = Duration.ofMinutes(15).toMillis();
    private static final double DAY = 86_400_000;

    /** Of a live message with what a link needs around it. */
    private static final double LIVE_BYTES = 1024;

    /** Of what is left, kept for live messages where nothing else but events is sent. */
    private static final double LIVE_SHARE = 0.5;

    private Step step = Step.FULL;
    private long changedAt = Long.MIN_VALUE;

    /** A limit and what has been spent of it. */
    record Limit(Period period, long bytes, long spent) {
        double left() {
            return Math.max(0, bytes - spent);
        }
    }

    Plan plan(List<Limit> limits, Optional<Needs> needs, long ownMillis) {
        if (limits.isEmpty()) {
            return Plan.UNLIMITED;
        }
        Step fits = affordable(limits, needs, ownMillis, MARGIN);
        boolean begins = changedAt == Long.MIN_VALUE;
        if (fits.compareTo(step) > 0 || begins) {
            change(fits, ownMillis);
        } else if (fits.compareTo(step) < 0 && ownMillis - changedAt >= REST_MILLIS) {
            Step up = affordable(limits, needs, ownMillis, MARGIN_UP);
            if (up.compareTo(step) < 0) {
                change(up, ownMillis);
            }
        }
        return new Plan(step, reason(limits, needs, ownMillis), liveEvery(limits, ownMillis));
    }

    private void change(Step to, long ownMillis) {
        step = to;
        changedAt = ownMillis;
    }

    private static Step affordable(List<Limit> limits, Optional<Needs> needs, long ownMillis, double margin) {
        Step all = Step.FULL;
        for (Limit limit : limits) {
            Step one = affordable(limit, needs, ownMillis, margin);
            all = one.compareTo(all) > 0 ? one : all;
        }
        return all;
    }

    private static Step affordable(Limit limit, Optional<Needs> needs, long ownMillis, double margin) {
        if (limit.left() == 0) {
            return Step.PRESENT;
        }
        if (needs.isEmpty()) {
            return Step.NEW_DATA;
        }
        double days = Math.max(0, limit.period.toMillis() - ownMillis) / DAY;
        if ((1 + margin) * needs.get().perDay(Step.NEW_DATA) * days < limit.left()) {
            return Step.FULL;
        }
        double less = margin - MARGIN; // What is needed is sent to the last byte; only history leaves a margin.
        for (Step candidate : List.of(Step.NEW_DATA, Step.OUTLINES)) {
            if ((1 + less) * needs.get().perDay(candidate) * days <= limit.left()) {
                return candidate;
            }
        }
        return Step.PRESENT;
    }

    private Duration liveEvery(List<Limit> limits, long ownMillis) {
        if (step != Step.PRESENT) {
            return Plan.LIVE_USUAL;
        }
        double seconds = Plan.LIVE_USUAL.toSeconds();
        for (Limit limit : limits) {
            double span = Math.max(0, limit.period.toMillis() - ownMillis) / 1000.0;
            double count = LIVE_SHARE * limit.left() / LIVE_BYTES;
            seconds = Math.max(seconds, count < 1 ? (double) Plan.LIVE_MOST.toSeconds() : span / count);
        }
        return Duration.ofSeconds((long) Math.min(seconds, (double) Plan.LIVE_MOST.toSeconds()));
    }

    private String reason(List<Limit> limits, Optional<Needs> needs, long ownMillis) {
        if (step == Step.FULL) {
            return "";
        }
        Limit tight = limits.stream()
                .max((a, b) -> Double.compare(strain(a, needs, ownMillis), strain(b, needs, ownMillis)))
                .orElseThrow();
        String spent = String.format(
                Locale.ROOT,
                "%s of %s of this %s are used",
                megabytes((double) tight.spent),
                megabytes((double) tight.bytes),
                tight.period.word());
        String expected = needs.isEmpty()
                ? ", and an hour is needed to know what comes"
                : ", and new data alone would make it " + megabytes(expected(tight, needs.get(), ownMillis));
        return spent + (tight.left() == 0 ? "" : expected) + ": " + step.sentence();
    }

    private static double strain(Limit limit, Optional<Needs> needs, long ownMillis) {
        double expected = needs.isEmpty() ? (double) limit.spent : expected(limit, needs.get(), ownMillis);
        return expected / (double) limit.bytes;
    }

    private static double expected(Limit limit, Needs needs, long ownMillis) {
        return limit.spent + needs.perDay(Step.NEW_DATA) * Math.max(0, limit.period.toMillis() - ownMillis) / DAY;
    }

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
