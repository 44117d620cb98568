package skerry.hub.update;

import java.util.Optional;
import skerry.hub.store.Order;
import skerry.hub.store.UpgradeWord;

/**
 * What the hub knows of an agent when it is decided whether its upgrade is over. Times are UTC epoch milliseconds by the hub's
 * clock, 0 for never.
 *
 * @param enrolled whether it is in the registry and not retired
 * @param version it runs, by its own word; empty if it never said
 * @param linked whether it reaches the hub over a broker at all, and does not come by stick alone
 * @param connected whether it is in contact now
 * @param seen its last contact
 * @param well whether nothing is wrong with it
 * @param lost whether it has been silent for longer than its contract allows
 * @param told the last it said of any upgrade
 * @param order the command by which it was asked, with the answer
 */
public record AgentFacts(
        boolean enrolled,
        String version,
        boolean linked,
        boolean connected,
        long seen,
        boolean well,
        boolean lost,
        Optional<UpgradeWord> told,
        Optional<Order> order) {
    /** Of an agent that is not in the registry any more. */
    public static final AgentFacts GONE =
            new AgentFacts(false, "", false, false, 0, false, false, Optional.empty(), Optional.empty());

    /** Of one that was enrolled so lately that nobody has looked at it. */
    static AgentFacts unseen(Optional<UpgradeWord> told, Optional<Order> order) {
        return new AgentFacts(true, "", true, false, 0, false, false, told, order);
    }
}
