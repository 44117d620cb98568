package skerry.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import skerry.protocol.RecordCounts;

/** Seeded schedules of faults on processes, each followed by a reckoning, and what was found in all. */
final class FaultSchedule {
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int FAULTS = 4;
    private static final Set<ProcessFault> IN_EVERY_SCHEDULE =
            EnumSet.of(ProcessFault.AGENT_KILLED, ProcessFault.HUB_SET_BACK, ProcessFault.BROKER_KILLED);

    private final Path folder;
    private final Optional<Path> mosquitto;
    private final Map<ProcessFault, Integer> faults = new EnumMap<>(ProcessFault.class);
    private int schedules;

    /** @param mosquitto the broker; empty for the hub's own */
    FaultSchedule(Path folder, Optional<Path> mosquitto) {
        this.folder = folder;
        this.mosquitto = mosquitto;
    }

    /** A handful of faults, none of them twice. */
    void runShort(long seed) throws Exception {
        run(seed, FAULTS, false);
    }

    /** Each fault twice, some of them for long. */
    void runLong(long seed) throws Exception {
        run(seed, 2 * possible().size(), true);
    }

    /** Says what was found, for whoever started the tests. */
    void tell() {
        System.out.printf(
                "fault matrix, %s: %d schedules, %d faults injected %s; "
                        + "records lost 0, duplicates applied 0, unexplained 0%n",
                mosquitto.isPresent() ? "mosquitto" : "the hub's own broker",
                schedules,
                faults.values().stream().mapToInt(Integer::intValue).sum(),
                faults);
    }

    private void run(long seed, int count, boolean soak) throws Exception {
        var random = new Random(seed);
        Path own = Files.createDirectory(folder.resolve("seed-" + seed));
        try (var rig =
                mosquitto.isPresent() ? FaultRig.mosquitto(own, mosquitto.get(), seed) : FaultRig.embedded(own, seed)) {
            for (ProcessFault fault : drawn(random, count)) {
                fault.strike(rig, random, soak && random.nextInt(6) == 0 ? LONG : SHORT);
                faults.merge(fault, 1, Integer::sum);
                rig.heal();
                rig.logs().write(200);
            }
            check(rig, seed);
            schedules++;
        }
    }

    private static void check(FaultRig rig, long seed) throws Exception {
        var outcome = rig.settle();
        assertThat(outcome.lost()).as("lost with seed %d: %s", seed, outcome).isZero();
        assertThat(outcome.appliedTwice())
                .as("applied twice with seed %d: %s", seed, outcome)
                .isZero();
        assertThat(outcome.unexplained())
                .as("unexplained with seed %d: %s", seed, outcome)
                .isZero();
        assertThat(outcome.dropped()).isEqualTo(RecordCounts.NONE);
        assertThat(outcome.held()).isEqualTo(RecordCounts.NONE);
        assertThat(Files.readString(rig.hub().log())).doesNotContain("\tat ");
        assertThat(rig.agent().output()).doesNotContain("\tat ");
    }

    /** Each kind once before one comes a second time, and kills in every schedule. */
    private List<ProcessFault> drawn(Random random, int count) {
        var deck = new ArrayList<>(possible());
        Collections.shuffle(deck, random);
        deck.sort(Comparator.comparing(fault -> !IN_EVERY_SCHEDULE.contains(fault)));
        var drawn = new ArrayList<ProcessFault>();
        for (int i = 0; i < count; i++) {
            drawn.add(deck.get(i % deck.size()));
        }
        Collections.shuffle(drawn, random);
        return drawn;
    }

    private List<ProcessFault> possible() {
        return Stream.of(ProcessFault.values())
                .filter(fault -> mosquitto.isPresent() || !fault.needsBroker())
                .toList();
    }
}
