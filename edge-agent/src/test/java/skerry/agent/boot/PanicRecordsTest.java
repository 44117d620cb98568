package skerry.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;

class PanicRecordsTest {
    private static final String DUMP = """
            Panic#1 Part1
            <6>[  101.5] mmc0: card 0001 removed
            <0>[  102.9] Kernel panic - not syncing: Fatal exception in interrupt
            <0>[  102.9] ---[ end Kernel panic ]---
            """;

    @TempDir
    private Path folder;

    @Test
    void aNewRecordNamesTheReasonAndOneThatWasThereBeforeDoesNot() throws IOException {
        Collected.write(folder, "sys/fs/pstore/dmesg-ramoops-0", DUMP);

        PanicRecords.Found found = records().read(List.of());

        assertThat(found.panic()).contains("Fatal exception in interrupt");
        assertThat(records().read(found.known()).panic()).isEmpty();
    }

    @Test
    void whatSystemdMovedAwayIsStillKnown() throws IOException {
        Collected.write(folder, "sys/fs/pstore/dmesg-ramoops-0", DUMP);
        List<String> known = records().read(List.of()).known();
        Files.delete(folder.resolve("sys/fs/pstore/dmesg-ramoops-0"));
        Collected.write(folder, "root/var/lib/systemd/pstore/1795862490/dmesg-ramoops-0", DUMP);

        assertThat(records().read(known).panic()).isEmpty();
        assertThat(records().read(List.of()).panic()).contains("Fatal exception in interrupt");
    }

    @Test
    void anOopsThatTheKernelSurvivedAndAConsoleAreNoPanic() throws IOException {
        Collected.write(
                folder, "sys/fs/pstore/dmesg-ramoops-0", "Oops#1 Part1\nUnable to handle kernel NULL pointer\n");
        Collected.write(folder, "sys/fs/pstore/console-ramoops-0", DUMP);

        assertThat(records().read(List.of()).panic()).isEmpty();
    }

    @Test
    void aRecordMayHoldAnythingAndItsReasonIsShortAndPlain() throws IOException {
        Collected.write(folder, "sys/fs/pstore/dmesg-a", "Panic#1 Part1\n");
        assertThat(records().read(List.of()).panic()).contains("panic");
        Files.delete(folder.resolve("sys/fs/pstore/dmesg-a"));
        Collected.write(
                folder, "sys/fs/pstore/dmesg-b", "Kernel panic - not syncing: \u001b[31m<b>" + "x".repeat(100_000));
        assertThat(records().read(List.of()).panic().orElseThrow())
                .startsWith("[31m<b>xxx")
                .hasSizeLessThan(130);
        Files.createSymbolicLink(folder.resolve("sys/fs/pstore/dmesg-c"), folder.resolve("sys/fs/pstore"));
        for (int i = 0; i < 200; i++) {
            Collected.write(folder, "sys/fs/pstore/dmesg-n" + i, "Panic#" + i);
        }
        assertThat(records().read(List.of()).known()).hasSizeLessThanOrEqualTo(64);
    }

    private PanicRecords records() {
        return new PanicRecords(folder.resolve("sys"), folder.resolve("root"));
    }
}
