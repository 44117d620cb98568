package skerry.agent.budget;

import java.util.Optional;
import skerry.agent.ring.RingRoom;

/**
 * How long a node can stay out of reach of its hub.
 *
 * @param summaryDays until the first minute summary would be given up, which is counted as a loss
 * @param rawDays until raw detail of the time out of reach would begin to give way; no loss, but only summaries remain
 */
public record Autonomy(double summaryDays, double rawDays) {
    private static final double MINUTES_PER_DAY = 1440;

    /** By the ring's order of giving way: raw detail, batches that wait for nothing, then what waits. */
    static Optional<Autonomy> of(RingRoom room, Needs needs) {
        double batches = needs.waiting();
        if (batches <= 0) {
            return Optional.empty();
        }
        double openMinute = needs.raw() / MINUTES_PER_DAY;
        double all = Math.max(0, room.free() + room.raw() + room.done() - openMinute);
        double summaries = all / batches;
        double raw = (room.free() + room.raw()) / (batches + needs.raw());
        return Optional.of(new Autonomy(summaries, Math.min(raw, summaries)));
    }
}
