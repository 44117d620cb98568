package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

class SummaryCodecTest {
    private static final Window WINDOW = new Window(1_790_000_040_000L, 60_000);

    @Test
    void aMinuteOf300Series50PatternsAndFiveExamplesFitsTwoKilobytes() throws Exception {
        long bytes = 0;
        int minutes = 0;
        for (int seed = 1; seed <= 5; seed++) {
            var node = new FieldNode(seed);
            var dictionary = new Dictionary(List.of(node.chunk()));
            for (int i = 0; i < 12; i++) {
                var minute = node.nextMinute();
                assertThat(minute.gauges().size() + minute.counters().size()).isEqualTo(300);
                assertThat(minute.patterns()).hasSize(50);
                assertThat(minute.patterns().stream()
                                .filter(one -> !one.firstExample().isEmpty()))
                        .hasSize(5);
                var payload = SummaryCodec.encode(minute, dictionary);
                bytes += payload.bytes().size();
                minutes++;
                assertThat(decoded(payload, dictionary)).isEqualTo(minute);
            }
        }
        // The header adds 181 bytes and the signature 64.
        assertThat(bytes / minutes).isLessThan(1_700);
    }

    @Test
    void everyDoubleComesBackToTheLastBit() throws Exception {
        double[] values = {
            0,
            -0.0,
            1,
            -1,
            0.1,
            12.34,
            123_456_789,
            1e300,
            -1e300,
            1e-300,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.longBitsToDouble(0x7ff8_0000_0000_1234L),
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            1.0 / 3,
            Math.PI,
            0.1 + 0.2,
            88_073 * 0.001,
            4096,
            512e9,
            1L << 53,
            (double) ((1L << 53) + 2),
            (double) Long.MAX_VALUE,
            -273.15,
            1e22,
            Math.nextUp(1e22),
            Math.nextUp(0.3),
            1_790_000_040.125
        };
        var random = new Random(21);
        var summaries = new ArrayList<Double>();
        for (double value : values) {
            summaries.add(value);
        }
        for (int i = 0; i < 2_000; i++) {
            summaries.add(
                    switch (random.nextInt(5)) {
                        case 0 -> Double.longBitsToDouble(random.nextLong());
                        case 1 -> random.nextInt(1_000_000) / 100.0;
                        case 2 -> random.nextInt(1_000_000) * 0.001;
                        case 3 -> (double) random.nextLong();
                        default -> (random.nextLong() >>> random.nextInt(64)) / Math.pow(10, random.nextInt(20));
                    });
        }
        var gauges = new ArrayList<GaugeSummary>();
        var counters = new ArrayList<CounterSummary>();
        for (int i = 0; i < summaries.size(); i++) {
            double value = summaries.get(i);
            double other = summaries.get(random.nextInt(summaries.size()));
            double third = summaries.get(random.nextInt(summaries.size()));
            double fourth = summaries.get(random.nextInt(summaries.size()));
            boolean steady = i % 3 == 0;
            int count = 1 + random.nextInt(100);
            gauges.add(new GaugeSummary(
                    series("g", i, MetricType.GAUGE),
                    count,
                    value,
                    steady ? value : other,
                    steady ? value * count : third,
                    steady ? value : fourth));
            counters.add(new CounterSummary(
                    series("c", i, MetricType.COUNTER),
                    count,
                    value,
                    steady ? value : other,
                    i % 4 == 0 ? random.nextInt(5) : 0,
                    steady && i % 2 == 0 ? 0 : third,
                    i % 5 == 0 ? 0 : fourth));
        }

        assertComesBack(new Summary(WINDOW, gauges, counters, List.of()));
    }

    @Test
    void sumsAndIncreasesThatWereAddedUpStayShort() throws Exception {
        var random = new Random(22);
        var gauges = new ArrayList<GaugeSummary>();
        var counters = new ArrayList<CounterSummary>();
        for (int i = 0; i < 1_000; i++) {
            double min = Double.MAX_VALUE;
            double max = 0;
            double sum = 0;
            double last = 0;
            double total = random.nextInt(10_000_000) / 100.0;
            double before = total;
            double increase = 0;
            double first = 0;
            for (int sample = 0; sample < 4; sample++) {
                last = (40_000 + random.nextInt(100)) / 1000.0;
                min = Math.min(min, last);
                max = Math.max(max, last);
                sum += last;
                double next = (Math.round(total * 100) + random.nextInt(100)) / 100.0;
                increase += next - total;
                total = next;
                first = sample == 0 ? next : first;
            }
            assertThat(increase).isCloseTo(total - before, org.assertj.core.data.Offset.offset(1e-6));
            gauges.add(new GaugeSummary(series("g", i, MetricType.GAUGE), 4, min, max, sum, last));
            counters.add(new CounterSummary(series("c", i, MetricType.COUNTER), 4, first, total, 0, increase, 1.234));
        }

        assertComesBack(new Summary(WINDOW, gauges, counters, List.of()));

        var dictionary = dictionaryOf(new Summary(WINDOW, gauges, counters, List.of()));
        var payload = SummaryCodec.encode(new Summary(WINDOW, gauges, counters, List.of()), dictionary, Encoding.NONE);
        // Raw doubles would need 32 bytes each.
        assertThat(payload.bytes().size() / 2_000.0).isLessThan(14);
    }

