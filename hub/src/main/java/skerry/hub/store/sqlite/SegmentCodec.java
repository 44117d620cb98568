package skerry.hub.store.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import skerry.hub.store.Road;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.StoreException;
import skerry.hub.store.Track;
import skerry.protocol.ProtocolException;
import skerry.protocol.payload.ColumnReader;
import skerry.protocol.payload.ColumnWriter;
import skerry.protocol.payload.Decimal;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/**
 * Blocks as they are stored: one value for the windows, and one chunk for each group of metrics, each compressed alone,
 * so that a reader inflates only the groups it asks for. Nothing is lost to a bit.
 *
 * <pre>
 * windows   version, how many, starts, lengths, arrivals less starts, roads
 * chunk     version, how many series, then per series: name, type, labels, which windows (0 for all), columns
 * gauge     counts, form; DECIMAL: code, last, last - min, max - last, sum - count × last, and what the sum's last bits
 *           differ by; BITS: min, max, sum, last, each as it is shortest
 * counter   counts, resets, form; DECIMAL: code, last, last - first, first - total before the window; BITS: first, last,
 *           increase, each as it is shortest; then in both peak rates
 * sketches  {@link SketchTracks}
 * </pre>
 */
final class SegmentCodec {
    private static final int VERSION = 1;
    /** Of a chunk in which there are distributions, which an earlier release does not know. */
    private static final int WITH_SKETCHES = 2;
    /** In the place of a metric's type: its values are sketches, and it is a gauge. */
    private static final int SKETCHES = 2;

    private static final int DECIMAL = 0;
    private static final int BITS = 1;
    private static final int LEVEL = 6;
    /** A chunk of a day at a minute holds some hundred kilobytes. */
    private static final int MAX_RAW_BYTES = 256 << 20;

    /** Two sums that differ by more are not told apart by their last bits. */
    private static final long MAX_REST = 1 << 20;

    private SegmentCodec() {}

    /** The group a metric belongs to: its first two words, such as {@code node_cpu}. */
    static String groupOf(String metric) {
        int first = metric.indexOf('_');
        int second = first < 0 ? -1 : metric.indexOf('_', first + 1);
        return second < 0 ? metric : metric.substring(0, second);
    }

    static byte[] encodeWindows(SeriesBlock block) {
        int size = block.size();
        long[] starts = new long[size];
        long[] lengths = new long[size];
        long[] delays = new long[size];
        long[] roads = new long[size];
        for (int i = 0; i < size; i++) {
            starts[i] = block.start(i);
            lengths[i] = block.length(i);
            delays[i] = block.arrivedAt(i) - block.start(i);
            roads[i] = block.road(i).code();
        }
        var out = new ColumnWriter(8 * size).octet(VERSION).varint(size);
        NumberColumn.writeLongs(out, starts);
        NumberColumn.writeLongs(out, lengths);
        NumberColumn.writeLongs(out, delays);
        NumberColumn.writeLongs(out, roads);
        return deflate(out.toByteArray());
    }

    /** The windows of a block, without tracks. */
    static SeriesBlock decodeWindows(byte[] stored) {
        try {
            var in = new ColumnReader(ByteBuffer.wrap(inflate(stored)));
            checkVersion(in.octet());
            int size = in.varint(0, Integer.MAX_VALUE);
            long[] starts = NumberColumn.readLongs(in, size);
            long[] lengths = NumberColumn.readLongs(in, size);
            long[] arrivals = NumberColumn.readLongs(in, size);
            long[] roadCodes = NumberColumn.readLongs(in, size);
            var roads = new Road[size];
            for (int i = 0; i < size; i++) {
                arrivals[i] += starts[i];
                roads[i] = Road.of((int) roadCodes[i]);
            }
            return new SeriesBlock(starts, lengths, arrivals, roads, Map.of());
        } catch (ProtocolException e) {
            throw broken(e);
        }
    }

