package skerry.protocol.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void labelsInOrderAreThoseInAnyOrder() {
        String[] sorted = {"a", "1", "b", "", "c", "3", "beyond", "4"};

        Labels labels = Labels.ofSorted(sorted, 6);
        sorted[1] = "changed";

        assertThat(labels).isEqualTo(Labels.of("c", "3", "a", "1"));
        assertThat(labels).hasSameHashCodeAs(Labels.of("c", "3", "a", "1"));
        assertThat(Labels.ofSorted(sorted, 0)).isSameAs(Labels.NONE);
        assertThat(Labels.ofSorted(new String[] {"a", ""}, 2)).isSameAs(Labels.NONE);
    }

    @Test
    void whatIsNotInOrderOrGivenTwiceOrBlankIsRefused() {
        assertThatThrownBy(() -> Labels.ofSorted(new String[] {"b", "1", "a", "2"}, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> Labels.ofSorted(new String[] {"a", "1", "a", "2"}, 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Labels.ofSorted(new String[] {" ", "1"}, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Labels.ofSorted(new String[] {"a"}, 1)).hasMessageContaining("has no value");
    }
}
