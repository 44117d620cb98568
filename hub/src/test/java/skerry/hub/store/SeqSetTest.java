package skerry.hub.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;

class SeqSetTest {
    @Test
    void numbersThatMeetBecomeOneRangeWithTheMomentOfTheHighest() {
        var set = new SeqSet();
        set.add(2, 20);
        set.add(4, 40);
        set.add(1, 10);

        assertThat(set.all()).containsExactly(new SeqRange(1, 2), new SeqRange(4, 4));
        assertThat(set.cum()).isEqualTo(2);
        assertThat(set.cumUntil()).isEqualTo(20);

        set.add(3, 30);

        assertThat(set.all()).containsExactly(new SeqRange(1, 4));
        assertThat(set.cumUntil()).isEqualTo(40);
    }

    /** Against a plain map, over random additions and removals. */
    @Test
    void behavesLikeAPlainSet() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var set = new SeqSet();
            var plain = new TreeMap<Long, Long>();
            for (int step = 0; step < 120; step++) {
                long from = 1L + random.nextInt(60);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        set.remove(from);
                        plain.remove(from);
                    }
                    case 1 -> {
                        long to = from + random.nextInt(8);
                        boolean newEnd = !plain.containsKey(to);
                        set.addAll(from, to, 1_000 + to);
                        for (long seq = from; seq <= to; seq++) {
                            plain.putIfAbsent(seq, 1_000 + seq);
                        }
                        assertThat(newEnd || set.contains(to)).isTrue();
                    }
                    default -> {
                        assertThat(set.wouldGrow(from))
                                .isEqualTo(!plain.containsKey(from)
                                        && !plain.containsKey(from - 1)
                                        && !plain.containsKey(from + 1));
                        set.add(from, 1_000 + from);
                        plain.putIfAbsent(from, 1_000 + from);
                    }
                }
                assertSame(set, plain, "seed " + seed + " step " + step);
            }
            assertThat(SeqSet.of(set.toArray()).all()).isEqualTo(set.all());
        }
    }

    private static void assertSame(SeqSet set, SortedMap<Long, Long> plain, String where) {
        assertThat(set.count()).as(where).isEqualTo(plain.size());
        for (long seq = 0; seq < 72; seq++) {
            assertThat(set.contains(seq)).as(where + " contains " + seq).isEqualTo(plain.containsKey(seq));
        }
        long cum = 0;
        while (plain.containsKey(cum + 1)) {
            cum++;
        }
        assertThat(set.cum()).as(where).isEqualTo(cum);
        assertThat(set.max()).as(where).isEqualTo(plain.isEmpty() ? 0 : plain.lastKey());
        for (int i = 1; i < set.all().size(); i++) {
            assertThat(set.all().get(i).first())
                    .as(where)
                    .isGreaterThan(set.all().get(i - 1).last() + 1);
        }
    }

    @Test
    void whatIsLostGivesWayToWhatArrivesAndNothingTakesItBack() {
        var holding = Holding.none(7, Stream.MINUTES, 1);
        var records = new RecordCounts(10, 0, 0);
        holding.apply(1, 100, records);
        holding.apply(5, 500, records);
        assertThat(holding.lose(1, 3)).isEqualTo(2);
        assertThat(holding.missing()).containsExactly(new SeqRange(4, 4));
        assertThat(holding.filledUntil()).isEqualTo(100);

        assertThat(holding.apply(2, 200, records)).isTrue();
        assertThat(holding.apply(2, 200, records)).isFalse();
        assertThat(holding.lose(1, 5)).isEqualTo(1);

        assertThat(holding.lost().all()).isEqualTo(List.of(new SeqRange(3, 4)));
        assertThat(holding.isComplete()).isTrue();
        assertThat(holding.filledUntil()).isEqualTo(500);
        assertThat(holding.batches()).isEqualTo(3);
        assertThat(holding.delivered().samples()).isEqualTo(30);
    }
}
