package skerry.system.faults;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent and a hub with its own broker that are killed, stopped, cut off and set back: each record arrives once. */
class OwnBrokerFaultsIT {
    private static final int SOAK_SCHEDULES = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whateverStrikesEachRecordArrivesOnce() throws Exception {
        var schedule = new FaultSchedule(folder, Optional.empty());
        schedule.runShort(1);
        schedule.tell();
    }

    @Test
    @Tag("soak")
    void inManySchedulesToo() throws Exception {
        var schedule = new FaultSchedule(folder, Optional.empty());
        for (int seed = 1; seed <= SOAK_SCHEDULES; seed++) {
            schedule.runLong(100 + seed);
        }
        schedule.tell();
    }
}
