package skerry.agent.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import skerry.agent.ring.BatchDraft;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.ClockSpan;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.RecordCounts;
import skerry.protocol.batch.BatchSigner;
import skerry.protocol.identity.SigningKey;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.series.Series;

/**
 * Makes batches of summaries, events, gap tables and answers, ready to be stored: encoded, split to fit a packet, preceded by the
 * dictionary chunks they need. The ring gives the numbers; only the header and its signature are made then. Not
 * thread-safe: owned by the thread that closes windows.
 */
public final class BatchSealer {
    private final BatchSigner signer;
    private final Supplier<String> policyId;
    private final Dictionaries dictionaries;
    private final BiConsumer<Bytes, byte[]> keepChunk;

    /**
     * @param policyId names the redaction rules in force
     * @param chunkHeld whether the ring holds the dictionary chunk of this hash
     * @param keepChunk puts a chunk into the ring, before the first batch that names it
     */
    public BatchSealer(
            SigningKey key,
            Supplier<String> policyId,
            Predicate<Bytes> chunkHeld,
            BiConsumer<Bytes, byte[]> keepChunk) {
        this.keepChunk = keepChunk;
        this.signer = new BatchSigner(key);
        this.policyId = policyId;
        this.dictionaries = new Dictionaries(chunkHeld);
    }

    /**
     * Batches in the order in which they are to be stored, in one transaction.
     *
     * @param leftOut source records that no batch can carry, to be counted as lost with cause {@code LIMIT}
     */
    public record Sealed(List<BatchDraft> drafts, RecordCounts leftOut) {
        public Sealed {
            drafts = List.copyOf(drafts);
        }
    }

    /**
     * Seals the summary of a window.
     *
     * @param kind {@code MINUTE}, {@code HOUR} or {@code DAY}
     * @param templates those that are new, changed or became aliases since the last call; giving more does no harm. A
     *     pattern that never had one gets an empty text
     * @param records all source records of the window, also those of series that stay at the site; over the batches they
     *     add up to exactly this, less what is left out
     */
    public Sealed summary(
            Kind kind, Summary summary, List<PatternTemplate> templates, RecordCounts records, ClockSpan span) {
        var fitting = fitting(summary);
        long leftOut = Math.min(records.samples(), RecordShares.samples(summary) - RecordShares.samples(fitting));
        var left = new RecordCounts(records.samples() - leftOut, records.lines(), records.events());
        var plan = dictionaries.plan(
                seriesOf(fitting),
                fitting.patterns().stream().map(PatternSummary::patternId).toList(),
                templates.stream().map(BatchSealer::fitting).toList());
        var drafts = new ArrayList<BatchDraft>();
        for (var chunk : plan.toStore()) {
            var payload = DictionaryCodec.encode(chunk.chunk());
            keepChunk.accept(chunk.hash(), payload.bytes().toArray());
            drafts.add(draft(Kind.DICTIONARY, List.of(), List.of(chunk.hash()), payload, RecordCounts.NONE, span));
        }
        var parts = new ArrayList<Part>();
        encode(fitting, plan, parts);
        var shares = RecordShares.of(left, parts.stream().map(Part::summary).toList());
        for (int i = 0; i < parts.size(); i++) {
            drafts.add(draft(kind, plan.refs(), plan.refs(), parts.get(i).payload(), shares.get(i), span));
        }
        return new Sealed(drafts, new RecordCounts(leftOut, 0, 0));
    }

    /** Seals events, in as many batches as they need; texts longer than a batch may carry are cut. */
    public List<BatchDraft> events(List<Event> events, ClockSpan span) {
        var drafts = new ArrayList<BatchDraft>();
        encodeEvents(events.stream().map(EventText::cut).toList(), span, drafts);
        return drafts;
    }

    /** Seals the whole table of gaps. */
    public BatchDraft gaps(GapTable table, ClockSpan span) {
        return draft(Kind.GAP_TABLE, List.of(), List.of(), GapTableCodec.encode(table), RecordCounts.NONE, span);
    }

