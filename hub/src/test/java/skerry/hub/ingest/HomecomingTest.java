package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.Uid;

class HomecomingTest {
    private static final Uid FIRST = new Uid("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Uid SECOND = new Uid("baaaaaaaaaaaaaaaaaaaaaaaaa");

    private final Homecoming homecoming = new Homecoming();
    private final LoadGauge load = new LoadGauge();

    @Test
    void historyWaitsUntilTheLastOfThoseBeforeHasTold() {
        homecoming.begin(List.of(FIRST, SECOND), 0);
        homecoming.home(FIRST);
        assertThat(homecoming.goesOn(1)).isTrue();

        homecoming.home(SECOND);
        assertThat(homecoming.goesOn(1)).isFalse();
    }

    @Test
    void nobodyIsWaitedForLongerThanAMinute() {
        homecoming.begin(List.of(FIRST), 5);

        assertThat(homecoming.goesOn(60_004)).isTrue();
        assertThat(homecoming.goesOn(60_005)).isFalse();
    }

    @Test
    void aHubThatKnowsNobodyHoldsNothingBack() {
        homecoming.begin(List.of(), 0);

        assertThat(homecoming.goesOn(0)).isFalse();
    }

    @Test
    void historyThatWaitsShowsAsAnEmptyHubsLoadAndLeavesAHigherOneAlone() {
        load.holdHistory(true);
        assertThat(load.level()).isEqualTo(2);

        load.read(0, false);
        assertThat(load.level()).isEqualTo(3);

        load.holdHistory(false);
        load.read(0, true);
        load.read(0, true);
        load.read(0, true);
        assertThat(load.level()).isZero();
    }
}
