package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/**
 * Series of a dictionary chunk as columns.
 *
 * <pre>
 *  1  type                  MetricType
 *  2  labels                how many
 *  3 to 6    metric names   a StringTable
 *  7 to 10   label names    a StringTable
 * 11 to 14   label values   a StringTable
 * </pre>
 */
final class SeriesColumns {
    private SeriesColumns() {}

    static CborWriter write(List<Series> series) {
        var types = new ColumnWriter(series.size());
        var labelCounts = new ColumnWriter(series.size());
        var names = new StringTable.Writer();
        var labelNames = new StringTable.Writer();
        var labelValues = new StringTable.Writer();
        for (Series one : series) {
            types.octet(one.type().code());
            names.add(one.name());
            Labels labels = one.labels();
            labelCounts.varint(labels.size());
            for (int i = 0; i < labels.size(); i++) {
                labelNames.add(labels.name(i));
                labelValues.add(labels.value(i));
            }
        }
        return Columns.write(
                series.size(),
                types,
                labelCounts,
                names.references,
                names.shared,
                names.lengths,
                names.text,
                labelNames.references,
                labelNames.shared,
                labelNames.lengths,
                labelNames.text,
                labelValues.references,
                labelValues.shared,
                labelValues.lengths,
                labelValues.text);
    }

    /** @throws IllegalArgumentException if a series is not one, such as one without a name */
    static List<Series> read(byte[] chunk) throws ProtocolException {
        var columns = new Columns(chunk, Limits.MAX_CHUNK_ENTRIES);
        var types = columns.column(1);
        var labelCounts = columns.column(2);
        var budget = new StringTable.Budget();
        var names = new StringTable.Reader(columns, 3, budget);
        var labelNames = new StringTable.Reader(columns, 7, budget);
        var labelValues = new StringTable.Reader(columns, 11, budget);
        var series = new ArrayList<Series>();
        for (int row = 0; row < columns.rows(); row++) {
            var type = MetricType.of(types.octet());
            String name = names.next();
            var pairs = new String[2 * labelCounts.varint(0, Limits.MAX_LABELS)];
            for (int i = 0; i < pairs.length; i += 2) {
                pairs[i] = labelNames.next();
                pairs[i + 1] = labelValues.next();
            }
            series.add(new Series(name, Labels.of(pairs), type));
        }
        return series;
    }
}
