package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.simulator.SiteLife.Plot;

class NodeAlertsTest {
    private static final long START = 1_790_000_040_000L;

    @Test
    void theSameSeedTellsTheSameAndADemoThatGoesOnTellsOfTheSameAlert() {
        assertThat(NodeAlerts.of(5, Plot.UNDERVOLTAGE, 0, START))
                .isEqualTo(NodeAlerts.of(5, Plot.UNDERVOLTAGE, 0, START));
        var later = NodeAlerts.of(4, Plot.UNDERVOLTAGE, 0, START + 60_000);
        var before = NodeAlerts.of(4, Plot.UNDERVOLTAGE, 0, START);
        for (String name : List.of("key", "since")) {
            assertThat(later.getFirst().attributes().get(name))
                    .isEqualTo(before.getFirst().attributes().get(name));
        }
    }

    @Test
    void everyPlotEndsAsItsSiteIsShown() {
        for (long seed = 0; seed < 12; seed++) {
            for (Plot plot : Plot.values()) {
                List<Event> events = NodeAlerts.of(seed, plot, 1, START);
                assertThat(events).isSortedAccordingTo(Comparator.comparingLong(Event::wallMillis));
                assertThat(events)
                        .allMatch(event -> Long.parseLong(event.attributes().get("since")) <= event.wallMillis());
                assertThat(events)
                        .allMatch(event -> event.wallMillis() > START
                                && event.wallMillis()
                                        < START + Duration.ofMinutes(30).toMillis());
                assertThat(endsWithAProblem(events))
                        .as(plot.toString())
                        .isEqualTo(plot == Plot.UNDERVOLTAGE || plot == Plot.HALF_DARK || plot == Plot.OVERDUE);
            }
        }
    }

    private static boolean endsWithAProblem(List<Event> events) {
        var last = new HashMap<String, String>();
        for (Event event : events) {
            if (event.severity().compareTo(Severity.WARNING) >= 0) {
                last.put(event.attributes().get("key"), event.attributes().get("state"));
            }
        }
        return last.values().stream().anyMatch(state -> !state.equals("resolved"));
    }
}
