package skerry.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.system.model.Folders;
import skerry.system.process.Eventually;

/** The fault matrix would notice: an agent is made to lose lines, and to deliver lines twice, by what no fault of it does. */
class SabotageIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int LINES = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    @Tag("soak")
    void linesThatAreDeliveredTwiceAreFound() throws Exception {
        try (var rig = FaultRig.embedded(folder, 7)) {
            rig.agent().stop();
            Path before = keepRing(rig);
            rig.agent().start();
            rig.logs().write(LINES);
            rig.settle();

            setRingBack(rig, before);
            rig.agent().start();

            assertThat(rig.settle().appliedTwice()).isGreaterThanOrEqualTo(LINES);
        }
    }

    @Test
    @Tag("soak")
    void linesThatAreGoneAreFound() throws Exception {
        try (var rig = FaultRig.embedded(folder, 8)) {
            rig.agent().stop();
            Path before = keepRing(rig);
            rig.agent().start();
            rig.logs().write(LINES);
            Eventually.until("the lines are read", LIMIT, () -> rig.missing() == 0);

            rig.agent().kill();
            setRingBack(rig, before);
            try (Stream<Path> logs = Files.list(rig.agent().logs())) {
                for (Path log : logs.toList()) {
                    Files.delete(log);
                }
            }
            rig.agent().start();

            assertThat(rig.reckon().lost()).isGreaterThanOrEqualTo(LINES);
        }
    }

    private Path keepRing(FaultRig rig) {
        Path copy = folder.resolve("ring-before");
        Folders.copy(rig.agent().data(), copy);
        return copy;
    }

    private static void setRingBack(FaultRig rig, Path before) {
        Folders.delete(rig.agent().data());
        Folders.copy(before, rig.agent().data());
    }
}
