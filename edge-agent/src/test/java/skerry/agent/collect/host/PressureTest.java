package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;

class PressureTest {
    @TempDir
    private Path directory;

    @Test
    void whatTheKernelHasSwitchedOffIsLeftOut() throws Exception {
        Files.createDirectories(directory.resolve("proc/pressure/cpu")); // exists, and cannot be read
        Collected.write(directory, "proc/pressure/irq", "full avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\n");

        assertThat(Collected.from(new Pressure(Collected.treesIn(directory))))
                .containsExactly("node_pressure_irq_stalled_seconds_total 1.5");
    }

    @Test
    void aLineWithoutItsTotalIsAnErrorThatNamesTheFile() throws Exception {
        Collected.write(directory, "proc/pressure/io", "some avg10=0.00 avg60=0.00\n");

        assertThatThrownBy(() -> Collected.from(new Pressure(Collected.treesIn(directory))))
                .hasMessageContaining("pressure/io line 1: there is no total");
    }
}
