package skerry.simulator.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.EncodedPayload;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;

/**
 * What agents have lived through, oldest first: their payloads, which all agents of one kind share, so that each needs
 * only its own headers and signatures. Filled by one thread, then read by many.
 */
public final class Backlog {
    private static final Bytes BOOT = Bytes.of(new byte[16]);
    private static final int ERROR_MILLIS = 10;

    private final Dictionary dictionary;
    private final List<Bytes> names;
    private final List<Item> items = new ArrayList<>();
    private final Map<Stream, List<Item>> streams = new EnumMap<>(Stream.class);

    /** One batch, but for whose it is. */
    record Item(
            Stream stream,
            long seq,
            long order,
            Kind kind,
            EncodedPayload payload,
            List<Bytes> names,
            RecordCounts records,
            ClockSpan span) {}

    /**
     * Begins with the names of all that follows.
     *
     * @param begin of the first window, UTC epoch milliseconds
     */
    public Backlog(DictionaryChunk chunk, long begin) {
        dictionary = new Dictionary(List.of(chunk));
        names = List.of(DictionaryCodec.named(chunk).hash());
        add(Kind.DICTIONARY, DictionaryCodec.encode(chunk), List.of(), RecordCounts.NONE, begin, begin);
    }

    /** The next window. */
    public void add(Kind kind, Summary summary, RecordCounts records) {
        add(
                kind,
                SummaryCodec.encode(summary, dictionary),
                names,
                records,
                summary.window().startMillis(),
                summary.window().endMillis());
    }

    private void add(Kind kind, EncodedPayload payload, List<Bytes> refs, RecordCounts records, long from, long to) {
        var stream = streams.computeIfAbsent(kind.stream(), _ -> new ArrayList<>());
        var span = new ClockSpan(BOOT, 0, to - from, from, to, ClockQuality.NTP, ERROR_MILLIS);
        var item = new Item(kind.stream(), stream.size() + 1L, items.size() + 1L, kind, payload, refs, records, span);
        stream.add(item);
        items.add(item);
    }

    /** All batches. */
    public int size() {
        return items.size();
    }

    /** Those of a stream. */
    List<Item> of(Stream stream) {
        return streams.getOrDefault(stream, List.of());
    }

    /** How many of a stream are among the first so many of all. */
    int among(Stream stream, int first) {
        int low = 0;
        int high = of(stream).size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (of(stream).get(middle).order() <= first) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
