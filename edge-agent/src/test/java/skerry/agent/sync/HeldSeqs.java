package skerry.agent.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import skerry.protocol.BatchKey;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;

/** The numbers of one stream that a test's hub holds, in the words of a receipt. */
public final class HeldSeqs {
    private HeldSeqs() {}

    public static SortedSet<Long> of(long epoch, Stream stream, Collection<BatchKey> keys) {
        var seqs = new TreeSet<Long>();
        for (BatchKey key : keys) {
            if (key.epoch() == epoch && key.stream() == stream) {
                seqs.add(key.seq());
            }
        }
        return seqs;
    }

    /** The last number up to which none is missing; 0 if the first is. */
    public static long cum(SortedSet<Long> seqs) {
        long cum = 0;
        while (seqs.contains(cum + 1)) {
            cum++;
        }
        return cum;
    }

    /** Neighbours joined, in order. */
    public static List<SeqRange> ranges(SortedSet<Long> seqs) {
        var ranges = new ArrayList<SeqRange>();
        for (long seq : seqs) {
            if (!ranges.isEmpty() && ranges.getLast().last() == seq - 1) {
                ranges.set(ranges.size() - 1, new SeqRange(ranges.getLast().first(), seq));
            } else {
                ranges.add(new SeqRange(seq, seq));
            }
        }
        return ranges;
    }
}
