package skerry.system.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.testkit.broker.MosquittoProcess;

/** As {@link OwnBrokerFaultsIT}, with a mosquitto as it comes between them, which forgets all when it is killed. */
class MosquittoFaultsIT {
    private static final int SOAK_SCHEDULES = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Optional<Path> binary = Optional.empty();

    @BeforeEach
    void find() {
        binary = MosquittoProcess.find();
        assumeTrue(binary.isPresent(), "mosquitto is not installed");
    }

    @Test
    void whateverStrikesEachRecordArrivesOnce() throws Exception {
        var schedule = new FaultSchedule(folder, binary);
        schedule.runShort(2);
        schedule.tell();
    }

    @Test
    @Tag("soak")
    void inManySchedulesToo() throws Exception {
        var schedule = new FaultSchedule(folder, binary);
        for (int seed = 1; seed <= SOAK_SCHEDULES; seed++) {
            schedule.runLong(200 + seed);
        }
        schedule.tell();
    }
}
