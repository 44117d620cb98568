package skerry.agent.budget;

import java.util.Optional;
import skerry.agent.ring.RingRoom;
import skerry.protocol.control.Autonomy;

/** How long a node can stay out of reach of its hub, by its ring's order of giving way and what really comes about. */
final class AutonomyClock {
    private static final double MINUTES_PER_DAY = 1440;

    private AutonomyClock() {}

    /** Raw detail gives way first, then batches that wait for nothing, then what waits: that is the loss. */
    static Optional<Autonomy> read(RingRoom room, Needs needs) {
        double batches = needs.waiting();
        if (batches <= 0) {
            return Optional.empty();
        }
        double openMinute = needs.raw() / MINUTES_PER_DAY;
        double all = Math.max(0, room.free() + room.raw() + room.done() - openMinute);
        long summaries = minutes(all / batches);
        long raw = minutes((room.free() + room.raw()) / (batches + needs.raw()));
        return Optional.of(new Autonomy(summaries, Math.min(raw, summaries)));
    }

    private static long minutes(double days) {
        return Math.min(Autonomy.MOST_MINUTES, (long) (days * MINUTES_PER_DAY));
    }
}
