package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadGaugeTest {
    private final LoadGauge gauge = new LoadGauge();

    @Test
    void aFullIntakeHalvesBackFillAndStopsNobody() {
        assertThat(gauge.read(1, true)).isTrue();
        assertThat(gauge.read(1, true)).isFalse();

        assertThat(gauge.level()).isEqualTo(1);
        assertThat(gauge.credit().window()).isEqualTo(6);
    }

    @Test
    void itIsCalmAgainOnlyOnceThereIsMuchRoom() {
        gauge.read(0.6, true);

        gauge.read(0.31, true);
        assertThat(gauge.level()).isEqualTo(1);

        gauge.read(0.29, true);
        assertThat(gauge.level()).isZero();
        assertThat(gauge.credit().window()).isEqualTo(8);
    }

    @Test
    void aStoreThatTakesNothingLetsLiveAndEventsThroughAndThenComesBackStepByStep() {
        gauge.read(0, false);
        assertThat(gauge.level()).isEqualTo(3);
        assertThat(gauge.credit().bytesPerSecond()).isPositive();

        gauge.read(0, true);
        assertThat(gauge.level()).isEqualTo(2);
        gauge.read(0, true);
        gauge.read(0, true);
        assertThat(gauge.level()).isZero();
    }

    @Test
    void backFillWaitsWhileTheFleetReturnsHoweverMuchRoomThereIs() {
        gauge.holdHistory(true);
        assertThat(gauge.level()).isEqualTo(2);

        gauge.read(0, false);
        assertThat(gauge.level()).isEqualTo(3);

        gauge.read(0, true);
        gauge.read(0, true);
        gauge.read(0, true);
        assertThat(gauge.level()).isEqualTo(2);
        gauge.holdHistory(false);
        assertThat(gauge.level()).isZero();
    }
}