    @Test
    void aGaugeThatDidNotMoveCostsNextToNothing() {
        var still = new ArrayList<GaugeSummary>();
        for (int i = 0; i < 300; i++) {
            still.add(new GaugeSummary(series("g", i, MetricType.GAUGE), 4, 1, 1, 4, 1));
        }
        var summary = new Summary(WINDOW, still, List.of(), List.of());

        assertThat(SummaryCodec.encode(summary, dictionaryOf(summary)).bytes().size())
                .isLessThan(70);
    }

    @Test
    void anySummaryComesBack() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var gauges = new ArrayList<GaugeSummary>();
            var counters = new ArrayList<CounterSummary>();
            var patterns = new ArrayList<PatternSummary>();
            for (int i = random.nextInt(20); i > 0; i--) {
                double value = random.nextInt(1000) / 10.0;
                gauges.add(new GaugeSummary(
                        series("g", i, MetricType.GAUGE), 4, value, value + random.nextInt(3), 4 * value, value));
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                long total = random.nextLong(1L << 40);
                counters.add(new CounterSummary(
                        series("c", i, MetricType.COUNTER),
                        4,
                        total,
                        total + random.nextInt(3),
                        random.nextInt(2),
                        random.nextInt(5),
                        random.nextDouble()));
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                var counts = new EnumMap<Severity, Long>(Severity.class);
                for (Severity severity : Severity.values()) {
                    if (random.nextBoolean()) {
                        counts.put(severity, 1 + random.nextLong(1L << random.nextInt(1, 40)));
                    }
                }
                patterns.add(new PatternSummary(
                        i * 7L,
                        Map.copyOf(counts),
                        random.nextInt(3) == 0 ? "é\n" + random.nextLong() : "",
                        random.nextInt(3) == 0 ? "\uD83D\uDE00" + random.nextLong() : ""));
            }

