package skerry.agent.ring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTable;

/**
 * Adds a gap to a list of them so that it stays short: neighbours are joined, and above {@link GapTable#MAX_GAPS} the
 * two of one stream and cause that lie nearest. Counts are always kept; what is lost by joining is where exactly.
 */
final class GapRows {
    /** Losses outside batches that are no further apart than this are one gap. */
    private static final long NEAR_MILLIS = 3_600_000;

    private GapRows() {}

    static List<Gap> add(List<Gap> gaps, Gap gap) {
        var result = new ArrayList<>(gaps);
        int neighbour = neighbourOf(result, gap);
        if (neighbour >= 0) {
            result.set(neighbour, join(result.get(neighbour), gap));
        } else {
            result.add(gap);
        }
        while (result.size() > GapTable.MAX_GAPS) {
            squeeze(result);
        }
        return result;
    }

    private static int neighbourOf(List<Gap> gaps, Gap gap) {
        for (int i = gaps.size() - 1; i >= 0; i--) {
            Gap other = gaps.get(i);
            if (sameKind(other, gap) && other.epoch() == gap.epoch() && touches(other, gap)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean touches(Gap a, Gap b) {
        if (a.epoch() != 0) {
            return a.toSeq() + 1 == b.fromSeq() || b.toSeq() + 1 == a.fromSeq();
        }
        return distance(a, b) <= NEAR_MILLIS;
    }

    /** With six streams and seven causes, more than {@link GapTable#MAX_GAPS} gaps always hold two of one kind. */
    private static void squeeze(List<Gap> gaps) {
        int first = -1;
        int second = -1;
        for (int i = 0; i < gaps.size(); i++) {
            for (int j = i + 1; j < gaps.size(); j++) {
                if (sameKind(gaps.get(i), gaps.get(j))
                        && (first < 0 || NEARER.compare(pair(gaps, i, j), pair(gaps, first, second)) < 0)) {
                    first = i;
                    second = j;
                }
            }
        }
        Gap joined = join(gaps.get(first), gaps.get(second));
        gaps.remove(second);
        gaps.set(first, joined);
    }

    private record Pair(Gap a, Gap b) {
        boolean crossesEpochs() {
            return a.epoch() != b.epoch();
        }

        long distance() {
            return GapRows.distance(a, b);
        }
    }

    /** Within an epoch first, since that keeps the sequence numbers; then the nearest in time. */
    private static final Comparator<Pair> NEARER =
            Comparator.comparing(Pair::crossesEpochs).thenComparingLong(Pair::distance);

    private static Pair pair(List<Gap> gaps, int i, int j) {
        return new Pair(gaps.get(i), gaps.get(j));
    }

    private static boolean sameKind(Gap a, Gap b) {
        return a.stream() == b.stream() && a.cause() == b.cause();
    }

    /** Milliseconds between two spans, 0 if they overlap; wide apart where clocks jumped. */
    private static long distance(Gap a, Gap b) {
        if (a.toMillis() < b.fromMillis()) {
            return b.fromMillis() - a.toMillis();
        }
        return Math.max(0, a.fromMillis() - b.toMillis());
    }

    private static Gap join(Gap a, Gap b) {
        boolean oneEpoch = a.epoch() == b.epoch() && a.epoch() != 0;
        return new Gap(
                oneEpoch ? a.epoch() : 0,
                a.stream(),
                oneEpoch ? Math.min(a.fromSeq(), b.fromSeq()) : 0,
                oneEpoch ? Math.max(a.toSeq(), b.toSeq()) : 0,
                a.batches() + b.batches(),
                a.records().plus(b.records()),
                Math.min(a.fromMillis(), b.fromMillis()),
                Math.max(a.toMillis(), b.toMillis()),
                a.cause());
    }
}
