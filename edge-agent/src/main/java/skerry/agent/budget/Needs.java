package skerry.agent.budget;

import java.util.Optional;

/**
 * What comes about, in bytes per day of running, as measured today and on the day before.
 *
 * @param link over the link beside batches: the present state, receipts, connections
 * @param events batches of events
 * @param outlines hour and day summaries, dictionaries and gaps
 * @param minutes minute summaries
 * @param raw raw detail stored, which never leaves
 */
public record Needs(double link, double events, double outlines, double minutes, double raw) {
    /** A shorter time says little: the first summaries of an hour come after an hour. */
    public static final long LEAST_MILLIS = 3_600_000;

    private static final double DAY = 86_400_000;

    /** Empty while there is not enough data. */
    static Optional<Needs> of(Tally tally, long ownMillis) {
        long from = ownMillis - (long) DAY;
        long running = tally.sum(Kind.RUNNING, from);
        if (running < LEAST_MILLIS) {
            return Optional.empty();
        }
        double perDay = DAY / running;
        long around = Math.max(0, tally.sum(Kind.WIRE, from) - tally.sum(Kind.BATCHES, from));
        return Optional.of(new Needs(
                around * perDay,
                tally.sum(Kind.EVENTS, from) * perDay,
                (tally.sum(Kind.OUTLINES, from) + tally.sum(Kind.OTHER, from)) * perDay,
                tally.sum(Kind.MINUTES, from) * perDay,
                tally.sum(Kind.RAW, from) * perDay));
    }

    /** Over the link while a step lasts; history is none of it. */
    double perDay(Step step) {
        return link + events + (step.sendsOutlines() ? outlines : 0) + (step.sendsMinutes() ? minutes : 0);
    }

    /** Of summaries and events that the ring must hold while the hub is out of reach. */
    public double waiting() {
        return events + outlines + minutes;
    }
}
