package skerry.hub.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.SketchSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.Sketch;

/** Joins windows into a {@link SeriesBlock}, whatever order they come in. Not thread-safe. */
public final class BlockBuilder {
    private final Predicate<Series> wanted;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Series, List<Cell>> cells = new LinkedHashMap<>();
    private final Map<Series, List<Drawn>> drawn = new LinkedHashMap<>();

    private record Row(int added, long start, long length, long arrivedAt, Road road) {}

    /** A series' value in a window: six numbers of a gauge or a counter. */
    private record Cell(int row, int count, double a, double b, double c, double d, int resets) {}

    /** A distribution's sketch in a window. */
    private record Drawn(int row, Sketch sketch) {}

    /** @param wanted says which series to keep */
    public BlockBuilder(Predicate<Series> wanted) {
        this.wanted = wanted;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * Adds a window.
     *
     * @param start its begin on the block's clock
     */
    public void add(long start, long arrivedAt, Road road, Summary summary) {
        int row = rows.size();
        rows.add(new Row(row, start, summary.window().lengthMillis(), arrivedAt, road));
        for (GaugeSummary gauge : summary.gauges()) {
            if (wanted.test(gauge.series())) {
                cell(
                        gauge.series(),
                        new Cell(row, gauge.count(), gauge.min(), gauge.max(), gauge.sum(), gauge.last(), 0));
            }
        }
        for (CounterSummary counter : summary.counters()) {
            if (wanted.test(counter.series())) {
                cell(
                        counter.series(),
                        new Cell(
                                row,
                                counter.count(),
                                counter.first(),
                                counter.last(),
                                counter.increase(),
                                counter.peakRate(),
                                counter.resets()));
            }
        }
        for (SketchSummary one : summary.sketches()) {
            if (wanted.test(one.series())) {
                drawn(one.series(), new Drawn(row, one.sketch()));
            }
        }
    }

    private void drawn(Series series, Drawn one) {
        drawn.computeIfAbsent(series, _ -> new ArrayList<>()).add(one);
    }

    private void cell(Series series, Cell cell) {
        cells.computeIfAbsent(series, _ -> new ArrayList<>()).add(cell);
    }

    /** Adds all windows of a block, on the same clock. */
    public void add(SeriesBlock block) {
        int first = rows.size();
        for (int i = 0; i < block.size(); i++) {
            rows.add(new Row(first + i, block.start(i), block.length(i), block.arrivedAt(i), block.road(i)));
        }
        block.tracks().forEach((series, track) -> {
            if (wanted.test(series)) {
                for (int i = 0; i < track.size(); i++) {
                    add(series, first + track.window(i), track, i);
                }
            }
        });
    }

    private void add(Series series, int row, Track track, int i) {
        switch (track) {
            case Track.Gauge gauge ->
                cell(series, new Cell(row, gauge.count(i), gauge.min(i), gauge.max(i), gauge.sum(i), gauge.last(i), 0));
            case Track.Counter counter ->
                cell(
                        series,
                        new Cell(
                                row,
                                counter.count(i),
                                counter.first(i),
                                counter.last(i),
                                counter.increase(i),
                                counter.peakRate(i),
                                counter.resets(i)));
            case Track.Distribution distribution -> drawn(series, new Drawn(row, distribution.sketch(i)));
        }
    }

    public SeriesBlock build() {
        List<Row> sorted = rows.stream()
                .sorted(Comparator.comparingLong(Row::start)
                        .thenComparingLong(Row::length)
                        .thenComparingInt(Row::added))
                .toList();
        int[] place = new int[rows.size()];
        for (int i = 0; i < place.length; i++) {
            place[sorted.get(i).added()] = i;
        }
        var tracks = new HashMap<Series, Track>();
        drawn.forEach((series, values) -> tracks.put(series, distribution(values, place)));
        // No agent tells both of one series; if one does, its numbers stand.
        cells.forEach((series, values) -> tracks.put(series, track(series, values, place)));
        return new SeriesBlock(
                sorted.stream().mapToLong(Row::start).toArray(),
                sorted.stream().mapToLong(Row::length).toArray(),
                sorted.stream().mapToLong(Row::arrivedAt).toArray(),
                sorted.stream().map(Row::road).toArray(Road[]::new),
                tracks);
    }

    private static Track distribution(List<Drawn> values, int[] place) {
        Drawn[] inOrder = values.toArray(Drawn[]::new);
        Arrays.sort(inOrder, Comparator.comparingInt(one -> place[one.row()]));
        int[] window = new int[inOrder.length];
        Sketch[] sketch = new Sketch[inOrder.length];
        for (int i = 0; i < window.length; i++) {
            window[i] = place[inOrder[i].row()];
            sketch[i] = inOrder[i].sketch();
        }
        return new Track.Distribution(window, sketch);
    }

    private static Track track(Series series, List<Cell> values, int[] place) {
        Cell[] cells = values.toArray(Cell[]::new);
        Arrays.sort(cells, Comparator.comparingInt(cell -> place[cell.row()]));
        int size = cells.length;
        int[] window = new int[size];
        int[] count = new int[size];
        int[] resets = new int[size];
        double[] a = new double[size];
        double[] b = new double[size];
        double[] c = new double[size];
        double[] d = new double[size];
        for (int i = 0; i < size; i++) {
            window[i] = place[cells[i].row()];
            count[i] = cells[i].count();
            resets[i] = cells[i].resets();
            a[i] = cells[i].a();
            b[i] = cells[i].b();
            c[i] = cells[i].c();
            d[i] = cells[i].d();
        }
        return switch (series.type()) {
            case GAUGE -> new Track.Gauge(window, count, a, b, c, d);
            case COUNTER -> new Track.Counter(window, count, a, b, resets, c, d);
        };
    }
}
