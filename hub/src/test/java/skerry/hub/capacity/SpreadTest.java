package skerry.hub.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void percentilesAreAtMostTwoPercentTooHigh() {
        var lot = new Random(3);
        var spread = new Spread();
        var all = new ArrayList<Double>();
        for (int i = 0; i < 5_000; i++) {
            double value = Math.exp(4 * lot.nextGaussian());
            all.add(value);
            spread.add(value);
        }
        all.sort(null);

        for (double part : new double[] {0.01, 0.5, 0.95, 0.99}) {
            double truth = all.get((int) Math.ceil(part * all.size()) - 1);
            assertThat(spread.percentile(part)).isBetween(truth * 0.999_999, truth * 1.020_001);
        }
        assertThat(spread.most()).isEqualTo(all.getLast());
        assertThat(spread.percentile(1)).isEqualTo(all.getLast());
    }

    @Test
    void nothingIsAValueAndWhatIsNoNumberIsNone() {
        var spread = new Spread();
        assertThat(spread.percentile(0.5)).isZero();
        spread.add(0);
        spread.add(0);
        spread.add(5);
        spread.add(Double.NaN);
        spread.add(-1);

        assertThat(spread.size()).isEqualTo(3);
        assertThat(spread.percentile(0.5)).isZero();
        assertThat(spread.percentile(0.95)).isEqualTo(5);
    }
}
