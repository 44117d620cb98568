package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

class DictionaryCodecTest {
    @Test
    void fiveHundredSeriesCostTwoKilobytes() throws Exception {
        var series = PresetDictionarySource.series();
        assertThat(series).hasSizeGreaterThan(500);
        var node = new FieldNode(1).chunk();

        assertThat(DictionaryCodec.encode(new DictionaryChunk(series, List.of()))
                        .bytes()
                        .size())
                .isLessThan(2_500);
        assertThat(DictionaryCodec.encode(node).bytes().size()).isLessThan(2_100);
        assertThat(decoded(DictionaryCodec.encode(node)).chunk()).isEqualTo(node);
    }

    @Test
    void aChunksNameDependsOnItsContentOnly() throws Exception {
        var chunk = new FieldNode(1).chunk();
        var name = DictionaryCodec.named(chunk).hash();

        assertThat(decoded(DictionaryCodec.encode(chunk, Encoding.DEFLATE)).hash())
                .isEqualTo(name);
        assertThat(decoded(DictionaryCodec.encode(chunk, Encoding.NONE)).hash()).isEqualTo(name);
        assertThat(DictionaryCodec.named(new FieldNode(2).chunk()).hash()).isNotEqualTo(name);
        assertThat(name.size()).isEqualTo(16);
    }

    @Test
    void aChunkFromALaterVersionKeepsTheNameItsMakerGaveIt() throws Exception {
        var chunk = new DictionaryChunk(List.of(series("a")), List.of());
        var named = DictionaryCodec.named(chunk);
        byte[] content = SeriesColumns.write(chunk.series()).toByteArray();
        var plain = decoded(Payloads.stored(Map.of(1, content)));
        var later = decoded(Payloads.stored(Map.of(1, content, 9, new byte[] {7})));

        assertThat(plain.hash()).isEqualTo(named.hash());
        assertThat(later.chunk()).isEqualTo(chunk);
        assertThat(later.hash()).isNotEqualTo(named.hash());
    }

    @Test
    void largeListsBecomeChunksThatEachFitIntoABatch() throws Exception {
        var series = new ArrayList<Series>();
        var patterns = new ArrayList<PatternTemplate>();
        for (int i = 0; i < 30_000; i++) {
            series.add(new Series("m", Labels.of("pod", "p" + i), MetricType.GAUGE));
        }
        var random = new java.util.Random(4);
        for (int i = 0; i < 300; i++) {
            var text = new StringBuilder();
            random.ints(1_500, 0x21, 0xd000).forEach(text::appendCodePoint);
            patterns.add(new PatternTemplate(i, text.toString(), i % 3 == 0 ? i + 1 : 0));
        }

        var chunks = DictionaryCodec.split(series, patterns);

        var foundSeries = new ArrayList<Series>();
        var foundPatterns = new ArrayList<PatternTemplate>();
        for (DictionaryChunk chunk : chunks) {
            var found = decoded(DictionaryCodec.encode(chunk, Encoding.NONE)).chunk();
            foundSeries.addAll(found.series());
            foundPatterns.addAll(found.patterns());
        }
        assertThat(foundSeries).isEqualTo(series);
        assertThat(foundPatterns).isEqualTo(patterns);
        assertThat(DictionaryCodec.split(List.of(), List.of())).isEmpty();
    }

    @Test
    void whatNoChunkCanHoldIsSaidBeforehand() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 65; i++) {
            names.addAll(List.of("l" + i, "v"));
        }
        var crowded = new Series("m", Labels.of(names.toArray(String[]::new)), MetricType.GAUGE);
        var wordy = new Series("m", Labels.of("l", "x".repeat(Limits.MAX_NAME_BYTES + 1)), MetricType.GAUGE);

        assertThat(DictionaryCodec.fits(crowded)).isFalse();
        assertThat(DictionaryCodec.fits(wordy)).isFalse();
        assertThat(DictionaryCodec.fits(series("m"))).isTrue();
        assertThat(DictionaryCodec.fits(new PatternTemplate(1, "x".repeat(Limits.MAX_NAME_BYTES + 1), 0)))
                .isFalse();
        assertThatThrownBy(() -> DictionaryCodec.split(List.of(wordy), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sharedBeginningsCannotMultiplyIntoMemory() {
        // 10,000 names that each repeat 16 KiB of the one before: 60 KiB on the wire, 160 MB written out.
        int rows = 10_000;
        var zero = new ColumnWriter(rows);
        var shared = new ColumnWriter(3 * rows);
        var lengths = new ColumnWriter(rows);
        var text = new ColumnWriter(Limits.MAX_NAME_BYTES);
        for (int i = 0; i < rows; i++) {
            zero.octet(0);
            shared.varint(i == 0 ? 0 : Limits.MAX_NAME_BYTES);
            lengths.varint(i == 0 ? Limits.MAX_NAME_BYTES : 0);
        }
        text.bytes(
                "n".repeat(Limits.MAX_NAME_BYTES).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                0,
                Limits.MAX_NAME_BYTES);
        byte[] chunk =
                Columns.write(rows, zero, zero, zero, shared, lengths, text).toByteArray();

        assertThatThrownBy(() -> decoded(Payloads.stored(Map.of(1, chunk))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("strings of a dictionary chunk");
    }

    @Test
    void entriesThatAreNoSeriesAreRefused() {
        var one = new ColumnWriter(1).octet(1);
        var zero = new ColumnWriter(1).octet(0);
        byte[] nameless = Columns.write(1, zero, zero, zero, zero, zero).toByteArray();
        byte[] ofAnotherType = Columns.write(
                        1, new ColumnWriter(1).octet(9), zero, zero, zero, one, new ColumnWriter(1).octet('m'))
                .toByteArray();

        for (byte[] chunk : List.of(nameless, ofAnotherType)) {
            assertThatThrownBy(() -> decoded(Payloads.stored(Map.of(1, chunk)))).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void positionsRunThroughAllChunksInTheirOrder() throws Exception {
        var dictionary = new Dictionary(List.of(
                new DictionaryChunk(List.of(series("a"), series("b")), List.of(new PatternTemplate(5, "x", 0))),
                new DictionaryChunk(List.of(series("c"), series("a")), List.of(new PatternTemplate(6, "y", 5)))));

        assertThat(dictionary.series(2)).isEqualTo(series("c"));
        assertThat(dictionary.positionOf(series("a"))).hasValue(0);
        assertThat(dictionary.positionOf(series("c"))).hasValue(2);
        assertThat(dictionary.positionOf(series("d"))).isEmpty();
        assertThat(dictionary.pattern(1).aliasOf()).isEqualTo(5);
        assertThat(dictionary.positionOfPattern(6)).hasValue(1);
        assertThat(dictionary.seriesCount()).isEqualTo(4);
        assertThat(dictionary.patternCount()).isEqualTo(2);
        assertThatThrownBy(() -> dictionary.series(4)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> dictionary.pattern(-1)).isInstanceOf(ProtocolException.class);
    }

    private static NamedChunk decoded(EncodedPayload payload) throws ProtocolException {
        return DictionaryCodec.decode(Payloads.header(Kind.DICTIONARY, payload), payload.bytes());
    }

    private static Series series(String name) {
        return new Series(name, Labels.NONE, MetricType.GAUGE);
    }
}
