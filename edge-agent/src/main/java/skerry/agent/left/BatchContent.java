package skerry.agent.left;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.protocol.BatchHeader;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.SummaryReader;

/**
 * Counts what is in a batch, out of its own bytes: not what the agent believes to have put there. All bytes of a batch are given to
 * some kind: to texts of log lines and patterns what these take, the rest to what the batch is made for. Not thread-safe.
 */
public final class BatchContent {
    private final Carriers carriers;
    private final LeftSums sums;

    /** Where dictionary chunks are, for an example in words. */
    @FunctionalInterface
    public interface Carriers {
        /** The batch that carries the chunk of a hash; empty if it is not here. */
        Optional<byte[]> carrier(Bytes hash);
    }

    /** @param sums to which is added */
    public BatchContent(Carriers carriers, LeftSums sums) {
        this.carriers = carriers;
        this.sums = sums;
    }

    /** Adds a batch that leaves for the first time. */
    public void add(long day, LeftRoad road, byte[] bytes) {
        try {
            Batch batch = BatchCodec.decode(bytes);
            switch (batch.header().kind()) {
                case MINUTE, HOUR, DAY -> summary(day, road, batch, bytes.length);
                case DICTIONARY -> dictionary(day, road, batch, bytes.length);
                case EVENTS -> events(day, road, batch, bytes.length);
                case GAP_TABLE -> gaps(day, road, batch, bytes.length);
                case TICKET_RESULT -> answer(day, road, batch, bytes.length);
            }
        } catch (ProtocolException e) {
            // Of another version of this program: all that is known of it is its size.
            sum(day, road, kind(bytes)).add(1, bytes.length, 0);
        }
    }

    /** Adds a batch that has left by this road before: bytes, and nothing new. */
    public void repeat(long day, LeftRoad road, byte[] bytes) {
        sum(day, road, kind(bytes)).repeat(bytes.length);
    }

    private void summary(long day, LeftRoad road, Batch batch, int length) throws ProtocolException {
        var summary = SummaryReader.open(batch.header(), batch.payload());
        var series = new SeriesCount();
        summary.visitGauges(series);
        summary.visitCounters(series);
        int patterns = summary.patternCount();
        List<String> examples = summary.examples();
        boolean onlyPatterns = series.series() == 0 && patterns > 0;
        int ofExamples = examples.isEmpty() ? 0 : summary.exampleBytes();
        int ofPatterns = onlyPatterns ? length - ofExamples : summary.patternBytes();
        if (!onlyPatterns) {
            LeftSum sum = sum(day, road, LeftKind.SERIES);
            sum.add(1, length - ofPatterns - ofExamples, series.series());
            sum.policy(batch.header().policyId());
            if (!sum.hasExample() && series.series() > 0) {
                sum.example(series(batch.header(), series));
            }
        }
        if (patterns > 0) {
            LeftSum sum = sum(day, road, LeftKind.PATTERNS);
            sum.add(onlyPatterns ? 1 : 0, ofPatterns, patterns);
            sum.policy(batch.header().policyId());
            if (!sum.hasExample()) {
                sum.example(pattern(batch.header(), summary));
            }
        }
        if (!examples.isEmpty()) {
            LeftSum sum = sum(day, road, LeftKind.EXAMPLES);
            sum.add(0, ofExamples, examples.size());
            sum.policy(batch.header().policyId());
            sum.example(examples.getFirst());
        }
    }

    private void dictionary(long day, LeftRoad road, Batch batch, int length) throws ProtocolException {
        DictionaryChunk chunk =
                DictionaryCodec.decode(batch.header(), batch.payload()).chunk();
        boolean onlyTexts = chunk.series().isEmpty() && !chunk.patterns().isEmpty();
        int ofTexts = onlyTexts ? length : DictionaryCodec.templateBytes(batch.header(), batch.payload());
        if (!onlyTexts) {
            LeftSum sum = sum(day, road, LeftKind.NAMES);
            sum.add(1, length - ofTexts, chunk.series().size());
            sum.policy(batch.header().policyId());
            if (!chunk.series().isEmpty()) {
                sum.example(chunk.series().getFirst().toString());
            }
        }
        if (!chunk.patterns().isEmpty()) {
            LeftSum sum = sum(day, road, LeftKind.TEMPLATES);
            sum.add(onlyTexts ? 1 : 0, ofTexts, chunk.patterns().size());
            sum.policy(batch.header().policyId());
            for (var pattern : chunk.patterns()) {
                sum.example(pattern.template());
            }
        }
    }

