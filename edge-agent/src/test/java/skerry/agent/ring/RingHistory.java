package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/**
 * Everything that was ever given to a ring, over all its starts, so that what is read back can be compared with it. Its
 * clocks stand still until they are moved, and all that looks random comes from a seed.
 */
final class RingHistory {
    static final Uid UID = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    /** A Thursday morning; far from the end of a UTC day. */
    private static final long BEGIN = 1_790_000_000_000L;

    private static final int SERIES = 24;

    /** One in this many series stays at the site. */
    private static final int SITE_ONLY = 6;

    final Set<String> samples = new HashSet<>();
    final Set<String> lines = new HashSet<>();
    final Set<String> events = new HashSet<>();
    final Set<Checkpoint> checkpoints = new HashSet<>();
    final Map<Bytes, byte[]> chunks = new HashMap<>();
    final Map<BatchKey, byte[]> sealed = new HashMap<>();
    /** What was added since the last closing of the window. */
    RecordCounts open = RecordCounts.NONE;

    private final Random random;
    private final SampleRound round = new SampleRound();
    private long millis;
    private long number;

    RingHistory(long seed) {
        this.random = new Random(seed);
    }

    /** The same past, from which another future begins. */
    RingHistory(RingHistory past, long seed) {
        this(seed);
        samples.addAll(past.samples);
        lines.addAll(past.lines);
        events.addAll(past.events);
        checkpoints.addAll(past.checkpoints);
        chunks.putAll(past.chunks);
        sealed.putAll(past.sealed);
        millis = past.millis;
        number = past.number;
    }

    Ring open(Path file, long maxBytes) {
        return open(RingSettings.of(file, maxBytes));
    }

    Ring open(RingSettings settings) {
        return Ring.open(
                settings,
                UID,
                (InstantSource) () -> Instant.ofEpochMilli(now()),
                () -> millis,
                Bytes.of(new byte[16]),
                RingHistory::isSent,
                random);
    }

    static boolean isSent(Series series) {
        return !series.name().startsWith("site_");
    }

    long now() {
        return BEGIN + millis;
    }

    void pass(long more) {
        millis += more;
    }

    Random random() {
        return random;
    }

    void addRound(Ring ring) {
        round.begin(now(), millis);
        int leaving = 0;
        for (int i = 0; i < SERIES; i++) {
            var series = new Series(
                    (i % SITE_ONLY == 0 ? "site_" : "node_") + "value",
                    Labels.of("place", "number " + i),
                    i % 2 == 0 ? MetricType.GAUGE : MetricType.COUNTER);
            double value = i % 3 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextInt(1000) / 8.0;
            round.add(ring.seriesId(series), value);
            samples.add(sample(series, now(), value));
            leaving += isSent(series) ? 1 : 0;
        }
        if (ring.add(round)) {
            open = open.plus(new RecordCounts(leaving, 0, 0));
        }
    }

    void addLine(Ring ring) {
        var source = new LogSource("/var/log/" + number % 3 + ".log", Labels.of("filename", "log " + number % 3));
        var line = new LogRecord(
                source,
                now(),
                number % 2 == 0 ? "stdout" : "",
                Severity.of((int) (number % 7)),
                "line " + number++ + " höhe " + Long.toHexString(random.nextLong()),
                1 + (int) (number % 4),
                number % 5 == 0);
        lines.add(line.toString());
        if (ring.add(line)) {
            open = open.plus(new RecordCounts(0, 1, 0));
        }
        add(ring, new Checkpoint(source.key(), "offset " + number));
    }

    private void add(Ring ring, Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
        ring.add(checkpoint);
    }

    void addEvent(Ring ring) {
        var event = new Event(
                "agent.test", Severity.INFO, now(), millis, "event " + number++, Map.of("at", "" + random.nextInt()));
        events.add(event.toString());
        if (ring.add(event)) {
            open = open.plus(new RecordCounts(0, 0, 1));
        }
    }

    /** Puts a dictionary chunk, which the next batches may name. */
    Bytes putChunk(Ring ring) {
        var hash = new byte[16];
        random.nextBytes(hash);
        byte[] content = content(random.nextInt(100, 1000));
        chunks.put(Bytes.of(hash), content);
        ring.putDictionary(Bytes.of(hash), content);
        return Bytes.of(hash);
    }

    BatchDraft draft(Stream stream, RecordCounts records, int bytes, List<Bytes> refs) {
        return new BatchDraft(stream, records, now() - 1000, now(), refs, (key, _) -> {
            byte[] content = content(bytes);
            byte[] before = sealed.putIfAbsent(key, content);
            assertThat(before == null || Arrays.equals(before, content))
                    .as("%s was given to other bytes before", key)
                    .isTrue();
            return content;
        });
    }

    /** Closes the window with batches that cover all that was added since the last time. */
    Closing closeWindow(Ring ring, int bytes, List<Bytes> refs) {
        var drafts = new ArrayList<BatchDraft>();
        drafts.add(draft(Stream.MINUTES, new RecordCounts(open.samples(), open.lines(), 0), bytes, refs));
        if (open.events() > 0) {
            drafts.add(draft(Stream.EVENTS, new RecordCounts(0, 0, open.events()), bytes / 4 + 1, refs));
        }
        Closing closing = ring.closeWindow(drafts);
        if (closing instanceof Closing.Stored) {
            open = RecordCounts.NONE;
        }
        return closing;
    }

    private byte[] content(int bytes) {
        var content = new byte[bytes];
        random.nextBytes(content);
        return content;
    }

    static String sample(Series series, long wallMillis, double value) {
        return series + " " + wallMillis + " " + Long.toHexString(Double.doubleToRawLongBits(value));
    }

    static String line(LineView line) {
        String text = new String(line.bytes(), line.offset(), line.length(), StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(line.text());
        return new LogRecord(
                        line.source(),
                        line.timeMillis(),
                        line.stream(),
                        line.severity(),
                        text,
                        line.lines(),
                        line.cut())
                .toString();
    }
}
