package skerry.system.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import skerry.agent.ring.Outbox;
import skerry.protocol.BatchKey;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;

/** All batches that ever covered records, with how many, and those of hours, which cover none. */
final class Made {
    private final Map<BatchKey, RecordCounts> batches = new LinkedHashMap<>();

    /** Looks at what an outbox holds beyond an order; returns the order up to which it was looked at. */
    long look(Outbox outbox, long after) {
        long newest = outbox.newestOrder();
        for (Stream stream : new Stream[] {Stream.MINUTES, Stream.EVENTS, Stream.SUMMARIES}) {
            for (Outbox.Entry entry : outbox.pending(stream, after, Integer.MAX_VALUE)) {
                batches.put(entry.key(), entry.records());
            }
        }
        return newest;
    }

    Set<BatchKey> keys() {
        return batches.keySet();
    }

    RecordCounts records(Predicate<BatchKey> which) {
        RecordCounts sum = RecordCounts.NONE;
        for (var batch : batches.entrySet()) {
            if (which.test(batch.getKey())) {
                sum = sum.plus(batch.getValue());
            }
        }
        return sum;
    }
}
