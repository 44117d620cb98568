package skerry.agent.sync;

import java.util.HashMap;
import java.util.Map;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;

/** Sequence numbers of several epochs and streams. Not thread-safe. */
public final class EpochSpans {
    private final Map<Row, SeqSpans> rows = new HashMap<>();

    private record Row(long epoch, Stream stream) {}

    public void add(long epoch, Stream stream, SeqRange range) {
        rows.computeIfAbsent(new Row(epoch, stream), _ -> new SeqSpans()).add(range);
    }

    public boolean contains(long epoch, Stream stream, long seq) {
        var spans = rows.get(new Row(epoch, stream));
        return spans != null && spans.contains(seq);
    }

    void put(long epoch, Stream stream, SeqSpans spans) {
        rows.put(new Row(epoch, stream), spans);
    }

    boolean knows(long epoch, Stream stream) {
        return rows.containsKey(new Row(epoch, stream));
    }
}