    /** Seals a part of an answer to a command. */
    public BatchDraft answer(Answer part, ClockSpan span) {
        return draft(Kind.TICKET_RESULT, List.of(), List.of(), AnswerCodec.encode(part), RecordCounts.NONE, span);
    }

    private BatchDraft draft(
            Kind kind,
            List<Bytes> headerRefs,
            List<Bytes> ringRefs,
            EncodedPayload payload,
            RecordCounts records,
            ClockSpan span) {
        String policy = policyId.get();
        return new BatchDraft(
                kind.stream(),
                records,
                span.wallFirst(),
                span.wallLast(),
                ringRefs,
                (key, startNo) -> signer.seal(
                                BatchHeader.of(key, startNo, kind, policy, headerRefs, payload, records, span), payload)
                        .encode());
    }

    // ---- summaries

    private record Part(Summary summary, EncodedPayload payload) {}

    /** Encodes a summary, in halves of halves where the whole does not fit into a packet. */
    private static void encode(Summary summary, Dictionaries.Plan plan, List<Part> parts) {
        var payload = tryEncode(summary, plan);
        if (payload.isPresent()) {
            parts.add(new Part(summary, payload.get()));
            return;
        }
        encode(half(summary, true), plan, parts);
        encode(half(summary, false), plan, parts);
    }

    private static Optional<EncodedPayload> tryEncode(Summary summary, Dictionaries.Plan plan) {
        try {
            return Optional.of(SummaryCodec.encode(summary, plan.dictionary()));
        } catch (IllegalArgumentException e) {
            if (entries(summary) < 2) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Summary half(Summary summary, boolean first) {
        return new Summary(
                summary.window(),
                half(summary.gauges(), first),
                half(summary.counters(), first),
                half(summary.patterns(), first),
                half(summary.sketches(), first));
    }

    /** Of a single entry the first half is all. */
    private static <T> List<T> half(List<T> all, boolean first) {
        int middle = (all.size() + 1) / 2;
        return first ? all.subList(0, middle) : all.subList(middle, all.size());
    }

    private static int entries(Summary summary) {
        return summary.gauges().size()
                + summary.counters().size()
                + summary.patterns().size()
                + summary.sketches().size();
    }

    /** Without the series that no dictionary chunk can hold. */
    private static Summary fitting(Summary summary) {
        return new Summary(
                summary.window(),
                summary.gauges().stream()
                        .filter(gauge -> DictionaryCodec.fits(gauge.series()))
                        .toList(),
                summary.counters().stream()
                        .filter(counter -> DictionaryCodec.fits(counter.series()))
                        .toList(),
                summary.patterns(),
                summary.sketches().stream()
                        .filter(sketch -> DictionaryCodec.fits(sketch.series()))
                        .toList());
    }

    private static List<Series> seriesOf(Summary summary) {
        var series = new ArrayList<Series>();
        summary.gauges().forEach(gauge -> series.add(gauge.series()));
        summary.counters().forEach(counter -> series.add(counter.series()));
        summary.sketches().forEach(sketch -> series.add(sketch.series()));
        return series;
    }

    /** With an empty text instead of one that no dictionary chunk can hold. */
    private static PatternTemplate fitting(PatternTemplate template) {
        return DictionaryCodec.fits(template)
                ? template
                : new PatternTemplate(template.patternId(), "", template.aliasOf());
    }

    // ---- events

    private void encodeEvents(List<Event> events, ClockSpan span, List<BatchDraft> drafts) {
        if (events.isEmpty()) {
            return;
        }
        if (events.size() <= Limits.MAX_EVENTS) {
            try {
                var records = new RecordCounts(0, 0, events.size());
                drafts.add(draft(Kind.EVENTS, List.of(), List.of(), EventCodec.encode(events), records, span));
                return;
            } catch (IllegalArgumentException e) {
                if (events.size() == 1) {
                    throw e;
                }
            }
        }
        encodeEvents(half(events, true), span, drafts);
        encodeEvents(half(events, false), span, drafts);
    }
}
