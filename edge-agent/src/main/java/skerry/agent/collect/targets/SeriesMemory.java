package skerry.agent.collect.targets;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.scrape.ByteRoom;
import skerry.agent.collect.scrape.TextMemory;
import skerry.protocol.series.Labels;

/**
 * The series of the last scrape of a target that was taken, and of the one under way with their values. What does not change from
 * one scrape to the next costs no memory anew. Not thread-safe.
 */
final class SeriesMemory implements AutoCloseable {
    private static final int EXPECTED = 64;

    private final TextMemory<KnownSeries> text;
    /** Stands for all that relabelling drops. */
    private final KnownSeries dropped =
            new KnownSeries(MetricFamily.gauge("dropped", ""), new ScrapedSeries("dropped", Labels.NONE));

    private final Map<ScrapedSeries, KnownSeries> known = new HashMap<>();
    private KnownSeries[] present = new KnownSeries[EXPECTED];
    private int size;
    private int added;
    private int scrape;
    private int last;

    /** @param room for the lines of its text */
    SeriesMemory(ByteRoom room) {
        text = new TextMemory<>(room);
    }

    /** Of the target's text. */
    TextMemory<KnownSeries> text() {
        return text;
    }

    /** What is remembered of a series that relabelling drops. */
    KnownSeries dropped() {
        return dropped;
    }

    /** Begins a scrape. */
    void begin() {
        scrape++;
        size = 0;
        added = 0;
    }

    KnownSeries series(MetricFamily family, Labels labels) {
        var name = new ScrapedSeries(family.name(), labels);
        KnownSeries series = known.get(name);
        if (series == null) {
            series = new KnownSeries(family, name);
            known.put(name, series);
        }
        if (series.seen != scrape) {
            series.family = family;
        }
        series.named = scrape;
        return series;
    }

    /** The text has a series again. */
    void named(KnownSeries series) {
        series.named = scrape;
    }

    boolean isPresent(KnownSeries series) {
        return series.seen == scrape;
    }

    /** Takes a sample of a series that is not present yet. */
    void add(KnownSeries series, double value) {
        series.seen = scrape;
        series.value = value;
        if (series.taken == 0 || series.taken != last) {
            added++;
        }
        if (size == present.length) {
            present = Arrays.copyOf(present, size * 2);
        }
        present[size++] = series;
    }

    /** How many series are present. */
    int size() {
        return size;
    }

    /** How many of them the last scrape did not have. */
    int added() {
        return added;
    }

    void forEach(SampleSink sink) {
        for (int i = 0; i < size; i++) {
            KnownSeries series = present[i];
            sink.add(series.family, series.name.labels(), series.value);
        }
    }

    /** Ends a scrape that is taken. */
    void taken() {
        for (int i = 0; i < size; i++) {
            present[i].taken = scrape;
        }
        last = scrape;
        if (known.size() > size) {
            known.values().removeIf(series -> series.named != scrape);
        }
        Arrays.fill(present, size, present.length, null);
        text.accepted();
    }

    /** Ends a scrape that is refused: the one before stays the last. */
    void refused() {
        known.values().removeIf(series -> series.taken == 0 || series.taken != last);
        text.refused();
    }

    @Override
    public void close() {
        text.close();
    }
}
