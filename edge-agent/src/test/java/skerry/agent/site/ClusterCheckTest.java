package skerry.agent.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skerry.protocol.series.Labels;

class ClusterCheckTest {
    private static final String PODS = "pods";

    @Test
    void whatIsNotFollowedIsNamedAndIsNoReasonToLook() {
        Check check = check(Map.of(PODS, 1.0, "nodes", 0.0), 3).orElseThrow();

        assertThat(check.mark()).isEqualTo(Check.Mark.GOOD);
        assertThat(check.text()).isEqualTo("7 pods known; not followed: nodes (skerry-agent check says why)");
    }

    @Test
    void aServerThatTellsNothingNeedsALookUnlessTheAgentHasOnlyBegun() {
        assertThat(check(Map.of(PODS, 0.0), 0)).isEmpty();
        assertThat(check(Map.of(PODS, 0.0), 1))
                .hasValueSatisfying(check -> assertThat(check.mark()).isEqualTo(Check.Mark.LOOK));
    }

    @Test
    void aNodeThatLooksAtNoClusterSaysNothingOfIt() {
        assertThat(check(Map.of(), 0)).isEmpty();
    }

    /** @param followed by kind, 1 or 0 */
    private static Optional<Check> check(Map<String, Double> followed, double failures) {
        LatestSamples samples = (metric, sink) -> {
            switch (metric) {
                case "skerry_cluster_followed" ->
                    followed.forEach((kind, value) -> sink.accept(Labels.of("kind", kind), value));
                case "skerry_cluster_failures_total" -> sink.accept(Labels.of("kind", PODS), failures);
                case "skerry_cluster_objects" -> sink.accept(Labels.of("kind", PODS), 7.0);
                default -> {
                    // nothing else is collected
                }
            }
        };
        return Checkup.of(new FixedView().facts(), samples).stream()
                .filter(check -> check.name().equals("Kubernetes"))
                .findFirst();
    }
}
