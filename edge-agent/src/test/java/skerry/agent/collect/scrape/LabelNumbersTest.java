package skerry.agent.collect.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelNumbersTest {
    private final LabelNumbers numbers = new LabelNumbers();

    @Test
    void aValueIsANumberOrNoneEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThat(numbers.number("2.5e1")).hasValue(25);
            assertThat(numbers.number("+Inf")).hasValue(Double.POSITIVE_INFINITY);
            assertThat(numbers.number("NaN")).hasValue(Double.NaN);
            assertThat(numbers.number("")).isEmpty();
            assertThat(numbers.number("1e400")).isEmpty();
            assertThat(numbers.number("much")).isEmpty();
        }
    }

    @Test
    void aTargetWithManyValuesDoesNotFillTheMemory() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(numbers.number(Integer.toString(i))).hasValue(i);
        }

        assertThat(numbers.size()).isLessThanOrEqualTo(512);
    }
}
