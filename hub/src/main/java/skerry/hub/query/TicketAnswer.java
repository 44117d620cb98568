package skerry.hub.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/**
 * What an agent answered to a ticket, in the form of {@link skerry.protocol.ticket}: the samples of each series and boot, or how
 * many lines each block of the ring has. Whatever the bytes are, reading them takes bounded time and memory.
 *
 * @param made when the ring was read, UTC epoch milliseconds of the node
 * @param cut whether there was more
 * @param samples by boot and series, in the order of arrival
 * @param blocks in the order of arrival
 */
public record TicketAnswer(long made, boolean cut, Map<Bytes, Map<Series, List<Sample>>> samples, List<Block> blocks) {
    /** Packed there are at most 1.5 MiB, which no honest answer packs by more than a few dozen. */
    private static final long MOST_BYTES = 96L << 20;

    private static final int MOST_LINE = 4 << 20;
    private static final int MOST_LABELS = 64;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .build())
            .build();

    /**
     * One sample.
     *
     * @param time by the node's wall clock, UTC epoch milliseconds
     * @param mono when it arrived, {@code CLOCK_MONOTONIC} milliseconds
     */
    public record Sample(long time, long mono, double value) {}

    /**
     * Lines that arrived together.
     *
     * @param first and {@code last}: when its first and last line arrived, {@code CLOCK_MONOTONIC} milliseconds
     * @param lines that the block has
     * @param here how many of them are counted
     * @param counts by severity
     */
    public record Block(Bytes boot, long first, long last, long lines, long here, Map<Severity, Long> counts) {}

    /** @throws IOException one sentence, if this is no answer of that form */
    public static TicketAnswer read(byte[] content) throws IOException {
        var reading = new Reading();
        try (var in = new BufferedReader(new InputStreamReader(
                new Bounded(new GZIPInputStream(new ByteArrayInputStream(content))), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (line != null) {
                if (line.length() > MOST_LINE) {
                    throw new IOException("the answer has a line that is too long");
                }
                reading.take(JSON.readTree(line));
                line = in.readLine();
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the answer holds what no ring does: " + e.getMessage(), e);
        }
        if (!reading.headed) {
            throw new IOException("the answer does not begin with its head");
        }
        return new TicketAnswer(reading.made, reading.cut, reading.samples, List.copyOf(reading.blocks));
    }

    private static final class Reading {
        private final Map<Bytes, Map<Series, List<Sample>>> samples = new TreeMap<>(Comparator.comparing(Bytes::hex));
        private final List<Block> blocks = new ArrayList<>();
        private final Map<Integer, Series> series = new HashMap<>();
        private Map<Severity, Long> counts = new EnumMap<>(Severity.class);
        private Bytes boot = Bytes.of(new byte[0]);
        private boolean headed;
        private long made = Long.MAX_VALUE;
        private boolean cut;

        void take(JsonNode row) throws IOException {
            switch (row.path("what").asText()) {
                case "ticket" -> {
                    headed = true;
                    made = row.path("made").asLong(Long.MAX_VALUE);
                    cut = row.path("cut").asBoolean();
                    if (row.path("version").asInt() != 1) {
                        throw new IOException("the answer has a version that this hub does not know: update the hub");
                    }
                }
                case "boot" -> boot = Bytes.ofHex(row.path("boot").asText());
                case "series" -> series.put(row.path("id").asInt(), series(row));
                case "sample" -> sample(row);
                case "line" -> counts.merge(severity(row), 1L, Long::sum);
                case "pattern" -> counts.merge(severity(row), row.path("lines").asLong(), Long::sum);
                case "block" -> {
                    blocks.add(new Block(
                            boot,
                            row.path("mono").path(0).asLong(),
                            row.path("mono").path(1).asLong(),
                            row.path("lines").asLong(),
                            row.path("here").asLong(),
                            counts));
                    counts = new EnumMap<>(Severity.class);
                }
                default -> {
                    // of a later version
                }
            }
        }

        private void sample(JsonNode row) {
            Series one = series.get(row.path("series").asInt());
            if (one != null) {
                JsonNode value = row.path("value");
                samples.computeIfAbsent(boot, _ -> new HashMap<>())
                        .computeIfAbsent(one, _ -> new ArrayList<>())
                        .add(new Sample(
                                row.path("time").asLong(),
                                row.path("mono").asLong(),
                                value.isNumber() ? value.asDouble() : Double.parseDouble(value.asText())));
            }
        }

        private static Series series(JsonNode row) {
            var names = new ArrayList<String>();
            row.path("labels").properties().forEach(label -> {
                if (names.size() < 2 * MOST_LABELS) {
                    names.add(label.getKey());
                    names.add(label.getValue().asText());
                }
            });
            return new Series(
                    row.path("name").asText(),
                    Labels.of(names.toArray(String[]::new)),
                    MetricType.valueOf(row.path("type").asText().toUpperCase(Locale.ROOT)));
        }

        private static Severity severity(JsonNode row) {
            return Severity.valueOf(row.path("severity").asText().toUpperCase(Locale.ROOT));
        }
    }

    /** Ends what unpacks to more than any answer. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left = MOST_BYTES;

        Bounded(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new IOException("the answer unpacks to more than any answer has");
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