    /** Chunks by group. */
    static Map<String, byte[]> encodeTracks(SeriesBlock block) {
        var groups = new TreeMap<String, List<Map.Entry<Series, Track>>>();
        for (var entry : block.tracks().entrySet()) {
            groups.computeIfAbsent(groupOf(entry.getKey().name()), _ -> new ArrayList<>())
                    .add(entry);
        }
        var chunks = new LinkedHashMap<String, byte[]>();
        groups.forEach((group, tracks) -> {
            tracks.sort(Comparator.comparing(entry -> entry.getKey().toString()));
            chunks.put(group, encodeGroup(block.size(), tracks));
        });
        return chunks;
    }

    private static byte[] encodeGroup(int windows, List<Map.Entry<Series, Track>> tracks) {
        var out = new ColumnWriter(1 << 12)
                .octet(hasDistribution(tracks) ? WITH_SKETCHES : VERSION)
                .varint(tracks.size());
        for (var entry : tracks) {
            Series series = entry.getKey();
            text(out, series.name());
            out.octet(
                    entry.getValue() instanceof Track.Distribution
                            ? SKETCHES
                            : series.type().code());
            List<String> labels = series.labels().asList();
            out.varint(labels.size());
            labels.forEach(label -> text(out, label));
            writePlaces(out, windows, entry.getValue());
            switch (entry.getValue()) {
                case Track.Gauge gauge -> writeGauge(out, gauge);
                case Track.Counter counter -> writeCounter(out, counter);
                case Track.Distribution distribution -> SketchTracks.write(out, distribution);
            }
        }
        return deflate(out.toByteArray());
    }

    private static boolean hasDistribution(List<Map.Entry<Series, Track>> tracks) {
        return tracks.stream().anyMatch(entry -> entry.getValue() instanceof Track.Distribution);
    }

    private static void writePlaces(ColumnWriter out, int windows, Track track) {
        if (track.size() == windows) {
            out.varint(0);
            return;
        }
        out.varint(track.size());
        long[] places = new long[track.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = track.window(i);
        }
        NumberColumn.writeLongs(out, places);
    }

    private static void writeGauge(ColumnWriter out, Track.Gauge gauge) {
        int size = gauge.size();
        long[] counts = new long[size];
        double[] min = new double[size];
        double[] max = new double[size];
        double[] sum = new double[size];
        double[] last = new double[size];
        for (int i = 0; i < size; i++) {
            counts[i] = gauge.count(i);
            min[i] = gauge.min(i);
            max[i] = gauge.max(i);
            sum[i] = gauge.sum(i);
            last[i] = gauge.last(i);
        }
        NumberColumn.writeLongs(out, counts);
        int code = NumberColumn.codeOf(min, max, last);
        if (code == Decimal.NONE || !writeDecimalGauge(out, code, counts, min, max, sum, last)) {
            out.octet(BITS);
            NumberColumn.writeDoubles(out, min);
            NumberColumn.writeDoubles(out, max);
            NumberColumn.writeDoubles(out, sum);
            NumberColumn.writeDoubles(out, last);
        }
    }

    /** Writes nothing and returns false where that would change a bit. */
    private static boolean writeDecimalGauge(
            ColumnWriter out, int code, long[] counts, double[] min, double[] max, double[] sum, double[] last) {
        int size = last.length;
        long[] lasts = NumberColumn.integers(last, code);
        long[] below = new long[size];
        long[] above = new long[size];
        long[] sums = new long[size];
        long[] rests = new long[size];
        for (int i = 0; i < size; i++) {
            below[i] = lasts[i] - Decimal.integer(min[i], code);
            above[i] = Decimal.integer(max[i], code) - lasts[i];
            long whole = Decimal.integer(sum[i], code);
            sums[i] = whole - counts[i] * lasts[i];
            rests[i] = Double.doubleToRawLongBits(sum[i]) - Double.doubleToRawLongBits(Decimal.value(whole, code));
            if (Math.abs(rests[i]) > MAX_REST) {
                return false;
            }
        }
        out.octet(DECIMAL).octet(code);
        NumberColumn.writeLongs(out, lasts);
        NumberColumn.writeLongs(out, below);
        NumberColumn.writeLongs(out, above);
        NumberColumn.writeLongs(out, sums);
        NumberColumn.writeLongs(out, rests);
        return true;
    }

