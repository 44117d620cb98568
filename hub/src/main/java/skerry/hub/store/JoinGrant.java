package skerry.hub.store;

import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/**
 * A join code as the hub keeps it: who may join by it, and until when.
 *
 * @param id as in the code
 * @param key what both sides authenticate with
 * @param site where its agents join
 * @param replaces the agent whose node a new machine continues
 * @param simulated whether its agents are made up by a demonstration
 * @param uses how many agents may join in all
 * @param used how many have
 * @param madeAt UTC epoch milliseconds, as is the end
 * @param madeBy who made it
 */
public record JoinGrant(
        Bytes id,
        Bytes key,
        String site,
        Optional<Uid> replaces,
        boolean simulated,
        int uses,
        int used,
        long madeAt,
        long endsAt,
        String madeBy) {
    public static final int MAX_USES = 10_000;

    /** @throws IllegalArgumentException naming what is wrong */
    public JoinGrant {
        if (uses < 1 || uses > MAX_USES) {
            throw new IllegalArgumentException("a join code serves 1 to " + MAX_USES + " agents, not " + uses);
        }
        if (replaces.isPresent() && uses != 1) {
            throw new IllegalArgumentException("a code for a replacement serves one agent, not " + uses);
        }
    }

    /** Whether another agent may join by it. */
    public boolean isOpen(long now) {
        return used < uses && now < endsAt;
    }
}
