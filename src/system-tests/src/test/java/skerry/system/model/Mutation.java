package skerry.system.model;

import java.util.random.RandomGenerator;
import skerry.agent.ring.Outbox;
import skerry.agent.sync.Wire;
import skerry.hub.store.FleetStore;
import skerry.protocol.BatchKey;

/** How a part is made worse, at the seams between parts, to see that the model notices. */
interface Mutation {
    /** The protocol as it is. */
    Mutation NONE = new Mutation() {};

    /** Where the epochs of a process come from. */
    default RandomGenerator epochs(RandomGenerator honest) {
        return honest;
    }

    /** Whether what is written with the order to sync it outlives a power cut. */
    default boolean syncs() {
        return true;
    }

    default Wire wire(Wire honest) {
        return honest;
    }

    /** Called on a PUBACK for a batch. */
    default void published(BatchKey key, Outbox outbox) {}

    default FleetStore store(FleetStore honest) {
        return honest;
    }
}