    private static void writeCounter(ColumnWriter out, Track.Counter counter) {
        int size = counter.size();
        long[] counts = new long[size];
        long[] resets = new long[size];
        double[] first = new double[size];
        double[] last = new double[size];
        double[] increase = new double[size];
        double[] peak = new double[size];
        for (int i = 0; i < size; i++) {
            counts[i] = counter.count(i);
            resets[i] = counter.resets(i);
            first[i] = counter.first(i);
            last[i] = counter.last(i);
            increase[i] = counter.increase(i);
            peak[i] = counter.peakRate(i);
        }
        NumberColumn.writeLongs(out, counts);
        NumberColumn.writeLongs(out, resets);
        int code = NumberColumn.codeOf(first, last);
        if (code == Decimal.NONE || !writeDecimalCounter(out, code, first, last, increase)) {
            out.octet(BITS);
            NumberColumn.writeDoubles(out, first);
            NumberColumn.writeDoubles(out, last);
            NumberColumn.writeDoubles(out, increase);
        }
        NumberColumn.writeDoubles(out, peak);
    }

    /** Writes nothing and returns false where that would change a bit. */
    private static boolean writeDecimalCounter(
            ColumnWriter out, int code, double[] first, double[] last, double[] increase) {
        int size = last.length;
        long[] firsts = NumberColumn.integers(first, code);
        long[] lasts = NumberColumn.integers(last, code);
        long[] growths = new long[size];
        long[] befores = new long[size];
        for (int i = 0; i < size; i++) {
            growths[i] = lasts[i] - firsts[i];
            long before = Decimal.integer(last[i] - increase[i], code);
            befores[i] = firsts[i] - before;
            if (!Decimal.same(last[i] - Decimal.value(before, code), increase[i])) {
                return false;
            }
        }
        out.octet(DECIMAL).octet(code);
        NumberColumn.writeLongs(out, lasts);
        NumberColumn.writeLongs(out, growths);
        NumberColumn.writeLongs(out, befores);
        return true;
    }

    /** All tracks of a chunk. */
    static Map<Series, Track> decodeTracks(int windows, byte[] stored) {
        try {
            var in = new ColumnReader(ByteBuffer.wrap(inflate(stored)));
            checkVersion(in.octet());
            int count = in.varint(0, Integer.MAX_VALUE);
            var tracks = new HashMap<Series, Track>();
            for (int i = 0; i < count; i++) {
                String name = in.text(in.varint(0, Integer.MAX_VALUE));
                int type = in.octet();
                var labels = new String[in.varint(0, Integer.MAX_VALUE)];
                for (int l = 0; l < labels.length; l++) {
                    labels[l] = in.text(in.varint(0, Integer.MAX_VALUE));
                }
                int[] places = readPlaces(in, windows);
                if (type == SKETCHES) {
                    tracks.put(new Series(name, Labels.of(labels), MetricType.GAUGE), SketchTracks.read(in, places));
                } else {
                    var metric = MetricType.of(type);
                    Track track = metric == MetricType.GAUGE ? readGauge(in, places) : readCounter(in, places);
                    tracks.put(new Series(name, Labels.of(labels), metric), track);
                }
            }
            return tracks;
        } catch (ProtocolException | IllegalArgumentException e) {
            throw broken(e);
        }
    }

    private static int[] readPlaces(ColumnReader in, int windows) throws ProtocolException {
        int size = in.varint(0, windows);
        int[] places = new int[size == 0 ? windows : size];
        if (size == 0) {
            for (int i = 0; i < windows; i++) {
                places[i] = i;
            }
        } else {
            long[] stored = NumberColumn.readLongs(in, size);
            for (int i = 0; i < size; i++) {
                places[i] = Math.toIntExact(stored[i]);
            }
        }
        return places;
    }

