package skerry.agent.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import skerry.agent.boot.BootCause;
import skerry.agent.boot.BootRecord;
import skerry.agent.boot.BootVerdict;
import skerry.agent.boot.Sureness;
import skerry.protocol.Bytes;
import skerry.protocol.series.Labels;

/** What the page says of starts, cards and kernel of a small machine. */
class PiHealthTest {
    private static final long NOW = 1_795_000_000_000L;
    private static final Labels CARD = Labels.of("device", "mmcblk0");

    private final Map<String, Map<Labels, Double>> samples = new HashMap<>();
    private final LatestSamples latest =
            (metric, sink) -> samples.getOrDefault(metric, Map.of()).forEach(sink);

    @Test
    void aMachineThatTellsNoneOfItHasNoCheckMore() {
        assertThat(checks()).isEmpty();
    }

    @Test
    void aBrownoutNeedsALookForADayAndAPowerCutIsOnlySaid() {
        start("brownout", "probably", 7_200);
        assertThat(checks())
                .containsExactly(Check.look(
                        "Last start",
                        "probably the supply's voltage broke down",
                        "Check the power supply and its cable, and what draws power from the USB ports."));

        start("brownout", "probably", 90_000);
        assertThat(checks())
                .containsExactly(Check.good("Last start", "probably the supply's voltage broke down, 25 h ago"));

        start("power-cut", "perhaps", 7_200);
        assertThat(checks()).containsExactly(Check.good("Last start", "perhaps power cut, 2 h ago"));

        start("who", "knows", 7_200);
        assertThat(checks()).as("words of another release").isEmpty();
    }

    @Test
    void anSdCardSaysThatItTellsNothingAndWhatWasWrittenByWhom() {
        put("skerry_card_info", CARD.with("since", Long.toString(NOW / 1000 - 10 * 86_400)), 1);
        put("skerry_card_written_bytes", CARD, 30e9);
        put("skerry_card_agent_written_bytes", CARD, 1.5e9);
        assertThat(checks())
                .containsExactly(Check.good(
                        "Card mmcblk0",
                        "tells nothing of its wear; 30 GB written in 10 days, 3.0 GB a day, 5 % of it by this agent"));
    }

    @Test
    void anEmmcSaysItsOwnEstimateAndNeedsALookNearItsEnd() {
        put("skerry_card_info", CARD.with("since", Long.toString(NOW / 1000 - 600)), 1);
        put("skerry_card_written_bytes", CARD, 1e6);
        put("skerry_mmc_life_used_ratio", CARD.with("memory", "a"), 0.3);
        put("skerry_mmc_life_used_ratio", CARD.with("memory", "b"), 0.4);
        assertThat(checks())
                .containsExactly(Check.good(
                        "Card mmcblk0",
                        "at most 40 % of its life used, by its own estimate; 1.0 MB written in 10 min"));

        put("skerry_mmc_life_used_ratio", CARD.with("memory", "b"), 0.9);
        assertThat(checks().getFirst().mark()).isEqualTo(Check.Mark.LOOK);
    }

    @Test
    void aSinceThatIsNoNumberOrInTheFutureBreaksNothing() {
        for (String since : List.of("x", "", "99999999999999", "NaN")) {
            samples.clear();
            put("skerry_card_info", CARD.with("since", since), 1);
            put("skerry_card_written_bytes", CARD, 1e6);
            assertThat(checks().getFirst().text()).endsWith("1.0 MB written in 0 s");
        }
    }

    @Test
    void aMemoryControlGroupThatIsOffNamesTheLineToAdd() {
        put("skerry_memory_cgroup_enabled", Labels.NONE, 0);
        assertThat(checks()).singleElement().satisfies(check -> {
            assertThat(check.mark()).isEqualTo(Check.Mark.UNKNOWN);
            assertThat(check.advice()).contains("cgroup_enable=memory cgroup_memory=1", "/boot/firmware/cmdline.txt");
        });
    }

    @Test
    void theListOfStartsIsShortAndEscaped() {
        List<BootRecord> starts = IntStream.range(0, 20)
                .mapToObj(i -> new BootRecord(
                        Bytes.of(new byte[16]),
                        NOW,
                        Optional.of(
                                new BootVerdict(BootCause.PANIC, Sureness.SURE, List.of("<b>" + "x".repeat(5_000))))))
                .toList();
        assertThat(StartList.html(starts))
                .contains("<h2>Starts of this machine</h2>", "kernel panic: &lt;b&gt;xxx")
                .hasSizeLessThan(5_000);
        assertThat(StartList.html(List.of(new BootRecord(Bytes.of(new byte[16]), NOW, Optional.empty()))))
                .isEmpty();
    }

    private List<Check> checks() {
        return PiHealth.of(latest, NOW);
    }

    private void start(String cause, String sure, long upSeconds) {
        samples.clear();
        put("skerry_boot_info", Labels.of("cause", cause, "sure", sure), 1);
        put("node_boot_time_seconds", Labels.NONE, NOW / 1000.0 - upSeconds);
    }

    private void put(String metric, Labels labels, double value) {
        samples.computeIfAbsent(metric, _ -> new HashMap<>()).put(labels, value);
    }
}
