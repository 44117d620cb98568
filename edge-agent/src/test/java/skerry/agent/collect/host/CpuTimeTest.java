package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;

class CpuTimeTest {
    @TempDir
    private Path directory;

    private CpuTime collector;

    @BeforeEach
    void open() {
        collector = new CpuTime(Collected.treesIn(directory));
    }

    @Test
    void modesAreInSecondsAndGuestsAreApart() throws Exception {
        stat("cpu  1 1 1\ncpu0 1001 20 300 40000 50 6 7 8 900 10 11\nintr 5\n");

        assertThat(Collected.from(collector))
                .containsExactly(
                        "node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} 10.01",
                        "node_cpu_seconds_total{cpu=\"0\",mode=\"nice\"} 0.2",
                        "node_cpu_seconds_total{cpu=\"0\",mode=\"system\"} 3.0",
                        "node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 400.0",
                        "node_cpu_seconds_total{cpu=\"0\",mode=\"iowait\"} 0.5",
                        "node_cpu_seconds_total{cpu=\"0\",mode=\"irq\"} 0.06",
                        "node_cpu_seconds_total{cpu=\"0\",mode=\"softirq\"} 0.07",
                        "node_cpu_seconds_total{cpu=\"0\",mode=\"steal\"} 0.08",
                        "node_cpu_guest_seconds_total{cpu=\"0\",mode=\"user\"} 9.0",
                        "node_cpu_guest_seconds_total{cpu=\"0\",mode=\"nice\"} 0.1");
    }

    @Test
    void modesThatAnOldKernelLacksAreZero() throws Exception {
        stat("cpu0 100 0 0 200\n");

        assertThat(Collected.from(collector))
                .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 2.0")
                .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"steal\"} 0.0");
    }

    @Test
    void aSmallStepBackKeepsTheHigherValue() throws Exception {
        stat("cpu0 100 0 0 1000 500\n");
        Collected.from(collector);
        stat("cpu0 101 0 0 990 499\n");

        assertThat(Collected.from(collector))
                .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} 1.01")
                .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 10.0")
                .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"iowait\"} 5.0");
    }

    @Test
    void aCpuPluggedInAgainBeginsAnew() throws Exception {
        stat("cpu0 100 0 0 1000\ncpu1 100 0 0 1000\n");
        Collected.from(collector);
        stat("cpu0 150 0 0 1100\n");
        assertThat(Collected.from(collector)).noneMatch(line -> line.contains("cpu=\"1\""));
        stat("cpu0 200 0 0 1200\ncpu1 1 0 0 10\n");

        assertThat(Collected.from(collector))
                .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} 2.0")
                .contains("node_cpu_seconds_total{cpu=\"1\",mode=\"user\"} 0.01")
                .contains("node_cpu_seconds_total{cpu=\"1\",mode=\"idle\"} 0.1");
    }

    @Test
    void aCpuNumberThatCannotBeIsRefusedBeforeAnythingIsKeptForIt() throws Exception {
        stat("cpu999999999 1 1 1 1\n");

        assertThatThrownBy(() -> Collected.from(collector))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("proc/stat line 1");
    }

    private void stat(String text) throws IOException {
        Collected.write(directory, "proc/stat", text);
    }
}