    private static Track readGauge(ColumnReader in, int[] places) throws ProtocolException {
        int size = places.length;
        int[] counts = ints(NumberColumn.readLongs(in, size));
        if (in.octet() == BITS) {
            double[] min = NumberColumn.readDoubles(in, size);
            double[] max = NumberColumn.readDoubles(in, size);
            double[] sum = NumberColumn.readDoubles(in, size);
            return new Track.Gauge(places, counts, min, max, sum, NumberColumn.readDoubles(in, size));
        }
        int code = in.octet();
        long[] lasts = NumberColumn.readLongs(in, size);
        long[] below = NumberColumn.readLongs(in, size);
        long[] above = NumberColumn.readLongs(in, size);
        long[] sums = NumberColumn.readLongs(in, size);
        long[] rests = NumberColumn.readLongs(in, size);
        double[] min = new double[size];
        double[] max = new double[size];
        double[] sum = new double[size];
        double[] last = new double[size];
        for (int i = 0; i < size; i++) {
            last[i] = Decimal.value(lasts[i], code);
            min[i] = Decimal.value(lasts[i] - below[i], code);
            max[i] = Decimal.value(lasts[i] + above[i], code);
            double whole = Decimal.value(sums[i] + counts[i] * lasts[i], code);
            sum[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(whole) + rests[i]);
        }
        return new Track.Gauge(places, counts, min, max, sum, last);
    }

    private static Track readCounter(ColumnReader in, int[] places) throws ProtocolException {
        int size = places.length;
        int[] counts = ints(NumberColumn.readLongs(in, size));
        int[] resets = ints(NumberColumn.readLongs(in, size));
        double[] first;
        double[] last;
        double[] increase;
        if (in.octet() == BITS) {
            first = NumberColumn.readDoubles(in, size);
            last = NumberColumn.readDoubles(in, size);
            increase = NumberColumn.readDoubles(in, size);
        } else {
            int code = in.octet();
            long[] lasts = NumberColumn.readLongs(in, size);
            long[] growths = NumberColumn.readLongs(in, size);
            long[] befores = NumberColumn.readLongs(in, size);
            first = new double[size];
            last = new double[size];
            increase = new double[size];
            for (int i = 0; i < size; i++) {
                last[i] = Decimal.value(lasts[i], code);
                first[i] = Decimal.value(lasts[i] - growths[i], code);
                increase[i] = last[i] - Decimal.value(lasts[i] - growths[i] - befores[i], code);
            }
        }
        return new Track.Counter(places, counts, first, last, resets, increase, NumberColumn.readDoubles(in, size));
    }

    private static int[] ints(long[] numbers) {
        int[] ints = new int[numbers.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Math.toIntExact(numbers[i]);
        }
        return ints;
    }

    private static void text(ColumnWriter out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.varint(bytes.length).bytes(bytes, 0, bytes.length);
    }

    private static void checkVersion(int version) {
        if (version != VERSION && version != WITH_SKETCHES) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "a segment has version " + version + ", written by a later release: install that one");
        }
    }

    /** Four bytes of length, then deflated. */
    private static byte[] deflate(byte[] raw) {
        var deflater = new Deflater(LEVEL, true);
        try {
            deflater.setInput(raw);
            deflater.finish();
            byte[] buffer = new byte[raw.length + raw.length / 1_000 + 64];
            int length = deflater.deflate(buffer);
            return ByteBuffer.allocate(4 + length)
                    .putInt(raw.length)
                    .put(buffer, 0, length)
                    .array();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] stored) {
        var inflater = new Inflater(true);
        try {
            int rawLength = ByteBuffer.wrap(stored).getInt();
            if (rawLength < 0 || rawLength > MAX_RAW_BYTES) {
                throw new DataFormatException("a length of " + rawLength);
            }
            byte[] raw = new byte[rawLength];
            inflater.setInput(stored, 4, stored.length - 4);
            int at = 0;
            while (at < rawLength) {
                int more = inflater.inflate(raw, at, rawLength - at);
                if (more == 0) {
                    throw new DataFormatException("it ends early");
                }
                at += more;
            }
            return raw;
        } catch (DataFormatException e) {
            throw broken(e);
        } finally {
            inflater.end();
        }
    }

    private static StoreException broken(Exception e) {
        return new StoreException(StoreException.Kind.BROKEN, "reading a segment: " + e.getMessage(), e);
    }
}
