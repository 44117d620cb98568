package skerry.agent.ring;

import java.util.List;
import java.util.Optional;

/**
 * What was sent and stored by the day of the agent's own time, as it is written down. What the numbers mean is decided in
 * {@code skerry.agent.budget}.
 *
 * @param moment where own time stood; empty before it was first written
 */
public record Usage(Optional<Moment> moment, List<Amount> amounts) {
    public static final Usage NONE = new Usage(Optional.empty(), List.of());

    public Usage {
        amounts = List.copyOf(amounts);
    }

    /**
     * @param boot half of the kernel's boot id, to which {@code monoMillis} belongs
     * @param millis own time, UTC epoch milliseconds
     * @param told who said so: 0 this node's clock, 1 the hub in an earlier boot, 2 the hub in that boot
     */
    public record Moment(long boot, long monoMillis, long millis, int told) {}

    /**
     * @param epochDay days since 1970-01-01
     * @param kind 0 to 31
     */
    public record Amount(long epochDay, int kind, long amount) {}
}
