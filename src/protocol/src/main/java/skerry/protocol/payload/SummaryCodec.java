package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;

/** Summaries of windows as payloads of the streams {@code m} and {@code s}. Thread-safe. */
public final class SummaryCodec {
    /** Chunk ids, for ever. 7 is kept for histograms. */
    static final int WINDOW = 1;

    static final int GAUGES = 2;
    static final int COUNTERS = 3;
    static final int PATTERNS = 4;
    static final int EXAMPLES = 5;
    static final int SKETCHES = 6;

    private SummaryCodec() {}

    /**
     * Compresses a summary. Entries come back in the dictionary's order.
     *
     * @param dictionary of the chunks that the batch will name, in that order
     * @throws IllegalArgumentException if the dictionary lacks an entry, an entry comes twice, or the whole does not fit
     *     into a batch
     */
    public static EncodedPayload encode(Summary summary, Dictionary dictionary) {
        return encode(summary, dictionary, Encoding.DEFLATE);
    }

    /** The same, compressed or not. */
    public static EncodedPayload encode(Summary summary, Dictionary dictionary, Encoding enc) {
        return chunks(summary, dictionary).encode(enc);
    }

    private static Chunks chunks(Summary summary, Dictionary dictionary) {
        var window = new CborWriter(16).array(2);
        window.integer(summary.window().startMillis()).unsigned(summary.window().lengthMillis());
        var chunks = new Chunks().add(WINDOW, window);
        if (!summary.gauges().isEmpty()) {
            var gauges = new GaugeColumns(summary.gauges().size());
            placed(summary.gauges(), gauge -> dictionary.positionOf(gauge.series()))
                    .forEach(one -> gauges.add(one.position, one.entry));
            chunks.add(GAUGES, gauges.chunk());
        }
        if (!summary.counters().isEmpty()) {
            var counters = new CounterColumns(summary.counters().size());
            placed(summary.counters(), counter -> dictionary.positionOf(counter.series()))
                    .forEach(one -> counters.add(one.position, one.entry));
            chunks.add(COUNTERS, counters.chunk());
        }
        if (!summary.patterns().isEmpty()) {
            var patterns = new PatternColumns();
            placed(summary.patterns(), pattern -> dictionary.positionOfPattern(pattern.patternId()))
                    .forEach(one -> patterns.add(one.position, one.entry));
            chunks.add(PATTERNS, patterns.countsChunk());
            if (patterns.hasExamples()) {
                chunks.add(EXAMPLES, patterns.examplesChunk());
            }
        }
        if (!summary.sketches().isEmpty()) {
            var sketches = new SketchColumns();
            placed(summary.sketches(), one -> dictionary.positionOf(one.series()))
                    .forEach(one -> sketches.add(one.position, one.entry.sketch()));
            chunks.add(SKETCHES, sketches.chunk());
        }
        return chunks;
    }

    /**
     * Decodes all of a summary; {@link SummaryReader} decodes parts.
     *
     * @throws ProtocolException if the payload is malformed, of a later version, or names what the dictionary lacks
     */
    public static Summary decode(BatchHeader header, Bytes payload, Dictionary dictionary) throws ProtocolException {
        var reader = SummaryReader.open(header, payload);
        return new Summary(
                reader.window(),
                reader.gauges(dictionary),
                reader.counters(dictionary),
                reader.patterns(dictionary),
                reader.sketches(dictionary));
    }

    private record Placed<T>(int position, T entry) {}

    private interface Placing<T> {
        OptionalInt position(T entry);
    }

    private static <T> List<Placed<T>> placed(List<T> entries, Placing<T> placing) {
        var placed = new ArrayList<Placed<T>>(entries.size());
        for (T entry : entries) {
            int position = placing.position(entry)
                    .orElseThrow(() -> new IllegalArgumentException("no dictionary chunk has an entry for " + entry));
            placed.add(new Placed<>(position, entry));
        }
        placed.sort(Comparator.comparingInt(Placed::position));
        for (int i = 1; i < placed.size(); i++) {
            if (placed.get(i).position == placed.get(i - 1).position) {
                throw new IllegalArgumentException("a summary has two entries for " + placed.get(i).entry);
            }
        }
        return placed;
    }
}