    private void events(long day, LeftRoad road, Batch batch, int length) throws ProtocolException {
        List<Event> events = EventCodec.decode(batch.header(), batch.payload());
        LeftSum sum = sum(day, road, LeftKind.EVENTS);
        sum.add(1, length, events.size());
        sum.policy(batch.header().policyId());
        if (!events.isEmpty()) {
            sum.example(events.getFirst().type() + ": " + events.getFirst().text());
        }
    }

    private void gaps(long day, LeftRoad road, Batch batch, int length) throws ProtocolException {
        GapTable table = GapTableCodec.decode(batch.header(), batch.payload());
        LeftSum sum = sum(day, road, LeftKind.ACCOUNT);
        sum.add(1, length, 1);
        sum.policy(batch.header().policyId());
        sum.example("counts of " + table.gaps().size() + " gaps and of "
                + table.days().size() + " days of records; no record itself");
    }

    private void answer(long day, LeftRoad road, Batch batch, int length) throws ProtocolException {
        Answer answer = AnswerCodec.decode(batch.header(), batch.payload());
        LeftSum sum = sum(day, road, LeftKind.ANSWERS);
        sum.add(1, length, 1);
        sum.policy(batch.header().policyId());
        sum.example(answer.name().isEmpty() ? answer.sentence() : "file " + answer.name() + ": " + answer.sentence());
    }

    private LeftSum sum(long day, LeftRoad road, LeftKind kind) {
        return sums.of(day, road, kind);
    }

    /** What a batch is made for, by its header alone. */
    private static LeftKind kind(byte[] bytes) {
        try {
            return switch (BatchCodec.readHeader(bytes).kind()) {
                case MINUTE, HOUR, DAY -> LeftKind.SERIES;
                case DICTIONARY -> LeftKind.NAMES;
                case EVENTS -> LeftKind.EVENTS;
                case GAP_TABLE -> LeftKind.ACCOUNT;
                case TICKET_RESULT -> LeftKind.ANSWERS;
            };
        } catch (ProtocolException e) {
            return LeftKind.UNCERTAIN;
        }
    }

    private String series(BatchHeader header, SeriesCount count) throws ProtocolException {
        Optional<Dictionary> dictionary = dictionary(header);
        return dictionary.isEmpty()
                ? ""
                : dictionary.get().series(count.first()) + " = " + count.value() + ", as summary of a window";
    }

    private String pattern(BatchHeader header, SummaryReader summary) throws ProtocolException {
        Optional<Dictionary> dictionary = dictionary(header);
        if (dictionary.isEmpty()) {
            return "";
        }
        PatternSummary first = summary.patternCounts(dictionary.get()).getFirst();
        return "pattern " + Long.toHexString(first.patternId()) + ": " + first.total() + " lines";
    }

    /** Of all chunks that a batch names; empty if one is not here any more. */
    private Optional<Dictionary> dictionary(BatchHeader header) throws ProtocolException {
        var chunks = new ArrayList<DictionaryChunk>(Math.min(header.dictRefs().size(), Limits.MAX_DICT_REFS));
        for (Bytes hash : header.dictRefs()) {
            Optional<byte[]> carrier = carriers.carrier(hash);
            if (carrier.isEmpty()) {
                return Optional.empty();
            }
            Batch batch = BatchCodec.decode(carrier.get());
            chunks.add(DictionaryCodec.decode(batch.header(), batch.payload()).chunk());
        }
        return Optional.of(new Dictionary(chunks));
    }
}
