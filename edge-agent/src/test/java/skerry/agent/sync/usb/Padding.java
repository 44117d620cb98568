package skerry.agent.sync.usb;

import java.util.List;
import skerry.agent.ring.BatchDraft;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

/** Batches that fill a ring. */
final class Padding {
    private static final int BYTES = 100_000;

    private Padding() {}

    static BatchDraft minute(long at) {
        return new BatchDraft(Stream.SUMMARIES, RecordCounts.NONE, at, at, List.of(), (_, _) -> new byte[BYTES]);
    }
}
