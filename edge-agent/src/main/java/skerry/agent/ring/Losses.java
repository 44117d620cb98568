package skerry.agent.ring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;

/** Losses outside any batch that the next commit will count; one entry per stream and cause. Owned by the ring's lock. */
final class Losses {
    private final Map<Kind, Gap> waiting = new LinkedHashMap<>();

    private record Kind(Stream stream, LossCause cause) {}

    /** Events are missing from stream {@code e}, samples and lines from {@code m}. */
    void add(RecordCounts records, LossCause cause, long fromMillis, long toMillis) {
        add(Stream.MINUTES, Counts.samplesAndLines(records), cause, fromMillis, toMillis);
        add(Stream.EVENTS, Counts.events(records), cause, fromMillis, toMillis);
    }

    private void add(Stream stream, RecordCounts records, LossCause cause, long from, long to) {
        if (records.total() > 0) {
            waiting.merge(
                    new Kind(stream, cause),
                    gap(stream, records, cause, from, to),
                    (a, b) -> gap(
                            stream,
                            a.records().plus(b.records()),
                            cause,
                            Math.min(a.fromMillis(), b.fromMillis()),
                            Math.max(a.toMillis(), b.toMillis())));
        }
    }

    /** A loss of records that were in no batch. */
    static Gap gap(Stream stream, RecordCounts records, LossCause cause, long from, long to) {
        return new Gap(0, stream, 0, 0, 0, records, from, to, cause);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    List<Gap> all() {
        return List.copyOf(waiting.values());
    }

    void clear() {
        waiting.clear();
    }
}
