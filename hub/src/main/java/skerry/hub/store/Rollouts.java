package skerry.hub.store;

import java.util.List;
import java.util.Optional;

/** Rollouts and what became of each agent in them. Durable when a call returns; thread-safe. */
public interface Rollouts {
    /**
     * Adds one, unless another is open.
     *
     * @param rollout its number is given here
     * @throws StoreException if one is open
     */
    Rollout add(Rollout rollout, List<RolloutMember> members);

    /** Takes note of how a rollout stands, and of those of its members that changed. */
    void put(Rollout rollout, List<RolloutMember> changed);

    Optional<Rollout> find(long no);

    /** The one that may still ask somebody. */
    Optional<Rollout> open();

    /** The newest first. */
    List<Rollout> newest(int limit);

    /** All of a rollout, by wave. */
    List<RolloutMember> members(long no);
}