            assertComesBack(new Summary(
                    new Window(random.nextLong(1L << 41), 1 + random.nextInt(90_000_000)), gauges, counters, patterns));
        }
    }

    @Test
    void gaugesAreReadWithoutInflatingAnythingElse() throws Exception {
        var node = new FieldNode(7);
        var dictionary = new Dictionary(List.of(node.chunk()));
        var minute = node.nextMinute();
        var payload = SummaryCodec.encode(minute, dictionary);
        var header = Payloads.header(Kind.MINUTE, payload);
        // The counters and what follows them are destroyed; only who reads them may notice.
        byte[] bytes = payload.bytes().toArray();
        for (int i = bytes.length / 2; i < bytes.length; i++) {
            bytes[i] = -1;
        }
        var reader = SummaryReader.open(header, Bytes.of(bytes));

        assertThat(reader.window()).isEqualTo(minute.window());
        assertThat(reader.gauges(dictionary)).isEqualTo(minute.gauges());
        assertThatThrownBy(() -> reader.counters(dictionary)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> reader.patterns(dictionary)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aReaderTakesOnlyTheSeriesItWants() throws Exception {
        var node = new FieldNode(8);
        var dictionary = new Dictionary(List.of(node.chunk()));
        var minute = node.nextMinute();
        var payload = SummaryCodec.encode(minute, dictionary);
        var reader = SummaryReader.open(Payloads.header(Kind.MINUTE, payload), payload.bytes());
        var wanted = new BitSet();
        var gauge = minute.gauges().get(17);
        var counter = minute.counters().get(23);
        wanted.set(dictionary.positionOf(gauge.series()).orElseThrow());
        wanted.set(dictionary.positionOf(counter.series()).orElseThrow());

        assertThat(reader.gauges(dictionary, wanted)).containsExactly(gauge);
        assertThat(reader.counters(dictionary, wanted)).containsExactly(counter);
        assertThat(reader.patternCounts(dictionary))
                .allSatisfy(one -> assertThat(one.firstExample()).isEmpty())
                .extracting(PatternSummary::counts)
                .isEqualTo(
                        minute.patterns().stream().map(PatternSummary::counts).toList());
    }

    @Test
    void chunksAndColumnsOfALaterVersionArePassedOver() throws Exception {
        var summary = new Summary(
                WINDOW,
                List.of(new GaugeSummary(series("g", 0, MetricType.GAUGE), 1, 5, 5, 5, 5)),
                List.of(),
                List.of());
        var dictionary = dictionaryOf(summary);
        var chunks = chunksOf(SummaryCodec.encode(summary, dictionary, Encoding.NONE));
        chunks.put(7, new byte[] {1, 2, 3});
        chunks.put(4_000, new byte[] {4});
        byte[] gauges = Objects.requireNonNull(chunks.get(SummaryCodec.GAUGES));
        // One more entry in the chunk's map: column 60, with two bytes.
        byte[] longer = Arrays.copyOf(gauges, gauges.length + 5);
        longer[0]++;
        System.arraycopy(new CborWriter().key(60).bytes(new byte[2]).toByteArray(), 0, longer, gauges.length, 5);
        chunks.put(SummaryCodec.GAUGES, longer);

        assertThat(decoded(Payloads.stored(chunks), dictionary)).isEqualTo(summary);
    }

    @Test
    void aLayoutEncodingOrDictionaryOfALaterVersionIsRefusedWithTheWayOut() {
        var summary = new Summary(WINDOW, List.of(), List.of(), List.of());
        var payload = SummaryCodec.encode(summary, dictionaryOf(summary), Encoding.NONE);
        for (var header : List.of(
                Payloads.header(Kind.MINUTE, 2, Encoding.NONE, 0, payload.rawLen()),
                Payloads.header(Kind.MINUTE, 1, Encoding.ZSTD, 1, payload.rawLen()),
                Payloads.header(Kind.MINUTE, 1, Encoding.DEFLATE, 2, payload.rawLen()))) {
            assertThatThrownBy(() -> SummaryReader.open(header, payload.bytes()))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageEndingWith("update it.");
        }
    }

    @Test
    void aFormOfALaterVersionIsRefusedRatherThanMisread() {
        var summary = new Summary(
                WINDOW,
                List.of(new GaugeSummary(series("g", 0, MetricType.GAUGE), 1, 5, 5, 5, 5)),
                List.of(),
                List.of());
        var dictionary = dictionaryOf(summary);
        for (int form : new int[] {22, 31, 4 << 5, 255}) {
            var chunks = chunksOf(SummaryCodec.encode(summary, dictionary, Encoding.NONE));
            var forms = new ColumnWriter(1).octet(form);
            var one = new ColumnWriter(1).octet(0);
            chunks.put(
                    SummaryCodec.GAUGES,
                    Columns.write(1, one, forms, new ColumnWriter(1).octet(1), one)
                            .toByteArray());
            assertThatThrownBy(() -> decoded(Payloads.stored(chunks), dictionary))
                    .isInstanceOfSatisfying(
                            ProtocolException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(ProtocolException.Reason.SCHEMA));
        }
    }

    @Test
    void positionsAndColumnsBeyondTheirLimitAreRefused() throws Exception {
        var summary = new Summary(WINDOW, List.of(), List.of(), List.of());
        var steps = new ColumnWriter(90);
        var zeros = new ColumnWriter(90);
        var ones = new ColumnWriter(90);
        for (int i = 0; i < 100; i++) {
            steps.varint(99_999);
            zeros.octet(0);
            ones.octet(1);
        }
        var many = new ColumnWriter[65];
        Arrays.fill(many, new ColumnWriter(1).octet(0));
        var refusals = Map.of(
                "a position is beyond 100000",
                        Columns.write(100, steps, zeros, ones, zeros).toByteArray(),
                "more than 64 columns", Columns.write(1, many).toByteArray());
        for (var refusal : refusals.entrySet()) {
            var chunks = chunksOf(SummaryCodec.encode(summary, dictionaryOf(summary), Encoding.NONE));
            chunks.put(SummaryCodec.GAUGES, refusal.getValue());
            var payload = Payloads.stored(chunks);
            var reader = SummaryReader.open(Payloads.header(Kind.MINUTE, payload), payload.bytes());

            assertThatThrownBy(() -> reader.visitGauges(
                            (position, _, _, _, _, _) -> assertThat(position).isBetween(0, 100_000)))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining(refusal.getKey());
        }
    }

    @Test
    void moreChunksThanAPayloadMayHaveAreRefused() {
        var summary = new Summary(WINDOW, List.of(), List.of(), List.of());
        var chunks = chunksOf(SummaryCodec.encode(summary, dictionaryOf(summary), Encoding.NONE));
        for (int id = 100; id < 132; id++) {
            chunks.put(id, new byte[0]);
        }
        var payload = Payloads.stored(chunks);

        assertThatThrownBy(() -> SummaryReader.open(Payloads.header(Kind.MINUTE, payload), payload.bytes()))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ProtocolException.Reason.SIZE));
    }

    @Test
    void aSummaryThatIsTooLargeForABatchIsNotEncoded() {
        var random = new Random(31);
        var gauges = new ArrayList<GaugeSummary>();
        for (int i = 0; i < 12_000; i++) {
            gauges.add(new GaugeSummary(
                    series("g", i, MetricType.GAUGE),
                    4,
                    random.nextDouble(),
                    random.nextDouble(),
                    2,
                    random.nextDouble()));
        }
        var summary = new Summary(WINDOW, gauges, List.of(), List.of());

        assertThatThrownBy(() -> SummaryCodec.encode(summary, dictionaryOf(summary)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("does not fit into one batch: split it first");
    }

    @Test
    void whatTheDictionaryLacksCannotBeEncodedOrDecoded() {
        var summary = new Summary(
                WINDOW,
                List.of(new GaugeSummary(series("g", 0, MetricType.GAUGE), 1, 5, 5, 5, 5)),
                List.of(),
                List.of());
        var empty = new Dictionary(List.of());

        assertThatThrownBy(() -> SummaryCodec.encode(summary, empty)).isInstanceOf(IllegalArgumentException.class);
        var payload = SummaryCodec.encode(summary, dictionaryOf(summary));
        assertThatThrownBy(() -> decoded(payload, empty))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("The dictionary chunks of a batch have no series at position 0.");
    }

    private static void assertComesBack(Summary summary) throws ProtocolException {
        var dictionary = dictionaryOf(summary);
        for (Encoding enc : new Encoding[] {Encoding.NONE, Encoding.DEFLATE}) {
            var payload = SummaryCodec.encode(summary, dictionary, enc);
            assertSame(decoded(payload, dictionary), summary);
        }
    }

    /** As records say it, and for doubles to the last bit: a record takes all not-a-numbers for one. */
    private static void assertSame(Summary found, Summary expected) {
        assertThat(found).isEqualTo(expected);
        for (int i = 0; i < expected.gauges().size(); i++) {
            var one = expected.gauges().get(i);
            var other = found.gauges().get(i);
            assertThat(bits(other.min(), other.max(), other.sum(), other.last()))
                    .isEqualTo(bits(one.min(), one.max(), one.sum(), one.last()));
        }
        for (int i = 0; i < expected.counters().size(); i++) {
            var one = expected.counters().get(i);
            var other = found.counters().get(i);
            assertThat(bits(other.first(), other.last(), other.increase(), other.peakRate()))
                    .isEqualTo(bits(one.first(), one.last(), one.increase(), one.peakRate()));
        }
    }

    private static long[] bits(double... values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    private static Summary decoded(EncodedPayload payload, Dictionary dictionary) throws ProtocolException {
        return SummaryCodec.decode(Payloads.header(Kind.MINUTE, payload), payload.bytes(), dictionary);
    }

    private static Dictionary dictionaryOf(Summary summary) {
        var series = new ArrayList<Series>();
        summary.gauges().forEach(one -> series.add(one.series()));
        summary.counters().forEach(one -> series.add(one.series()));
        return new Dictionary(List.of(new DictionaryChunk(
                series,
                summary.patterns().stream()
                        .map(one -> new PatternTemplate(one.patternId(), "t", 0))
                        .toList())));
    }

    private static Map<Integer, byte[]> chunksOf(EncodedPayload payload) {
        var chunks = new TreeMap<Integer, byte[]>();
        try {
            var directory = ChunkDirectory.open(Payloads.header(Kind.MINUTE, payload), payload.bytes());
            for (int id = 1; id < 10; id++) {
                int wanted = id;
                directory.chunk(id).ifPresent(chunk -> chunks.put(wanted, chunk));
            }
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        return chunks;
    }

    private static Series series(String name, int i, MetricType type) {
        return new Series(name, Labels.of("i", "" + i), type);
    }
}
