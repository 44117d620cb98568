package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.Summary;

class NodeModelTest {
    private static final long MINUTE = 29_900_000;

    @Test
    void aMinuteIsTheSameWheneverItIsMade() {
        assertThat(new NodeModel(5, false).minute(MINUTE)).isEqualTo(new NodeModel(5, false).minute(MINUTE));
        assertThat(new NodeModel(6, false).minute(MINUTE)).isNotEqualTo(new NodeModel(5, false).minute(MINUTE));
    }

    @Test
    void totalsOfNeighbouringMinutesFitTogetherAndNeverFall() {
        var model = new NodeModel(11, false);
        Summary before = model.minute(MINUTE - 1);
        for (long minute = MINUTE; minute < MINUTE + 3000; minute++) {
            Summary now = model.minute(minute);
            for (int i = 0; i < now.counters().size(); i++) {
                CounterSummary counter = now.counters().get(i);
                double previous = before.counters().get(i).last();
                assertThat(counter.series()).isEqualTo(before.counters().get(i).series());
                assertThat(counter.last()).isGreaterThanOrEqualTo(previous);
                assertThat(counter.increase()).isEqualTo(counter.last() - previous);
                assertThat(counter.first()).isBetween(previous, counter.last());
            }
            before = now;
        }
    }

    @Test
    void gaugesKeepTheirOrder() {
        for (GaugeSummary gauge : new NodeModel(3, true).minute(MINUTE).gauges()) {
            assertThat(gauge.min()).isLessThanOrEqualTo(gauge.mean() + 1e-6);
            assertThat(gauge.mean()).isLessThanOrEqualTo(gauge.max() + 1e-6);
            assertThat(gauge.last()).isBetween(gauge.min(), gauge.max());
        }
    }

    @Test
    void everyPatternOfAMinuteHasItsTemplate() {
        var model = new NodeModel(3, true);
        var known = model.patternTemplates().stream()
                .map(template -> template.patternId())
                .collect(Collectors.toSet());

        assertThat(model.minute(MINUTE).patterns()).isNotEmpty().allMatch(p -> known.contains(p.patternId()));
    }

    @Test
    void evenASmallFleetShowsEveryPlotAndTheSeedFixesIt() {
        var fleet = SiteLife.fleet(1, 10);

        assertThat(fleet.stream().map(SiteLife::plot).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(SiteLife.Plot.class));
        assertThat(SiteLife.fleet(1, 10)).isEqualTo(fleet);
        assertThat(SiteLife.fleet(1, 500).stream().map(SiteLife::name).distinct())
                .hasSize(500);
    }
}
