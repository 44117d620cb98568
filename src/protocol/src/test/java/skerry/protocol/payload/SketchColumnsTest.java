package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.Bins;
import skerry.protocol.sketch.OpenSketch;
import skerry.protocol.sketch.Sketch;

class SketchColumnsTest {
    private static final int BINS = Bins.LAST - Bins.FIRST + 1;

    @Test
    void aMinuteOf300RequestsCostsLessThan200Bytes() {
        var random = new Random(9);
        long without = payload(List.of());
        long bytes = 0;
        for (int minute = 0; minute < 20; minute++) {
            var open = new OpenSketch();
            for (int i = 0; i < 300; i++) {
                open.add(Math.exp(-4 + 0.8 * random.nextGaussian()), 1);
            }
            bytes += payload(List.of(new SketchSummary(series(0), open.close()))) - without;
        }
        assertThat(bytes / 20).isLessThan(200);
    }

    @Test
    void allBinsAtTheirFullestComeBack() throws Exception {
        int[] bins = new int[BINS];
        long[] counts = new long[BINS];
        for (int i = 0; i < BINS; i++) {
            bins[i] = Bins.FIRST + i;
            counts[i] = Limits.MAX_RECORDS / (BINS + 1);
        }
        var sketch = new Sketch(Limits.MAX_RECORDS - BINS * counts[0], bins, counts);
        var columns = new SketchColumns();
        columns.add(3, sketch);

        var read = new ArrayList<Sketch>();
        SketchColumns.read(columns.chunk().toByteArray(), (position, one) -> {
            assertThat(position).isEqualTo(3);
            read.add(one);
        });
        assertThat(read).containsExactly(sketch);
    }

    @Test
    void binsAndCountsThatCannotBeAreRefused() {
        refused("there is 2419 where 0 to 2418", column(0), column(0), column(1), column(BINS), column(), column(1));
        refused("where 0 to 0", column(0), column(0), column(2), column(BINS - 2), column(1), column(1, 1));
        refused("there is 3 where 0 to 2", column(0), column(0), column(3), column(9), column(0, 0), column(1, 1));
        refused("there is 9999 where 0 to 1", column(0), column(0), column(9_999), column(9), column(), column(1));
        refused("0 values are counted", column(0), column(0), column(1), column(9), column(), column(0));
        refused(
                "values are counted where 0 to",
                column(0),
                column(Limits.MAX_RECORDS + 1),
                column(0),
                column(),
                column(),
                column());
        refused(
                "In a sketch " + (Limits.MAX_RECORDS + 1) + " values are counted where 1 to",
                column(0),
                column(1),
                column(2),
                column(9),
                column(0),
                column(Limits.MAX_RECORDS - 1, 1));
        refused("-1 values are counted", column(0), column(0), column(1), column(9), column(), column(-1));
        refused("one value at least", column(0), column(0), column(0), column(), column(), column());
    }

    private static void refused(String why, ColumnWriter... columns) {
        byte[] chunk = Columns.write(1, columns).toByteArray();
        assertThatThrownBy(() -> SketchColumns.read(
                        chunk, (_, sketch) -> assertThat(sketch.count()).isPositive()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(why);
    }

    private static ColumnWriter column(long... numbers) {
        var column = new ColumnWriter(16);
        for (long number : numbers) {
            column.varint(number);
        }
        return column;
    }

    private static long payload(List<SketchSummary> sketches) {
        var dictionary = new Dictionary(List.of(new DictionaryChunk(List.of(series(0)), List.of())));
        return SummaryCodec.encode(
                        new Summary(new Window(60_000, 60_000), List.of(), List.of(), List.of(), sketches), dictionary)
                .bytes()
                .size();
    }

    private static Series series(int i) {
        return new Series("took_seconds", Labels.of("service", "s" + i), MetricType.GAUGE);
    }
}
