package skerry.hub.ingest;

import skerry.protocol.BatchKey;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.Ack;

/** What checking the bytes of a batch found. */
public sealed interface Checked {
    /** Made and signed by an agent that may send it. */
    record Sound(Batch batch) implements Checked {}

    /** Not to be taken, and worth an answer: header and topic name the same enrolled agent. */
    record Refused(BatchKey key, Ack.Reason reason, String why) implements Checked {}

    /** Nothing that anyone could be answered: no header, or one that names another than the topic. */
    record Foreign(Uid claimed, String why) implements Checked {}
}
