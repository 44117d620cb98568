package skerry.agent.budget;

import java.time.Duration;
import java.util.Optional;

/**
 * What comes about, in bytes per day of running, as measured today and on the day before.
 *
 * @param liveBytes of one live message, with its share of all else that a link needs beside batches: over a month
 * @param events batches of events
 * @param outlines hour and day summaries, dictionaries and gaps
 * @param minutes minute summaries
 * @param raw raw detail stored, which never leaves
 */
public record Needs(double liveBytes, double events, double outlines, double minutes, double raw) {
    /** A shorter time says little: the first summaries of an hour come after an hour. */
    public static final long LEAST_MILLIS = 3_600_000;

    /** Live messages before their price is known, and what is reckoned until then. */
    private static final long LEAST_LIVES = 240;

    private static final double USUAL_LIVE_BYTES = 512;

    /** No live message is shorter with its topic, its properties and a TLS record. */
    private static final double LEAST_LIVE_BYTES = 256;

    private static final double DAY = 86_400_000;
    private static final long MONTH = 30L * 86_400_000;

    /** Empty while there is not enough data. */
    static Optional<Needs> of(Tally tally, long ownMillis) {
        long from = ownMillis - (long) DAY;
        long running = tally.sum(Kind.RUNNING, from);
        if (running < LEAST_MILLIS) {
            return Optional.empty();
        }
        double perDay = DAY / running;
        return Optional.of(new Needs(
                liveBytes(tally, ownMillis - MONTH),
                tally.sum(Kind.EVENTS, from) * perDay,
                (tally.sum(Kind.OUTLINES, from) + tally.sum(Kind.OTHER, from)) * perDay,
                tally.sum(Kind.MINUTES, from) * perDay,
                tally.sum(Kind.RAW, from) * perDay));
    }

    /** Of a month, because there may have been no link for days. */
    private static double liveBytes(Tally tally, long from) {
        long lives = tally.sum(Kind.LIVES, from);
        long around = Math.max(0, tally.sum(Kind.WIRE, from) - tally.sum(Kind.BATCHES, from));
        return lives < LEAST_LIVES ? USUAL_LIVE_BYTES : Math.max(LEAST_LIVE_BYTES, (double) around / lives);
    }

    /** Over the link while a step lasts, with the present state as seldom as that step allows; history is none of it. */
    public double perDay(Step step) {
        return live(step.sendsMinutes() ? Plan.LIVE_USUAL : Plan.LIVE_MOST) + batches(step);
    }

    /** Over the link in what is left of a period, while a step lasts: a link that is shut costs nothing. */
    double over(Step step, Ahead ahead) {
        return batches(step) * ahead.days()
                + live(step.sendsMinutes() ? Plan.LIVE_USUAL : Plan.LIVE_MOST) * ahead.openDays();
    }

    /** Of batches alone. */
    double batches(Step step) {
        return events + (step.sendsOutlines() ? outlines : 0) + (step.sendsMinutes() ? minutes : 0);
    }

    private double live(Duration every) {
        return liveBytes * DAY / every.toMillis();
    }

    /** Of summaries and events that the ring must hold while the hub is out of reach. */
    public double waiting() {
        return events + outlines + minutes;
    }
}
