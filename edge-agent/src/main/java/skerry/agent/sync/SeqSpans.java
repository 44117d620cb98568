package skerry.agent.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import skerry.protocol.control.SeqRange;

/** A set of sequence numbers, kept as ranges that neither touch nor overlap. Not thread-safe. */
public final class SeqSpans {
    /** First number of a range to its last. */
    private final TreeMap<Long, Long> spans = new TreeMap<>();

    public static SeqSpans of(List<SeqRange> ranges) {
        var set = new SeqSpans();
        ranges.forEach(set::add);
        return set;
    }

    public void add(SeqRange range) {
        long first = range.first();
        long last = range.last();
        var before = spans.floorEntry(first);
        if (before != null && before.getValue() >= first - 1) {
            first = before.getKey();
            last = Math.max(last, before.getValue());
        }
        for (var next = spans.ceilingEntry(first);
                next != null && next.getKey() - 1 <= last;
                next = spans.ceilingEntry(first)) {
            last = Math.max(last, next.getValue());
            spans.remove(next.getKey());
        }
        spans.put(first, last);
    }

    /** Adds 1 to {@code cum}; nothing if that is 0. */
    void addUpTo(long cum) {
        if (cum > 0) {
            add(new SeqRange(1, cum));
        }
    }

    public boolean contains(long seq) {
        var span = spans.floorEntry(seq);
        return span != null && span.getValue() >= seq;
    }

    /** What of {@code first} to {@code last} is in this set. */
    public List<SeqRange> within(long first, long last) {
        var found = new ArrayList<SeqRange>();
        var at = spans.floorEntry(first);
        if (at == null || at.getValue() < first) {
            at = spans.ceilingEntry(first);
        }
        while (at != null && at.getKey() <= last) {
            found.add(new SeqRange(Math.max(first, at.getKey()), Math.min(last, at.getValue())));
            at = spans.higherEntry(at.getKey());
        }
        return found;
    }

    /** What of {@code first} to {@code last} is not in this set. */
    public List<SeqRange> missing(long first, long last) {
        var gaps = new ArrayList<SeqRange>();
        long from = first;
        for (SeqRange held : within(first, last)) {
            if (held.first() > from) {
                gaps.add(new SeqRange(from, held.first() - 1));
            }
            from = held.last() + 1;
        }
        if (from <= last) {
            gaps.add(new SeqRange(from, last));
        }
        return gaps;
    }

    /** Takes out all of {@code ranges}. */
    void remove(List<SeqRange> ranges) {
        for (SeqRange range : ranges) {
            for (SeqRange cut : within(range.first(), range.last())) {
                removeHeld(cut);
            }
        }
    }

    /** @param cut lies within one range of this set */
    private void removeHeld(SeqRange cut) {
        var span = spans.floorEntry(cut.first());
        spans.remove(span.getKey());
        if (span.getKey() < cut.first()) {
            spans.put(span.getKey(), cut.first() - 1);
        }
        if (span.getValue() > cut.last()) {
            spans.put(cut.last() + 1, span.getValue());
        }
    }
}
