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
    /** Of what is still needed in a period, that history leaves to new data. */
    private static final double HISTORY_LEAVES = 0.10;

    /** Of the limit, that history leaves to new data: near its end a period needs little, and that little varies. */
    private static final double HISTORY_LEAVES_OF_LIMIT = 0.01;

    /** What may leave between two plans. */
    private static final double HISTORY_LEAVES_BYTES = 64 << 10;

    /** Of what is still needed, that must be there on top before a step up. */
    private static final double MARGIN_UP = 0.10;

    /** Between a change and the next step up. */
    static final long REST_MILLIS = Duration.ofMinutes(15).toMillis();

    /** Of what a slower pulse leaves, that is spent on it. */
    private static final double LIVE_SHARE = 0.9;

    private Step step = Step.FULL;
    private long changedAt = Long.MIN_VALUE;

    /** A limit and what has been spent of it. */
    record Limit(Period period, long bytes, long spent, Ahead ahead) {
        double left() {
            return Math.max(0, bytes - spent);
        }
    }

    /** @param monoMillis for the rest between changes: own time may be set back by years when it is first dated */
    Plan plan(List<Limit> limits, Optional<Needs> needs, long monoMillis) {
        if (limits.isEmpty()) {
            return Plan.UNLIMITED;
        }
        Step fits = affordable(limits, needs, 0);
        boolean begins = changedAt == Long.MIN_VALUE;
        if (fits.compareTo(step) > 0 || begins) {
            change(fits, monoMillis);
        } else if (fits.compareTo(step) < 0 && monoMillis - changedAt >= REST_MILLIS) {
            Step up = affordable(limits, needs, MARGIN_UP);
            if (up.compareTo(step) < 0) {
                change(up, monoMillis);
            }
        }
        return new Plan(step, reason(limits, needs), liveEvery(limits, needs));
    }

    /** It is another time than was thought: no rest holds the next plan back. */
    void restart() {
        changedAt = Long.MIN_VALUE;
    }

    private void change(Step to, long monoMillis) {
        step = to;
        changedAt = monoMillis;
    }

    private static Step affordable(List<Limit> limits, Optional<Needs> needs, double margin) {
        Step all = Step.FULL;
        for (Limit limit : limits) {
            Step one = affordable(limit, needs, margin);
            all = one.compareTo(all) > 0 ? one : all;
        }
        return all;
    }

    private static Step affordable(Limit limit, Optional<Needs> needs, double margin) {
        if (limit.left() == 0) {
            return Step.PRESENT;
        }
        if (needs.isEmpty()) {
            return Step.NEW_DATA;
        }
        double left = limit.left() - HISTORY_LEAVES_OF_LIMIT * limit.bytes() - HISTORY_LEAVES_BYTES;
        if ((1 + HISTORY_LEAVES + margin) * needs.get().over(Step.NEW_DATA, limit.ahead) < left) {
            return Step.FULL;
        }
        for (Step candidate : List.of(Step.NEW_DATA, Step.OUTLINES)) {
            if ((1 + margin) * needs.get().over(candidate, limit.ahead) <= limit.left()) {
                return candidate;
            }
        }
        return Step.PRESENT;
    }

    /** As often as what the batches of this step leave allows. */
    private Duration liveEvery(List<Limit> limits, Optional<Needs> needs) {
        if (step.sendsMinutes()) {
            return Plan.LIVE_USUAL;
        }
        if (needs.isEmpty()) {
            return Plan.LIVE_MOST;
        }
        double millis = Plan.LIVE_USUAL.toMillis();
        for (Limit limit : limits) {
            double batches = needs.get().batches(step) * limit.ahead.days();
            double count = LIVE_SHARE * (limit.left() - batches) / needs.get().liveBytes();
            millis =
                    Math.max(millis, count < 1 ? (double) Plan.LIVE_MOST.toMillis() : limit.ahead.openMillis() / count);
        }
        return Duration.ofMillis((long) Math.min(millis, (double) Plan.LIVE_MOST.toMillis()));
    }

    private String reason(List<Limit> limits, Optional<Needs> needs) {
        if (step == Step.FULL) {
            return "";
        }
        Limit tight = limits.stream()
                .max((a, b) -> Double.compare(strain(a, needs), strain(b, needs)))
                .orElseThrow();
        String spent = String.format(
                Locale.ROOT,
                "%s of %s of this %s are used",
                megabytes((double) tight.spent),
                megabytes((double) tight.bytes),
                tight.period.word());
        String expected = needs.isEmpty()
                ? ", and an hour is needed to know what comes"
                : ", and new data alone would make it " + megabytes(expected(tight, needs.get()));
        return spent + (tight.left() == 0 ? "" : expected) + ": " + step.sentence();
    }

    private static double strain(Limit limit, Optional<Needs> needs) {
        double expected = needs.isEmpty() ? (double) limit.spent : expected(limit, needs.get());
        return expected / (double) limit.bytes;
    }

    private static double expected(Limit limit, Needs needs) {
        return limit.spent + needs.over(Step.NEW_DATA, limit.ahead);
    }

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
