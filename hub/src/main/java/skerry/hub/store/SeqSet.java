package skerry.hub.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import skerry.protocol.control.SeqRange;

/**
 * Sequence numbers as ranges, each with the moment up to which its last member tells. Not thread-safe.
 *
 * <p>The moment is that of the highest number of a range; ranges that meet keep the moment of the higher one.
 */
public final class SeqSet {
    private static final int FIRST_CAPACITY = 2;

    private long[] first = new long[FIRST_CAPACITY];
    private long[] last = new long[FIRST_CAPACITY];
    private long[] until = new long[FIRST_CAPACITY];
    private int size;

    public boolean isEmpty() {
        return size == 0;
    }

    /** How many ranges it takes. */
    public int ranges() {
        return size;
    }

    public boolean contains(long seq) {
        int at = floor(seq);
        return at >= 0 && seq <= last[at];
    }

    /** Whether adding {@code seq} would take one more range. */
    public boolean wouldGrow(long seq) {
        return !contains(seq) && !contains(seq - 1) && !contains(seq + 1);
    }

    /** Adds one number; does nothing if it is there. */
    public void add(long seq, long untilMillis) {
        if (!contains(seq)) {
            addAll(seq, seq, untilMillis);
        }
    }

    /** Adds {@code from} to {@code to}, both inclusive, joining what they touch. */
    public void addAll(long from, long to, long untilMillis) {
        int begin = 0;
        while (begin < size && last[begin] < from - 1) {
            begin++;
        }
        int end = begin;
        long low = from;
        long high = to;
        long moment = untilMillis;
        while (end < size && first[end] <= to + 1) {
            low = Math.min(low, first[end]);
            if (last[end] >= high) {
                high = last[end];
                moment = until[end];
            }
            end++;
        }
        replace(begin, end, low, high, moment);
    }

    /** Takes one number out; does nothing if it is not there. */
    public void remove(long seq) {
        int at = floor(seq);
        if (at < 0 || seq > last[at]) {
            return;
        }
        long low = first[at];
        long high = last[at];
        long moment = until[at];
        removeRange(at);
        if (low < seq) {
            addAll(low, seq - 1, moment);
        }
        if (high > seq) {
            addAll(seq + 1, high, moment);
        }
    }

    private void replace(int begin, int end, long low, long high, long moment) {
        int grown = size - (end - begin) + 1;
        if (grown > first.length) {
            int capacity = Math.max(grown, first.length * 2);
            first = Arrays.copyOf(first, capacity);
            last = Arrays.copyOf(last, capacity);
            until = Arrays.copyOf(until, capacity);
        }
        for (long[] column : List.of(first, last, until)) {
            System.arraycopy(column, end, column, begin + 1, size - end);
        }
        first[begin] = low;
        last[begin] = high;
        until[begin] = moment;
        size = grown;
    }

    private void removeRange(int at) {
        for (long[] column : List.of(first, last, until)) {
            System.arraycopy(column, at + 1, column, at, size - at - 1);
        }
        size--;
    }

    /** The highest number up to which none is missing, from 1; 0 if 1 is missing. */
    public long cum() {
        return size > 0 && first[0] == 1 ? last[0] : 0;
    }

    /** The moment up to which {@link #cum} tells, 0 if that is 0. */
    public long cumUntil() {
        return cum() > 0 ? until[0] : 0;
    }

    /** The highest number, 0 if there is none. */
    public long max() {
        return size == 0 ? 0 : last[size - 1];
    }

    /** How many numbers. */
    public long count() {
        long count = 0;
        for (int i = 0; i < size; i++) {
            count += last[i] - first[i] + 1;
        }
        return count;
    }

    /** All ranges, ascending. */
    public List<SeqRange> all() {
        var ranges = new ArrayList<SeqRange>(size);
        for (int i = 0; i < size; i++) {
            ranges.add(new SeqRange(first[i], last[i]));
        }
        return ranges;
    }

    /** At most {@code limit} ranges above {@code cum}, ascending; beyond the limit the highest are left out. */
    public List<SeqRange> above(long cum, int limit) {
        var ranges = new ArrayList<SeqRange>();
        for (int i = 0; i < size && ranges.size() < limit; i++) {
            if (last[i] > cum) {
                ranges.add(new SeqRange(Math.max(first[i], cum + 1), last[i]));
            }
        }
        return ranges;
    }

    /** The ranges of {@code 1..head} that are in none of {@code sets}. */
    public static List<SeqRange> missing(long head, List<SeqSet> sets) {
        var union = union(sets);
        var holes = new ArrayList<SeqRange>();
        long next = 1;
        for (int i = 0; i < union.size && next <= head; i++) {
            if (union.first[i] > next) {
                holes.add(new SeqRange(next, Math.min(head, union.first[i] - 1)));
            }
            next = union.last[i] + 1;
        }
        if (next <= head) {
            holes.add(new SeqRange(next, head));
        }
        return holes;
    }

    /** A new set of all members of {@code sets}. */
    public static SeqSet union(List<SeqSet> sets) {
        var union = new SeqSet();
        for (SeqSet set : sets) {
            for (int i = 0; i < set.size; i++) {
                union.addAll(set.first[i], set.last[i], set.until[i]);
            }
        }
        return union;
    }

    public SeqSet copy() {
        return union(List.of(this));
    }

    /** Three numbers per range: first, last, moment. */
    public long[] toArray() {
        long[] flat = new long[3 * size];
        for (int i = 0; i < size; i++) {
            flat[3 * i] = first[i];
            flat[3 * i + 1] = last[i];
            flat[3 * i + 2] = until[i];
        }
        return flat;
    }

    /** From what {@link #toArray} gave. */
    public static SeqSet of(long... flat) {
        var set = new SeqSet();
        for (int i = 0; i + 2 < flat.length; i += 3) {
            set.addAll(flat[i], flat[i + 1], flat[i + 2]);
        }
        return set;
    }

    /** Index of the last range that starts at or before {@code seq}, or -1. */
    private int floor(long seq) {
        int at = Arrays.binarySearch(first, 0, size, seq);
        return at >= 0 ? at : -at - 2;
    }

    @Override
    public String toString() {
        return all().toString();
    }
}
