package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.MetricType;

class NodeModelTest {
    private static final long STEP = 119_000_000;

    @Test
    void aMomentIsTheSameWheneverItIsMade() {
        assertThat(samples(new NodeModel(5, false), STEP)).isEqualTo(samples(new NodeModel(5, false), STEP));
        assertThat(samples(new NodeModel(6, false), STEP)).isNotEqualTo(samples(new NodeModel(5, false), STEP));
        assertThat(new NodeModel(5, false).lines(STEP)).isEqualTo(new NodeModel(5, false).lines(STEP));
    }

    @Test
    void totalsNeverFall() {
        var model = new NodeModel(11, false);
        Map<String, Double> before = counters(model, STEP - 1);
        for (long step = STEP; step < STEP + 6000; step++) {
            Map<String, Double> now = counters(model, step);
            assertThat(now.keySet()).isEqualTo(before.keySet());
            before.forEach((series, total) ->
                    assertThat(now.getOrDefault(series, -1.0)).as(series).isGreaterThanOrEqualTo(total));
            before = now;
        }
    }

    @Test
    void anUndervoltedNodeSaysSoInMetricsAndLogs() {
        var model = new NodeModel(3, true);

        assertThat(samples(model, STEP)).containsEntry("skerry_pi_undervoltage", 1.0);
        assertThat(LongStream.range(STEP, STEP + 400).boxed().flatMap(step -> model.lines(step).stream()))
                .anyMatch(
                        line -> line.severity() == Severity.ERROR && line.text().contains("Undervoltage"));
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

    private static Map<String, Double> samples(NodeModel model, long step) {
        var samples = new LinkedHashMap<String, Double>();
        model.samples(step, (family, labels, value) -> samples.put(family.name() + labels, value));
        return samples;
    }

    private static Map<String, Double> counters(NodeModel model, long step) {
        var samples = new LinkedHashMap<String, Double>();
        model.samples(step, (family, labels, value) -> {
            if (family.type() == MetricType.COUNTER) {
                samples.put(family.name() + labels, value);
            }
        });
        return samples;
    }
}
