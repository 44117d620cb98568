package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import skerry.protocol.payload.Event;

class ClusterModelTest {
    private static final long START = 1_790_000_040_000L;
    private static final long MINUTE = 60_000;

    private static Map<String, Double> told(ClusterModel model, long millis) {
        var told = new HashMap<String, Double>();
        model.samples(millis, (family, labels, value) -> told.put(family.name() + labels, value));
        return told;
    }

    @Test
    void theSameSeedAndMomentTellTheSameAndStayFew() {
        var model = new ClusterModel(7, 0, 3, true);
        assertThat(told(model, START)).isEqualTo(told(new ClusterModel(7, 0, 3, true), START));
        assertThat(told(model, START)).hasSizeBetween(70, 130);
        assertThat(told(new ClusterModel(7, 2, 3, true), START).keySet())
                .allMatch(name -> name.startsWith("container_"));
    }

    @Test
    void totalsNeverFall() {
        var model = new ClusterModel(7, 0, 1, true);
        var before = new HashMap<String, Double>();
        for (long at = START; at < START + 12 * 60 * MINUTE; at += MINUTE) {
            told(model, at).forEach((name, value) -> {
                if (name.contains("_total")) {
                    assertThat(value).as(name).isGreaterThanOrEqualTo(before.getOrDefault(name, 0.0));
                    before.put(name, value);
                }
            });
        }
        assertThat(before.values()).anyMatch(value -> value > 0);
    }

    @Test
    void amongSitesSomethingIsWellFailedAndUnderWayOfWhatIsAppliedToThem() {
        Set<String> ever = new HashSet<>();
        for (long seed = 0; seed < 40; seed++) {
            for (long at = START; at < START + 3 * 60 * MINUTE; at += 10 * MINUTE) {
                told(new ClusterModel(seed, 0, 2, false), at)
                        .forEach((name, value) -> ever.add(name.replaceFirst("[{].*", "") + " " + value));
            }
        }
        for (String metric : new String[] {
            "skerry_k3s_addon_failed",
            "skerry_helmchart_failed",
            "skerry_helmchart_applied",
            "skerry_upgrade_plan_failed",
            "skerry_upgrade_plan_complete",
            "skerry_upgrade_plan_nodes_applying"
        }) {
            assertThat(ever).contains(metric + " 0.0", metric + " 1.0");
        }
    }

    @Test
    void podsOfJobsComeAndGo() {
        var model = new ClusterModel(7, 0, 1, false);
        Set<String> ever = new HashSet<>();
        for (long at = START; at < START + 6 * 60 * MINUTE; at += MINUTE) {
            ever.addAll(told(model, at).keySet());
        }
        assertThat(ever.stream().filter(name -> name.startsWith("kube_pod_info") && name.contains("import-")))
                .hasSizeBetween(12, 13);
        assertThat(told(model, (START / (30 * MINUTE) + 1) * 30 * MINUTE + 10 * MINUTE)
                        .keySet())
                .noneMatch(name -> name.contains("import-"));
    }

    @Test
    void itsEventsAreInTheOrderOfTimeAndToldByOneNode() {
        assertThat(new ClusterModel(7, 0, 2, true).events(START))
                .isSortedAccordingTo(Comparator.comparingLong(Event::wallMillis))
                .hasSize(4)
                .allMatch(event -> "shop".equals(event.attributes().get("namespace")));
        assertThat(new ClusterModel(7, 1, 2, true).events(START)).isEmpty();
    }
}
