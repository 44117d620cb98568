package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.sketch.Sketch;

/**
 * Reads what is asked for of a summary and inflates only that. Immutable and thread-safe; each call decodes anew.
 */
public final class SummaryReader {
    private final ChunkDirectory chunks;
    private final Window window;

    private SummaryReader(ChunkDirectory chunks, Window window) {
        this.chunks = chunks;
        this.window = window;
    }

    /** @throws ProtocolException if this is no summary, or its directory or window is malformed */
    public static SummaryReader open(BatchHeader header, Bytes payload) throws ProtocolException {
        if (header.kind() != Kind.MINUTE && header.kind() != Kind.HOUR && header.kind() != Kind.DAY) {
            throw new ProtocolException(Reason.SCHEMA, "A batch of kind " + header.kind() + " is not a summary.");
        }
        var chunks = ChunkDirectory.open(header, payload);
        byte[] window = chunks.chunk(SummaryCodec.WINDOW)
                .orElseThrow(() -> new ProtocolException(Reason.SCHEMA, "A summary does not say what its window is."));
        return new SummaryReader(
                chunks, CborReader.message("a summary's window", window, 0, window.length, SummaryReader::window));
    }

    public Window window() {
        return window;
    }

    /** Takes gauges without an object each. */
    @FunctionalInterface
    public interface GaugeVisitor {
        /** @param position in the dictionary */
        void gauge(int position, int count, double min, double max, double sum, double last) throws ProtocolException;
    }

    /** Takes counters without an object each. */
    @FunctionalInterface
    public interface CounterVisitor {
        /** @param position in the dictionary */
        void counter(int position, int count, double first, double last, int resets, double increase, double peakRate)
                throws ProtocolException;
    }

    /** Takes sketches by their place. */
    @FunctionalInterface
    public interface SketchVisitor {
        /** @param position in the dictionary */
        void sketch(int position, Sketch sketch) throws ProtocolException;
    }

    /** Visits all gauges, positions ascending. */
    public void visitGauges(GaugeVisitor visitor) throws ProtocolException {
        var chunk = chunks.chunk(SummaryCodec.GAUGES);
        if (chunk.isPresent()) {
            GaugeColumns.read(chunk.get(), visitor);
        }
    }

    /** Visits all counters, positions ascending. */
    public void visitCounters(CounterVisitor visitor) throws ProtocolException {
        var chunk = chunks.chunk(SummaryCodec.COUNTERS);
        if (chunk.isPresent()) {
            CounterColumns.read(chunk.get(), visitor);
        }
    }

    /** All gauges, in the dictionary's order. */
    public List<GaugeSummary> gauges(Dictionary dictionary) throws ProtocolException {
        return gauges(dictionary, Optional.empty());
    }

    /** The gauges at the positions that are set in {@code wanted}, in the dictionary's order. */
    public List<GaugeSummary> gauges(Dictionary dictionary, BitSet wanted) throws ProtocolException {
        return gauges(dictionary, Optional.of(wanted));
    }

    /** All counters, in the dictionary's order. */
    public List<CounterSummary> counters(Dictionary dictionary) throws ProtocolException {
        return counters(dictionary, Optional.empty());
    }

    /** The counters at the positions that are set in {@code wanted}, in the dictionary's order. */
    public List<CounterSummary> counters(Dictionary dictionary, BitSet wanted) throws ProtocolException {
        return counters(dictionary, Optional.of(wanted));
    }

    /** All sketches, in the dictionary's order. */
    public List<SketchSummary> sketches(Dictionary dictionary) throws ProtocolException {
        var chunk = chunks.chunk(SummaryCodec.SKETCHES);
        if (chunk.isEmpty()) {
            return List.of();
        }
        var sketches = new ArrayList<SketchSummary>();
        SketchColumns.read(
                chunk.get(),
                (position, sketch) -> sketches.add(new SketchSummary(dictionary.series(position), sketch)));
        return sketches;
    }

