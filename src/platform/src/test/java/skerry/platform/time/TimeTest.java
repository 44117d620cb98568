package skerry.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeTest {
    @TempDir
    private Path procfs;

    @Test
    void theBootIdIsReadAsSixteenBytes() throws IOException {
        bootId("0f5c9a3e-8d1b-4c6f-9a2e-7b3d5f1c8e04\n");

        assertThat(HexFormat.of().formatHex(BootId.read(procfs))).isEqualTo("0f5c9a3e8d1b4c6f9a2e7b3d5f1c8e04");
    }

    @Test
    void aBootIdThatIsNoUuidNamesItsFile() throws IOException {
        bootId("none");
        assertThatThrownBy(() -> BootId.read(procfs))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("boot_id");

        bootId("0f5c9a3e");
        assertThatThrownBy(() -> BootId.read(procfs))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("boot_id");
    }

    @Test
    void theMonotonicClockNeverGoesBack() {
        long before = MonotonicClock.SYSTEM.millis();

        assertThat(MonotonicClock.SYSTEM.millis()).isGreaterThanOrEqualTo(before);
    }

    private void bootId(String content) throws IOException {
        Path file = procfs.resolve("sys/kernel/random/boot_id");
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
