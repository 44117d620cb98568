package skerry.protocol.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;

/**
 * Log patterns of a window: counts in one chunk, examples in another, since most readers want the counts only.
 *
 * <pre>
 * counts    1  position     steps beyond the next position
 *           2  severities   one bit per severity's code, where there are lines
 *           3  count        lines, one for each bit, lowest first
 * examples  1  row          of the counts, steps beyond the next row
 *           2  length       of the first and the last example in UTF-8; 0 for none
 *           3  text         all of them, joined
 * </pre>
 */
final class PatternColumns {
    private static final int MAX_EXAMPLE_BYTES = 3 * Limits.MAX_EXAMPLE_CHARS;

    private final ColumnWriter steps = new ColumnWriter(64);
    private final PositionColumn.Writer positions = new PositionColumn.Writer(steps);
    private final ColumnWriter severities = new ColumnWriter(64);
    private final ColumnWriter counts = new ColumnWriter(128);
    private final ColumnWriter exampleSteps = new ColumnWriter(16);
    private final PositionColumn.Writer exampleRows = new PositionColumn.Writer(exampleSteps);
    private final ColumnWriter exampleLengths = new ColumnWriter(16);
    private final ColumnWriter exampleTexts = new ColumnWriter(512);
    private int rows;
    private int examples;

    /** Adds a pattern; positions ascend. */
    void add(int position, PatternSummary pattern) {
        positions.add(position);
        int present = 0;
        var inOrder = new EnumMap<Severity, Long>(Severity.class);
        inOrder.putAll(pattern.counts());
        for (var one : inOrder.entrySet()) {
            present |= 1 << one.getKey().code();
            counts.varint(one.getValue());
        }
        severities.varint(present);
        if (!pattern.firstExample().isEmpty() || !pattern.lastExample().isEmpty()) {
            exampleRows.add(rows);
            examples++;
            example(pattern.firstExample());
            example(pattern.lastExample());
        }
        rows++;
    }

    boolean hasExamples() {
        return examples > 0;
    }

    CborWriter countsChunk() {
        return Columns.write(rows, steps, severities, counts);
    }

    CborWriter examplesChunk() {
        return Columns.write(examples, exampleSteps, exampleLengths, exampleTexts);
    }

    /** A pattern's line counts at its position. */
    record Counted(int position, Map<Severity, Long> counts) {}

    /** The examples of the pattern in a row of the counts; empty where there is none. */
    record Examples(int row, String first, String last) {
        static final Examples NONE = new Examples(-1, "", "");
    }

    static List<Counted> readCounts(byte[] chunk) throws ProtocolException {
        var columns = new Columns(chunk, Limits.MAX_PATTERNS);
        var positions = new PositionColumn.Reader(columns.column(1));
        var severities = columns.column(2);
        var counts = columns.column(3);
        var patterns = new ArrayList<Counted>();
        for (int row = 0; row < columns.rows(); row++) {
            int position = positions.next();
            int present = severities.varint(0, Integer.MAX_VALUE);
            var bySeverity = new EnumMap<Severity, Long>(Severity.class);
            for (int code = 0; code < Integer.SIZE; code++) {
                if ((present & 1 << code) != 0) {
                    bySeverity.put(Severity.of(code), counts.varint());
                }
            }
            patterns.add(new Counted(position, bySeverity));
        }
        return patterns;
    }

    static List<Examples> readExamples(byte[] chunk) throws ProtocolException {
        var columns = new Columns(chunk, Limits.MAX_PATTERNS);
        var rows = new PositionColumn.Reader(columns.column(1));
        var lengths = columns.column(2);
        var texts = columns.column(3);
        var examples = new ArrayList<Examples>();
        for (int i = 0; i < columns.rows(); i++) {
            examples.add(new Examples(rows.next(), text(lengths, texts), text(lengths, texts)));
        }
        return examples;
    }

    private void example(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        exampleLengths.varint(utf8.length);
        exampleTexts.bytes(utf8, 0, utf8.length);
    }

    private static String text(ColumnReader lengths, ColumnReader texts) throws ProtocolException {
        return texts.text(lengths.varint(0, MAX_EXAMPLE_BYTES));
    }
}
