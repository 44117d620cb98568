package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesBoundsTest {
    @Test
    void aLargeHeapGivesWhatIsSetAndASmallOneWhatItHasRoomFor() {
        assertThat(SeriesBounds.within(10_000, 48 << 20).told()).isEqualTo(10_000);
        assertThat(SeriesBounds.within(10_000, 48 << 20).held()).isBetween(57_000, 90_000);
        assertThat(SeriesBounds.within(10_000, 24 << 20).told()).isBetween(4_000, 5_000);
        assertThat(SeriesBounds.within(10_000, 8 << 20)).isEqualTo(new SeriesBounds(1_000, 2_000));
        assertThat(SeriesBounds.within(100, 1L << 40)).isEqualTo(new SeriesBounds(100, 800));
    }
}
