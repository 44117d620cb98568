package skerry.agent.blackbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import skerry.agent.ring.LineFilter;
import skerry.agent.ring.LineView;
import skerry.agent.ring.RingReader;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/** Collects what a box holds out of a ring: one JSON object a line, packed with gzip. For one box; not thread-safe. */
final class BoxContent {
    /** Of lines, unpacked; the newest have room first. */
    static final int MOST_LINE_BYTES = 384 << 10;

    private static final int MOST_EVENTS = 200;
    private static final int MOST_SERIES = 128;
    private static final int MOST_POINTS = 256;
    /** Unpacked, far more than the above come to. */
    private static final int MOST_BYTES = 4 << 20;

    private static final JsonFactory JSON = new JsonFactory();

    /** Of the node, that tell whether it was the node that failed. */
    private static final Set<String> MAIN = Set.of(
            "node_load1",
            "node_load5",
            "node_memory_MemAvailable_bytes",
            "node_memory_MemTotal_bytes",
            "node_memory_SwapFree_bytes",
            "node_filesystem_avail_bytes",
            "node_filesystem_readonly",
            "node_pressure_cpu_waiting_seconds_total",
            "node_pressure_io_waiting_seconds_total",
            "node_pressure_memory_waiting_seconds_total",
            "node_thermal_zone_temp",
            "node_vmstat_oom_kill");

    private static final List<String> OF_POD =
            List.of("container_memory_", "container_cpu_", "container_oom_", "container_pressure_", "container_spec_");

    private final Crash crash;
    private final long fromMillis;
    private final long toMillis;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private final Deque<byte[]> events = new ArrayDeque<>();
    private final Map<Series, Points> series = new LinkedHashMap<>();
    private int lineBytes;
    private int leftOut;

    private static final class Points {
        private long[] times = new long[64];
        private double[] values = new double[64];
        private int size;

        private boolean add(long time, double value) {
            if (size == MOST_POINTS) {
                return false;
            }
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            times[size] = time;
            values[size++] = value;
            return true;
        }
    }

    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    BoxContent(Crash crash, long fromMillis, long toMillis) {
        this.crash = crash;
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
    }

    /** Reads the ring, and packs what was found. */
    Bytes read(RingReader reader) throws SQLException, IOException {
        try {
            reader.lines(new LineFilter(fromMillis, toMillis, "", crash.pod(), Severity.UNKNOWN), 0, this::line);
            reader.events(fromMillis, toMillis, this::event);
            reader.samples(this::isWanted, fromMillis, toMillis, this::sample);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return packed();
    }

    Crash.Content found() {
        return new Crash.Content(fromMillis, toMillis, lines.size(), events.size(), series.size(), leftOut);
    }

    private boolean line(LineView line) {
        Labels labels = line.source().labels();
        if (!labels.get("pod").equals(crash.pod()) || !labels.get("namespace").equals(crash.namespace())) {
            return true;
        }
        byte[] one = object("line", out -> {
            out.writeNumberField("time", line.timeMillis());
            out.writeStringField("container", labels.get("container"));
            out.writeStringField("restart", labels.get("restart"));
            out.writeStringField("stream", line.stream());
            out.writeStringField("severity", line.severity().name().toLowerCase(Locale.ROOT));
            out.writeFieldName("text");
            out.writeUTF8String(line.bytes(), line.offset(), line.length());
        });
        lines.addLast(one);
        lineBytes += one.length;
        while (lineBytes > MOST_LINE_BYTES) {
            lineBytes -= lines.removeFirst().length;
            leftOut++;
        }
        return true;
    }

    private boolean event(Event event) {
        Map<String, String> about = event.attributes();
        boolean pods = crash.namespace().equals(about.get("namespace"))
                && (crash.pod().equals(about.get("name")) || crash.pod().equals(about.get("pod")));
        if (pods || event.type().equals("alert")) {
            events.addLast(object("event", out -> {
                out.writeNumberField("time", event.wallMillis());
                out.writeStringField("type", event.type());
                out.writeStringField("severity", event.severity().name().toLowerCase(Locale.ROOT));
                out.writeStringField("text", event.text());
                out.writeObjectFieldStart("attributes");
                for (var attribute : about.entrySet()) {
                    out.writeStringField(attribute.getKey(), attribute.getValue());
                }
                out.writeEndObject();
            }));
            if (events.size() > MOST_EVENTS) {
                events.removeFirst();
                leftOut++;
            }
        }
        return true;
    }

    private boolean isWanted(Series one) {
        Labels labels = one.labels();
        boolean pods = labels.get("pod").equals(crash.pod())
                && labels.get("namespace").equals(crash.namespace())
                && OF_POD.stream().anyMatch(one.name()::startsWith);
        return pods || MAIN.contains(one.name());
    }

    private boolean sample(Series one, long time, double value) {
        Points points = series.get(one);
        if (points == null && series.size() == MOST_SERIES) {
            leftOut++;
            return true;
        }
        if (!series.computeIfAbsent(one, _ -> new Points()).add(time, value)) {
            leftOut++;
        }
        return true;
    }

    private Bytes packed() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (byte[] line : lines) {
                out.write(line);
            }
            for (byte[] event : events) {
                out.write(event);
            }
            for (var entry : series.entrySet()) {
                out.write(object("series", json -> write(entry.getKey(), entry.getValue(), json)));
            }
        }
        return Bytes.of(bytes.toByteArray());
    }

    private static void write(Series one, Points points, JsonGenerator out) throws IOException {
        out.writeStringField("name", one.name());
        out.writeObjectFieldStart("labels");
        for (int i = 0; i < one.labels().size(); i++) {
            out.writeStringField(one.labels().name(i), one.labels().value(i));
        }
        out.writeEndObject();
        out.writeArrayFieldStart("points");
        for (int i = 0; i < points.size; i++) {
            out.writeStartArray();
            out.writeNumber(points.times[i]);
            out.writeNumber(points.values[i]); // NaN and infinities become strings.
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private static byte[] object(String what, Fields fields) {
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("what", what);
            fields.write(out);
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The JSON objects of a box, one a line. */
    static List<String> unpack(Bytes body) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body.toArray()))) {
            byte[] text = in.readNBytes(MOST_BYTES);
            return new String(text, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
