package skerry.hub.store.sqlite;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeMap;
import skerry.protocol.ProtocolException;
import skerry.protocol.payload.ColumnReader;
import skerry.protocol.payload.ColumnWriter;
import skerry.protocol.payload.PatternSummary;

/** Lines per pattern and severity, as one value of the store. Not thread-safe. */
final class PatternCounts {
    private static final int SEVERITIES = 7;

    private final TreeMap<Long, long[]> counts = new TreeMap<>();

    /** Takes one pattern's lines per severity code. */
    interface Visitor {
        void pattern(long id, long[] bySeverity);
    }

    void add(Collection<PatternSummary> summaries) {
        for (PatternSummary summary : summaries) {
            long[] sums = counts.computeIfAbsent(summary.patternId(), _ -> new long[SEVERITIES]);
            summary.counts().forEach((severity, count) -> sums[severity.code()] += count);
        }
    }

    /** Adds what {@link #encode} gave. */
    void add(byte[] encoded) throws SQLException {
        visit(encoded, (id, bySeverity) -> {
            long[] sums = counts.computeIfAbsent(id, _ -> new long[SEVERITIES]);
            for (int i = 0; i < SEVERITIES; i++) {
                sums[i] += bySeverity[i];
            }
        });
    }

    /** Per pattern its id, a bit per severity that occurs, and their counts. */
    byte[] encode() {
        var out = new ColumnWriter(16 * counts.size());
        out.varint(counts.size());
        counts.forEach((id, bySeverity) -> {
            out.fixed(id);
            int present = 0;
            for (int i = 0; i < SEVERITIES; i++) {
                present |= bySeverity[i] > 0 ? 1 << i : 0;
            }
            out.octet(present);
            for (long count : bySeverity) {
                if (count > 0) {
                    out.varint(count);
                }
            }
        });
        return out.toByteArray();
    }

    static void visit(byte[] encoded, Visitor visitor) throws SQLException {
        try {
            var in = new ColumnReader(ByteBuffer.wrap(encoded));
            int size = in.varint(0, Integer.MAX_VALUE);
            var bySeverity = new long[SEVERITIES];
            for (int i = 0; i < size; i++) {
                long id = in.fixed();
                int present = in.octet();
                for (int severity = 0; severity < SEVERITIES; severity++) {
                    bySeverity[severity] = (present & 1 << severity) == 0 ? 0 : in.varint();
                }
                visitor.pattern(id, bySeverity);
            }
        } catch (ProtocolException e) {
            throw new SQLException("reading pattern counts", e);
        }
    }
}
