package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;

/** What a Raspberry Pi's kernel leaves out: the memory control group, a clock that runs on. */
class KernelChoicesTest {
    private static final String OFF = "skerry_memory_cgroup_enabled 0.0";

    @TempDir
    private Path directory;

    @Test
    void aUnifiedHierarchyWithoutMemoryHasItOff() throws Exception {
        Collected.write(directory, "sys/fs/cgroup/cgroup.controllers", "cpuset cpu io pids\n");
        Collected.write(directory, "proc/cgroups", "#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t0\t80\t1\n");
        assertThat(group()).containsExactly(OFF);

        Collected.write(directory, "sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
        assertThat(group()).isEmpty();
    }

    @Test
    void inVersion1TheTableOfControllersTells() throws Exception {
        Collected.write(
                directory,
                "proc/cgroups",
                "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t3\t80\t1\nmemory\t0\t80\t0\n");
        assertThat(group()).containsExactly(OFF);

        Collected.write(directory, "proc/cgroups", "#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t9\t80\t1\n");
        assertThat(group()).isEmpty();
        Collected.write(directory, "proc/cgroups", "memory");
        assertThat(group()).as("a table that is cut off").isEmpty();
    }

    @Test
    void aMachineThatTellsNothingCountsAsUsual() throws Exception {
        assertThat(group()).isEmpty();
        assertThat(Collected.from(new RealTimeClock(Collected.treesIn(directory))))
                .isEmpty();
    }

    @Test
    void aClockThatRunsOnIsMissedOnlyWhereThereIsNone() throws Exception {
        Collected.write(directory, "sys/class/net/lo/mtu", "65536\n");
        assertThat(Collected.from(new RealTimeClock(Collected.treesIn(directory))))
                .containsExactly("skerry_rtc_present 0.0");

        Collected.write(directory, "sys/class/rtc/rtc0/name", "rpi-rtc soc:rpi_rtc\n");
        assertThat(Collected.from(new RealTimeClock(Collected.treesIn(directory))))
                .isEmpty();
    }

    private List<String> group() throws Exception {
        return Collected.from(new MemoryGroup(Collected.treesIn(directory)));
    }
}
