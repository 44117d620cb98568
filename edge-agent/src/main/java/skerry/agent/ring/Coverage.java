package skerry.agent.ring;

import skerry.protocol.RecordCounts;

/** Which records the batches of a transaction cover. */
enum Coverage {
    /** Nothing is closed. */
    NOTHING,
    /** All events up to now. */
    EVENTS,
    /** Everything up to now. */
    ALL;

    RecordCounts of(RecordCounts records) {
        return switch (this) {
            case NOTHING -> RecordCounts.NONE;
            case EVENTS -> Counts.events(records);
            case ALL -> records;
        };
    }

    /** What is left open. */
    RecordCounts beyond(RecordCounts records) {
        return Counts.excess(records, of(records));
    }
}
