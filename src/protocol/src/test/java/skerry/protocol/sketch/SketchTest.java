package skerry.protocol.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SketchTest {
    @ParameterizedTest
    @EnumSource
    void noQuantileIsOffByMoreThanOnePercentOfItself(Distribution distribution) {
        for (int number : new int[] {1, 2, 3, 10, 101, 20_000}) {
            double[] values = distribution.values(7L * number, number);
            Sketch sketch = sketchOf(values);
            Arrays.sort(values);

            assertThat(sketch.count()).isEqualTo(number);
            for (int percent = 0; percent <= 1_000; percent++) {
                double q = percent / 1_000.0;
                double exact = values[(int) (q * (number - 1))];
                assertThat(Math.abs(sketch.quantile(q) - exact))
                        .as("quantile %s of %s values, which is %s", q, number, exact)
                        .isLessThanOrEqualTo(Bins.RELATIVE_ERROR * exact);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsAndQuantilesAreThoseOfTheLibrarysOwnSketch(Distribution distribution) {
        var theirs = new DDSketch(new LogarithmicMapping(0.009_999_9), UnboundedSizeDenseStore::new);
        double[] values = distribution.values(3, 5_000);
        for (double value : values) {
            theirs.accept(value < Bins.SMALLEST ? 0 : value);
        }
        Sketch ours = sketchOf(values);

        for (int i = 0; i < ours.size(); i++) {
            assertThat(ours.bin(i)).isBetween(Bins.FIRST, Bins.LAST);
        }
        assertThat((double) ours.count()).isEqualTo(theirs.getCount());
        for (double q : new double[] {0, 0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
            assertThat(ours.quantile(q)).isEqualTo(theirs.getValueAtQuantile(q));
        }
    }

    @Test
    void negativeValuesAndThoseThatAreNoneAreRefusedAndChangeNothing() {
        var open = new OpenSketch();
        for (double value : new double[] {
            -1e-300, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.000_001e12, Double.MAX_VALUE
        }) {
            assertThat(open.add(value, 1)).as("%s", value).isFalse();
        }
        assertThat(open.isEmpty()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(open::close);
    }

    @Test
    void whatIsSmallerThanANanosecondCountsAsZero() {
        var open = new OpenSketch();
        for (double value : new double[] {0, -0.0, Double.MIN_VALUE, 0.999e-9}) {
            assertThat(open.add(value, 1)).isTrue();
        }
        Sketch sketch = open.close();
        assertThat(sketch.zeros()).isEqualTo(4);
        assertThat(sketch.quantile(1)).isZero();
    }

    @Test
    void theSmallestAndTheLargestValueHaveABinEach() {
        var open = new OpenSketch();
        assertThat(open.add(Bins.SMALLEST, 1)).isTrue();
        assertThat(open.add(Bins.LARGEST, 1)).isTrue();
        Sketch sketch = open.close();
        assertThat(sketch.size()).isEqualTo(2);
        assertThat(sketch.bin(0)).isEqualTo(Bins.FIRST);
        assertThat(sketch.bin(1)).isEqualTo(Bins.LAST);
        assertThat(Bins.LAST - Bins.FIRST + 1).isEqualTo(2_419);
    }

    @Test
    void aClosedSketchIsOpenedAnewWithNothingInIt() {
        var open = new OpenSketch();
        open.add(0.5, 3);
        Sketch first = open.close();
        assertThat(open.isEmpty()).isTrue();
        open.add(70, 1);
        open.add(0.001, 2);
        Sketch second = open.close();
        assertThat(first.count()).isEqualTo(3);
        assertThat(second.count()).isEqualTo(3);
        assertThat(second).isEqualTo(sketchOf(0.001, 0.001, 70));
    }

    @Test
    void whatIsMoreThanCanBeCountedIsAddedUpToTheMostThatCan() {
        long half = Long.MAX_VALUE / 2 + 1;
        var one = new Sketch(half, new int[] {1, 2}, new long[] {half, 1});

        Sketch all = one.plus(one).plus(one);

        assertThat(all.count()).isEqualTo(Long.MAX_VALUE);
        assertThat(all.zeros()).isEqualTo(Long.MAX_VALUE);
        assertThat(all.count(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(all.count(1)).isEqualTo(3);
        assertThat(all.quantile(0)).isZero();
        assertThat(all.quantile(1)).isBetween(0.0, Bins.value(2));
    }

    @Test
    void aSketchThatCannotBeIsNotMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, new int[0], new long[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(-1, new int[] {1}, new long[] {5}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, new int[] {1, 1}, new long[] {5, 5}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, new int[] {1}, new long[] {0}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, new int[] {1}, new long[] {1, 2}));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sketch(0, new int[] {Bins.LAST + 1}, new long[] {1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sketch(0, new int[] {Bins.FIRST - 1}, new long[] {1}));
        assertThatIllegalArgumentException().isThrownBy(() -> sketchOf(1).quantile(1.01));
        assertThatIllegalArgumentException().isThrownBy(() -> sketchOf(1).quantile(Double.NaN));
    }

    private static Sketch sketchOf(double... values) {
        var open = new OpenSketch();
        for (double value : values) {
            assertThat(open.add(value, 1)).isTrue();
        }
        return open.close();
    }
}
