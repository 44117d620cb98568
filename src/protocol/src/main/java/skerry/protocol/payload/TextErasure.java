package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import skerry.protocol.BatchHeader;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;

/**
 * Takes texts, of patterns and of lines, out of payloads and leaves all else as it was, to the byte where it can. What is left has the lengths
 * that the header announces, so that it is read like any payload; only its digest is not the header's any more, which shows that
 * something was erased. Thread-safe.
 */
public final class TextErasure {
    private TextErasure() {}

    /**
     * A dictionary chunk without the templates of some patterns; their ids and aliases stay.
     *
     * @return empty if it has none of these texts
     * @throws ProtocolException if the payload cannot be read
     */
    public static Optional<Bytes> templates(BatchHeader header, Bytes payload, LongPredicate erased)
            throws ProtocolException {
        var chunks = ChunkDirectory.open(header, payload);
        Optional<byte[]> column = chunks.chunk(DictionaryCodec.PATTERNS);
        if (column.isEmpty()) {
            return Optional.empty();
        }
        List<PatternTemplate> before = TemplateColumns.read(column.get());
        List<PatternTemplate> after = templates(before, erased);
        return after.equals(before)
                ? Optional.empty()
                : Optional.of(chunks.replaced(
                        DictionaryCodec.PATTERNS,
                        Optional.of(TemplateColumns.write(after).toByteArray())));
    }

    private static List<PatternTemplate> templates(List<PatternTemplate> templates, LongPredicate erased) {
        var left = new ArrayList<PatternTemplate>(templates.size());
        for (PatternTemplate one : templates) {
            left.add(erased.test(one.patternId()) ? new PatternTemplate(one.patternId(), "", one.aliasOf()) : one);
        }
        return left;
    }

    /**
     * A summary without the examples of some patterns; their counts stay.
     *
     * @param dictionary of the chunks that the batch names
     * @return empty if it has none of these examples
     * @throws ProtocolException if the payload cannot be read
     */
    public static Optional<Bytes> examples(
            BatchHeader header, Bytes payload, Dictionary dictionary, LongPredicate erased) throws ProtocolException {
        var chunks = ChunkDirectory.open(header, payload);
        Optional<byte[]> counts = chunks.chunk(SummaryCodec.PATTERNS);
        Optional<byte[]> texts = chunks.chunk(SummaryCodec.EXAMPLES);
        if (counts.isEmpty() || texts.isEmpty()) {
            return Optional.empty();
        }
        try {
            return examples(chunks, counts.get(), texts.get(), dictionary, erased);
        } catch (IllegalArgumentException e) {
            throw ProtocolException.outOfRange("a summary's pattern", e);
        }
    }

    /**
     * A summary without any example, for one whose dictionary is not known.
     *
     * @return empty if it has none
     * @throws ProtocolException if the payload cannot be read
     */
    public static Optional<Bytes> allExamples(BatchHeader header, Bytes payload) throws ProtocolException {
        var chunks = ChunkDirectory.open(header, payload);
        return chunks.chunk(SummaryCodec.EXAMPLES).isEmpty()
                ? Optional.empty()
                : Optional.of(chunks.replaced(SummaryCodec.EXAMPLES, Optional.empty()));
    }

    /**
     * A part of an answer without its content.
     *
     * @return empty if it has none
     * @throws ProtocolException if the payload cannot be read
     */
    public static Optional<Bytes> content(BatchHeader header, Bytes payload) throws ProtocolException {
        Answer answer = AnswerCodec.decode(header, payload);
        return answer.content().size() == 0
                ? Optional.empty()
                : Optional.of(ChunkDirectory.open(header, payload)
                        .replaced(AnswerCodec.ANSWER, Optional.of(AnswerCodec.withoutContent(answer))));
    }

    private static Optional<Bytes> examples(
            ChunkDirectory chunks, byte[] counts, byte[] texts, Dictionary dictionary, LongPredicate erased)
            throws ProtocolException {
        var columns = new PatternColumns();
        Iterator<PatternColumns.Examples> rest =
                PatternColumns.readExamples(texts).iterator();
        var next = rest.hasNext() ? rest.next() : PatternColumns.Examples.NONE;
        boolean any = false;
        int row = 0;
        for (var counted : PatternColumns.readCounts(counts)) {
            long id = dictionary.pattern(counted.position()).patternId();
            var own = PatternColumns.Examples.NONE;
            if (next.row() == row) {
                own = next;
                next = rest.hasNext() ? rest.next() : PatternColumns.Examples.NONE;
                if (erased.test(id)) {
                    own = PatternColumns.Examples.NONE;
                    any = true;
                }
            }
            columns.add(counted.position(), new PatternSummary(id, counted.counts(), own.first(), own.last()));
            row++;
        }
        if (!any) {
            return Optional.empty();
        }
        return Optional.of(chunks.replaced(
                SummaryCodec.EXAMPLES,
                columns.hasExamples() ? Optional.of(columns.examplesChunk().toByteArray()) : Optional.empty()));
    }
}
