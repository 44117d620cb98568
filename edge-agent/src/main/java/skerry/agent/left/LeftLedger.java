package skerry.agent.left;

import skerry.protocol.BatchKey;

/** Takes note of all that is about to leave by a link, before it does. Thread-safe. */
public interface LeftLedger extends LeftMessages {
    /** A batch; the ring knows whether it has left by this road before. */
    void batch(LeftRoad road, BatchKey key, byte[] bytes);

    /** The present state of the node. */
    void live(LeftRoad road, byte[] bytes);
}
