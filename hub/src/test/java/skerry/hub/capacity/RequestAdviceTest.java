package skerry.hub.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.hub.capacity.RequestAdvice.Asked;
import skerry.hub.capacity.RequestAdvice.Seen;
import skerry.hub.capacity.RequestAdvice.Word;

class RequestAdviceTest {
    private static final double MIB = 1 << 20;

    @Test
    void lessIsAdvisedWithAMarginOverTheMostThatWasSeen() {
        var advice = RequestAdvice.of(asked(512, 1_024, 0.5, 1), seen(200, 100, 0.04, 0.05));

        assertThat(advice.word()).isEqualTo(Word.LOWER);
        assertThat(advice.sentence())
                .isEqualTo("ask for 116Mi of memory instead of 512Mi, and 50m of CPU instead of 500m");
        assertThat(advice.memory()).contains(116 * MIB);
        assertThat(advice.cpu()).contains(0.05);
    }

    @Test
    void whatFitsIsLeftAsItIs() {
        var advice = RequestAdvice.of(asked(128, 256, 0.06, 1), seen(200, 100, 0.04, 0.05));

        assertThat(advice.word()).isEqualTo(Word.FITS);
        assertThat(advice.sentence()).isEqualTo("what it asks for fits");
    }

    @Test
    void whereMoreIsUsedThanAskedForMoreIsAdvisedFirst() {
        var advice = RequestAdvice.of(asked(64, 256, 0.5, 1), seen(200, 100, 0.04, 0.05));

        assertThat(advice.word()).isEqualTo(Word.RAISE);
        assertThat(advice.sentence())
                .isEqualTo("ask for 116Mi of memory instead of 64Mi, and 50m of CPU instead of 500m");
    }

    @Test
    void whoAsksForNothingIsToldWhatToAskFor() {
        var nothing = new Asked(Optional.empty(), Optional.empty(), Optional.of(0.0), Optional.empty());
        var advice = RequestAdvice.of(nothing, seen(200, 10, 0.001, 0.002));

        assertThat(advice.word()).isEqualTo(Word.SET);
        assertThat(advice.sentence())
                .isEqualTo("ask for 12Mi of memory, as it asks for none, and 10m of CPU, as it asks for none");
    }

    @Test
    void underThreeDaysNothingIsSaid() {
        var advice = RequestAdvice.of(asked(512, 1_024, 0.5, 1), seen(71, 100, 0.04, 0.05));

        assertThat(advice.word()).isEqualTo(Word.TOO_LITTLE_DATA);
        assertThat(advice.sentence()).isEqualTo("too little data: 2 of at least 3 days");
        assertThat(advice.memory()).isEmpty();
        assertThat(RequestAdvice.of(asked(512, 1_024, 0.5, 1), seen(72, 100, 0.04, 0.05))
                        .word())
                .isEqualTo(Word.LOWER);
    }

    @Test
    void whoWasEndedForLackOfMemoryOrHeldBackNeedsAHigherLimitAndIsNeverAdvisedLess() {
        var killed = RequestAdvice.of(asked(512, 512, 0.5, 1), new Seen(5, 200 * MIB, 0.04, 0.05, 3, 0));
        assertThat(killed.word()).isEqualTo(Word.RAISE);
        assertThat(killed.sentence())
                .isEqualTo("raise its limit of memory from 512Mi to 768Mi, as it was ended for lack of memory 3 times");

        var held = RequestAdvice.of(asked(512, 512, 0.5, 0.5), new Seen(200, 200 * MIB, 0.04, 0.05, 0, 0.12));
        assertThat(held.word()).isEqualTo(Word.RAISE);
        assertThat(held.sentence())
                .isEqualTo(
                        "raise its limit of CPU from 500m to 750m or take it away, as it held it back for 12 % of the time");
    }

    @Test
    void neverLessIsAdvisedThanWasSeen() {
        var lot = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            double most = Math.exp(10 + 10 * lot.nextDouble());
            double cpu = Math.exp(-8 + 9 * lot.nextDouble());
            var seen = new Seen(100, most, cpu, cpu * lot.nextDouble() * 4, 0, 0);
            var advice = RequestAdvice.of(asked(1 + lot.nextInt(4_000), 5_000, lot.nextDouble() * 4, 4), seen);

            assertThat(advice.memory().orElseThrow()).isGreaterThanOrEqualTo(most);
            assertThat(advice.cpu().orElseThrow()).isGreaterThanOrEqualTo(Math.max(cpu, seen.cpuPeak()) - 1e-9);
        }
    }

    private static Asked asked(double memory, double memoryLimit, double cpu, double cpuLimit) {
        return new Asked(
                Optional.of(memory * MIB), Optional.of(memoryLimit * MIB), Optional.of(cpu), Optional.of(cpuLimit));
    }

    private static Seen seen(int hours, double memory, double cpu, double peak) {
        return new Seen(hours, memory * MIB, cpu, peak, 0, 0);
    }
}
