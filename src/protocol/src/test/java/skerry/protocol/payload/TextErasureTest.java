package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.ProtocolException;

class TextErasureTest {
    private static final int PATTERNS = 40;

    private final DictionaryChunk chunk;
    private final Dictionary dictionary;
    private final Summary summary;

    TextErasureTest() {
        var templates = new ArrayList<PatternTemplate>();
        var counts = new ArrayList<PatternSummary>();
        for (int i = 1; i <= PATTERNS; i++) {
            templates.add(new PatternTemplate(i, "door <*> opened by marked-" + i, i % 5 == 0 ? 1 : 0));
            String example = i % 3 == 0 ? "" : "door 7 opened by marked-" + i;
            counts.add(new PatternSummary(i, Map.of(Severity.INFO, (long) i), example, i % 4 == 0 ? "last " + i : ""));
        }
        chunk = new DictionaryChunk(new FieldNode(1).chunk().series(), templates);
        dictionary = new Dictionary(List.of(chunk));
        summary = new Summary(new Window(0, 60_000), List.of(), List.of(), counts);
    }

    private static BatchHeader header(Kind kind, EncodedPayload payload) {
        return Payloads.header(kind, payload);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "DEFLATE"})
    void erasedTemplatesAreGoneAndAllElseIsReadAsBeforeUnderTheSameHeader(Encoding enc) throws Exception {
        var payload = DictionaryCodec.encode(chunk, enc);
        var header = header(Kind.DICTIONARY, payload);
        Bytes once =
                TextErasure.templates(header, payload.bytes(), id -> id == 20).orElseThrow();
        Bytes twice = TextErasure.templates(header, once, id -> id == 7).orElseThrow();

        DictionaryChunk left = DictionaryCodec.decode(header, twice).chunk();
        assertThat(left.series()).isEqualTo(chunk.series());
        for (PatternTemplate one : left.patterns()) {
            PatternTemplate before = chunk.patterns().get((int) one.patternId() - 1);
            assertThat(one.template())
                    .isEqualTo(one.patternId() == 20 || one.patternId() == 7 ? "" : before.template());
            assertThat(one.aliasOf()).isEqualTo(before.aliasOf());
        }
        assertThat(twice.sha256()).isNotEqualTo(payload.bytes().sha256());
        assertThat(TextErasure.templates(header, twice, id -> id == 20 || id == 7 || id == 99))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "DEFLATE"})
    void withoutADictionaryAllExamplesGoAndAllElseIsReadAsBefore(Encoding enc) throws Exception {
        var payload = SummaryCodec.encode(summary, dictionary, enc);
        var header = header(Kind.MINUTE, payload);

        Bytes left = TextErasure.allExamples(header, payload.bytes()).orElseThrow();

        Summary read = SummaryCodec.decode(header, left, dictionary);
        assertThat(read.gauges()).isEqualTo(summary.gauges());
        assertThat(read.patterns()).hasSize(PATTERNS).allSatisfy(one -> {
            assertThat(one.firstExample()).isEmpty();
            assertThat(one.lastExample()).isEmpty();
        });
        assertThat(TextErasure.allExamples(header, left)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "DEFLATE"})
    void anAnswerWithoutItsContentStillSaysWhatItAnswers(Encoding enc) throws Exception {
        var answer = new Answer(
                Bytes.of(new byte[16]),
                Answer.Outcome.DONE,
                "said",
                "lines.jsonl.gz",
                1,
                3,
                Bytes.of("MARKED".repeat(99).getBytes(StandardCharsets.UTF_8)),
                Optional.of(TicketWord.of(TicketWord.Why.ANSWERED)));
        var payload = AnswerCodec.encode(answer, enc);
        var header = header(Kind.TICKET_RESULT, payload);

        Bytes left = TextErasure.content(header, payload.bytes()).orElseThrow();

        Answer read = AnswerCodec.decode(header, left);
        assertThat(read)
                .isEqualTo(new Answer(
                        answer.cmdId(),
                        answer.outcome(),
                        "said",
                        "lines.jsonl.gz",
                        1,
                        3,
                        Bytes.of(new byte[0]),
                        answer.ticket()));
        assertThat(TextErasure.content(header, left)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "DEFLATE"})
    void erasedExamplesAreGoneAndCountsStay(Encoding enc) throws Exception {
        var payload = SummaryCodec.encode(summary, dictionary, enc);
        var header = header(Kind.MINUTE, payload);
        Bytes some = TextErasure.examples(header, payload.bytes(), dictionary, id -> id == 8 || id == 9)
                .orElseThrow();

        List<PatternSummary> left =
                SummaryCodec.decode(header, some, dictionary).patterns();
        assertThat(left).hasSize(PATTERNS);
        for (PatternSummary one : left) {
            PatternSummary before = summary.patterns().get((int) one.patternId() - 1);
            boolean erased = one.patternId() == 8 || one.patternId() == 9;
            assertThat(one).isEqualTo(erased ? new PatternSummary(one.patternId(), before.counts(), "", "") : before);
        }
        assertThat(TextErasure.examples(header, some, dictionary, id -> id == 8))
                .isEmpty();

        Bytes all = TextErasure.examples(header, some, dictionary, _ -> true).orElseThrow();
        assertThat(SummaryCodec.decode(header, all, dictionary).patterns())
                .allMatch(one -> (one.firstExample() + one.lastExample()).isEmpty());
        assertThat(new String(all.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("marked");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "DEFLATE"})
    void chunksOfLaterVersionsStay(Encoding enc) throws Exception {
        byte[] later = {1, 2, 3, 4};
        var known = ChunkDirectory.open(
                header(Kind.MINUTE, SummaryCodec.encode(summary, dictionary, enc)),
                SummaryCodec.encode(summary, dictionary, enc).bytes());
        var payload = Payloads.stored(Map.of(
                SummaryCodec.WINDOW,
                known.chunk(SummaryCodec.WINDOW).orElseThrow(),
                SummaryCodec.PATTERNS,
                known.chunk(SummaryCodec.PATTERNS).orElseThrow(),
                SummaryCodec.EXAMPLES,
                known.chunk(SummaryCodec.EXAMPLES).orElseThrow(),
                9,
                later));
        var header = header(Kind.MINUTE, payload);

        Bytes erased = TextErasure.examples(header, payload.bytes(), dictionary, _ -> true)
                .orElseThrow();

        assertThat(ChunkDirectory.open(header, erased).chunk(9))
                .hasValueSatisfying(left -> assertThat(left).isEqualTo(later));
        assertThat(ChunkDirectory.open(header, erased).chunk(SummaryCodec.EXAMPLES))
                .isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "DEFLATE"})
    void aPayloadThatCannotBeReadIsRefused(Encoding enc) {
        var payload = DictionaryCodec.encode(chunk, enc);
        Bytes half = payload.bytes().first(payload.bytes().size() / 2);
        assertThatThrownBy(() -> TextErasure.templates(header(Kind.DICTIONARY, payload), half, _ -> true))
                .isInstanceOf(ProtocolException.class);
    }
}