    /** All patterns with their examples, in the dictionary's order. */
    public List<PatternSummary> patterns(Dictionary dictionary) throws ProtocolException {
        var examples = chunks.chunk(SummaryCodec.EXAMPLES);
        return patterns(dictionary, examples.isPresent() ? PatternColumns.readExamples(examples.get()) : List.of());
    }

    /** All patterns without examples, which are not even inflated. */
    public List<PatternSummary> patternCounts(Dictionary dictionary) throws ProtocolException {
        return patterns(dictionary, List.of());
    }

    /** How many patterns are counted in it. */
    public int patternCount() throws ProtocolException {
        var chunk = chunks.chunk(SummaryCodec.PATTERNS);
        return chunk.isEmpty() ? 0 : PatternColumns.readCounts(chunk.get()).size();
    }

    /** The examples of log lines, of all patterns. */
    public List<String> examples() throws ProtocolException {
        var texts = new ArrayList<String>();
        var chunk = chunks.chunk(SummaryCodec.EXAMPLES);
        if (chunk.isPresent()) {
            for (var examples : PatternColumns.readExamples(chunk.get())) {
                for (String text : List.of(examples.first(), examples.last())) {
                    if (!text.isEmpty()) {
                        texts.add(text);
                    }
                }
            }
        }
        return texts;
    }

    /** What the counts of patterns take of the payload as it travels, bytes. */
    public int patternBytes() {
        return chunks.storedBytes(SummaryCodec.PATTERNS);
    }

    /** What the examples of log lines take of the payload as it travels, bytes. */
    public int exampleBytes() {
        return chunks.storedBytes(SummaryCodec.EXAMPLES);
    }

    private List<GaugeSummary> gauges(Dictionary dictionary, Optional<BitSet> wanted) throws ProtocolException {
        var gauges = new ArrayList<GaugeSummary>();
        visitGauges((position, count, min, max, sum, last) -> {
            if (isWanted(wanted, position)) {
                gauges.add(new GaugeSummary(dictionary.series(position), count, min, max, sum, last));
            }
        });
        return gauges;
    }

    private List<CounterSummary> counters(Dictionary dictionary, Optional<BitSet> wanted) throws ProtocolException {
        var counters = new ArrayList<CounterSummary>();
        visitCounters((position, count, first, last, resets, increase, peakRate) -> {
            if (isWanted(wanted, position)) {
                counters.add(new CounterSummary(
                        dictionary.series(position), count, first, last, resets, increase, peakRate));
            }
        });
        return counters;
    }

    private List<PatternSummary> patterns(Dictionary dictionary, List<PatternColumns.Examples> examples)
            throws ProtocolException {
        var chunk = chunks.chunk(SummaryCodec.PATTERNS);
        if (chunk.isEmpty()) {
            return List.of();
        }
        var patterns = new ArrayList<PatternSummary>();
        Iterator<PatternColumns.Examples> rest = examples.iterator();
        var next = rest.hasNext() ? rest.next() : PatternColumns.Examples.NONE;
        try {
            for (var counted : PatternColumns.readCounts(chunk.get())) {
                var own = PatternColumns.Examples.NONE;
                if (next.row() == patterns.size()) {
                    own = next;
                    next = rest.hasNext() ? rest.next() : PatternColumns.Examples.NONE;
                }
                long id = dictionary.pattern(counted.position()).patternId();
                patterns.add(new PatternSummary(id, counted.counts(), own.first(), own.last()));
            }
        } catch (IllegalArgumentException e) {
            throw ProtocolException.outOfRange("a summary's pattern", e);
        }
        return patterns;
    }

    private static boolean isWanted(Optional<BitSet> wanted, int position) {
        return wanted.isEmpty() || wanted.get().get(position);
    }

    private static Window window(CborReader in) throws ProtocolException {
        int more = in.tuple(2);
        var window = new Window(in.integer(), in.natural());
        in.skip(more);
        return window;
    }
}
