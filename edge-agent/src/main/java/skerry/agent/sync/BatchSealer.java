package skerry.agent.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import skerry.agent.ring.BatchDraft;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.ClockSpan;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.batch.BatchSigner;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.NamedChunk;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.series.Series;

/**
 * Turns summaries, events and gap tables into drafts of batches, with the dictionary chunks they need in front. What does
 * not fit one packet is split here, before anything has a number, and the records it covers are split with it. Owned by
 * one thread.
 */
public final class BatchSealer {
    private static final int MAX_EVENTS = 500;

    private final BatchSigner signer;
    private final String policyId;
    private final BiConsumer<Bytes, byte[]> keepChunk;
    private final Dictionaries dictionaries = new Dictionaries();

    /**
     * @param policyId the redaction rules in force
     * @param keepChunk keeps a dictionary chunk for as long as a held batch names it
     */
    public BatchSealer(BatchSigner signer, String policyId, BiConsumer<Bytes, byte[]> keepChunk) {
        this.signer = signer;
        this.policyId = policyId;
        this.keepChunk = keepChunk;
    }

    /**
     * A closed minute. Series and patterns that no packet can hold are left out, and so are their records: the ring counts
     * what no batch covers.
     *
     * @param templates of the patterns that the summary names, and aliases made since the last one
     */
    public List<BatchDraft> minute(Summary summary, Collection<PatternTemplate> templates, ClockSpan span) {
        return drafts(Stream.MINUTES, Kind.MINUTE, summary, templates, span, true);
    }

    /** A closed hour or day. It covers no records of its own: its minutes did. */
    public List<BatchDraft> outline(Kind kind, Summary summary, Collection<PatternTemplate> templates, ClockSpan span) {
        return drafts(Stream.SUMMARIES, kind, summary, templates, span, false);
    }

    public List<BatchDraft> events(List<Event> events, ClockSpan span) {
        var drafts = new ArrayList<BatchDraft>();
        for (int from = 0; from < events.size(); from += MAX_EVENTS) {
            addEvents(events.subList(from, Math.min(events.size(), from + MAX_EVENTS)), span, drafts);
        }
        return drafts;
    }

    public List<BatchDraft> gaps(GapTable table, ClockSpan span) {
        return List.of(
                draft(Stream.GAPS, Kind.GAP_TABLE, List.of(), GapTableCodec.encode(table), RecordCounts.NONE, span));
    }

    /** Says that drafts were not stored, so that no later batch may rely on the chunks among them. */
    public void notStored() {
        dictionaries.forget();
    }

    private List<BatchDraft> drafts(
            Stream stream,
            Kind kind,
            Summary summary,
            Collection<PatternTemplate> templates,
            ClockSpan span,
            boolean covers) {
        Summary fitting = fitting(summary, templates);
        var drafts = new ArrayList<BatchDraft>();
        for (NamedChunk chunk : dictionaries.require(series(fitting), templates(templates))) {
            EncodedPayload payload = DictionaryCodec.encode(chunk.chunk());
            keepChunk.accept(chunk.hash(), payload.bytes().toArray());
            drafts.add(
                    draft(Stream.DICTIONARY, Kind.DICTIONARY, List.of(chunk.hash()), payload, RecordCounts.NONE, span));
        }
        addSummary(stream, kind, fitting, span, covers, drafts);
        return drafts;
    }

    private void addSummary(
            Stream stream, Kind kind, Summary summary, ClockSpan span, boolean covers, List<BatchDraft> drafts) {
        EncodedPayload payload;
        try {
            payload = SummaryCodec.encode(summary, dictionaries.joined());
        } catch (IllegalArgumentException tooLarge) {
            int entries = summary.gauges().size()
                    + summary.counters().size()
                    + summary.patterns().size();
            if (entries < 2) {
                throw tooLarge;
            }
            addSummary(stream, kind, half(summary, true), span, covers, drafts);
            addSummary(stream, kind, half(summary, false), span, covers, drafts);
            return;
        }
        drafts.add(
                draft(stream, kind, dictionaries.refs(), payload, covers ? records(summary) : RecordCounts.NONE, span));
    }

    private void addEvents(List<Event> events, ClockSpan span, List<BatchDraft> drafts) {
        try {
            drafts.add(draft(
                    Stream.EVENTS,
                    Kind.EVENTS,
                    List.of(),
                    EventCodec.encode(events),
                    new RecordCounts(0, 0, events.size()),
                    span));
        } catch (IllegalArgumentException tooLarge) {
            if (events.size() < 2) {
                throw tooLarge;
            }
            addEvents(events.subList(0, events.size() / 2), span, drafts);
            addEvents(events.subList(events.size() / 2, events.size()), span, drafts);
        }
    }

    private BatchDraft draft(
            Stream stream, Kind kind, List<Bytes> refs, EncodedPayload payload, RecordCounts records, ClockSpan span) {
        // A dictionary batch carries its chunk and needs none; the ring keeps the chunk by this reference.
        List<Bytes> named = stream == Stream.DICTIONARY ? List.of() : refs;
        return new BatchDraft(
                stream,
                records,
                Math.min(span.wallFirst(), span.wallLast()),
                Math.max(span.wallFirst(), span.wallLast()),
                refs,
                (key, startNo) -> signer.seal(
                                BatchHeader.of(key, startNo, kind, policyId, named, payload, records, span), payload)
                        .encode());
    }

    /** Without what not even a batch of its own could name. */
    private static Summary fitting(Summary summary, Collection<PatternTemplate> templates) {
        Set<Long> known = new HashSet<>();
        for (PatternTemplate template : templates(templates)) {
            known.add(template.patternId());
        }
        return new Summary(
                summary.window(),
                summary.gauges().stream()
                        .filter(gauge -> DictionaryCodec.fits(gauge.series()))
                        .limit(Limits.MAX_SERIES)
                        .toList(),
                summary.counters().stream()
                        .filter(counter -> DictionaryCodec.fits(counter.series()))
                        .limit(Limits.MAX_SERIES)
                        .toList(),
                summary.patterns().stream()
                        .filter(pattern -> known.contains(pattern.patternId()))
                        .limit(Limits.MAX_PATTERNS)
                        .toList());
    }

    private static List<PatternTemplate> templates(Collection<PatternTemplate> templates) {
        return templates.stream().filter(DictionaryCodec::fits).toList();
    }

    private static Set<Series> series(Summary summary) {
        var all = new LinkedHashSet<Series>();
        summary.gauges().forEach(gauge -> all.add(gauge.series()));
        summary.counters().forEach(counter -> all.add(counter.series()));
        return all;
    }

    private static RecordCounts records(Summary summary) {
        long samples = summary.gauges().stream().mapToLong(GaugeSummary::count).sum()
                + summary.counters().stream().mapToLong(CounterSummary::count).sum();
        long lines =
                summary.patterns().stream().mapToLong(PatternSummary::total).sum();
        return new RecordCounts(samples, lines, 0);
    }

    private static Summary half(Summary summary, boolean first) {
        return new Summary(
                summary.window(),
                half(summary.gauges(), first),
                half(summary.counters(), first),
                half(summary.patterns(), first));
    }

    private static <T> List<T> half(List<T> entries, boolean first) {
        int middle = (entries.size() + 1) / 2;
        return first ? entries.subList(0, middle) : entries.subList(middle, entries.size());
    }
}
