package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Test
    void theSameSeedPlansTheSameFaults() {
        assertThat(ChaosPlan.of(5, TEN_MINUTES, 2)).isEqualTo(ChaosPlan.of(5, TEN_MINUTES, 2));
        assertThat(ChaosPlan.of(5, TEN_MINUTES, 2)).isNotEqualTo(ChaosPlan.of(6, TEN_MINUTES, 2));
    }

    @Test
    void everyFaultIsOverInTime() {
        assertThat(plans().flatMap(plan -> plan.acts().stream()))
                .isNotEmpty()
                .allMatch(act -> act.endMillis() <= TEN_MINUTES.toMillis());
    }

    @Test
    void everyKindOfFaultComesUp() {
        assertThat(plans().flatMap(plan -> plan.acts().stream()).map(ChaosPlan.Act::fault))
                .contains(ChaosFault.values());
    }

    @Test
    void whatIsBrokenIsNotBrokenAgainBeforeItIsMended() {
        plans().forEach(plan -> {
            List<ChaosPlan.Act> acts = plan.acts();
            for (int i = 0; i < acts.size(); i++) {
                var earlier = acts.get(i);
                assertThat(acts.subList(i + 1, acts.size()))
                        .filteredOn(
                                act -> act.fault().target() == earlier.fault().target() && act.link() == earlier.link())
                        .allMatch(act -> act.atMillis() > earlier.endMillis());
            }
        });
    }

    private static Stream<ChaosPlan> plans() {
        return LongStream.range(0, 50).mapToObj(seed -> ChaosPlan.of(seed, TEN_MINUTES, 2));
    }
}
