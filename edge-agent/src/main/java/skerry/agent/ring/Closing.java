package skerry.agent.ring;

import java.util.List;

/** What became of an attempt to store batches. */
public sealed interface Closing {
    /** They are durable and may be published. */
    record Stored(List<Outbox.Entry> batches) implements Closing {
        public Stored {
            batches = List.copyOf(batches);
        }
    }

    /**
     * The disk would not have them, and nothing has changed: the window stays open and takes in the next minute too.
     */
    record Postponed(RingStanding standing) implements Closing {}
}
