package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import skerry.protocol.control.SeqRange;

class SeqSpansTest {
    private static final int MOST = 60;

    @Test
    void behavesLikeASetOfNumbersUnderAnySequenceOfChanges() {
        for (long seed = 1; seed <= 500; seed++) {
            var random = new SplittableRandom(seed);
            var spans = new SeqSpans();
            var model = new BitSet();
            for (int step = 0; step < 60; step++) {
                int first = 1 + random.nextInt(MOST);
                int last = first + random.nextInt(8);
                if (random.nextInt(3) == 0) {
                    spans.remove(List.of(new SeqRange(first, last)));
                    model.clear(first, last + 1);
                } else {
                    spans.add(new SeqRange(first, last));
                    model.set(first, last + 1);
                }
                assertSame(seed, spans, model);
            }
        }
    }

    @Test
    void upToNothingIsNothing() {
        var spans = new SeqSpans();

        spans.addUpTo(0);

        assertThat(spans.within(1, 100)).isEmpty();
        assertThat(spans.missing(1, 3)).containsExactly(new SeqRange(1, 3));
    }

    private static void assertSame(long seed, SeqSpans spans, BitSet model) {
        var within = new BitSet();
        spans.within(5, 50).forEach(range -> within.set((int) range.first(), (int) range.last() + 1));
        var missing = new BitSet();
        spans.missing(5, 50).forEach(range -> missing.set((int) range.first(), (int) range.last() + 1));
        for (int seq = 1; seq <= MOST + 8; seq++) {
            boolean inside = seq >= 5 && seq <= 50;
            assertThat(spans.contains(seq)).as("seed %d, %d", seed, seq).isEqualTo(model.get(seq));
            assertThat(within.get(seq)).as("seed %d, within %d", seed, seq).isEqualTo(inside && model.get(seq));
            assertThat(missing.get(seq)).as("seed %d, missing %d", seed, seq).isEqualTo(inside && !model.get(seq));
        }
    }
}
