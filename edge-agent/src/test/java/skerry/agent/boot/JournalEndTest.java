package skerry.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the lines of a journal say of the end of a boot. */
class JournalEndTest {
    @Test
    void undervoltageThatIsOverIsNotTheEnd() {
        String low = "[ 4000.000001] pi kernel: hwmon hwmon1: Undervoltage detected!\n";
        String over = "[ 4004.000001] pi kernel: hwmon hwmon1: Voltage normalised\n";

        assertThat(kernel(low, 9_000).low()).isTrue();
        assertThat(kernel(low + over, 9_000).low()).isFalse();
        assertThat(kernel(over + low, 9_000).low()).isTrue();
        assertThat(kernel("[ 12.1] pi kernel: Under-voltage detected! (0x00050005)\n", 20)
                        .low())
                .isTrue();
    }

    @Test
    void heatAndPanicCountWheneverTheyCameLockupsAndKillsOnlyNearTheEnd() {
        String heat = "[  500.000001] pi kernel: thermal thermal_zone0: cpu-thermal: critical temperature reached\n";
        String panic =
                "[  501.000001] pi kernel: Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009\n";
        String lockup =
                "[  502.000001] pi kernel: watchdog: BUG: soft lockup - CPU#2 stuck for 26s! [kworker/2:1:88]\n";
        String killed = "[  503.000001] pi kernel: Out of memory: Killed process 811 (java) total-vm:2097152kB\n";

        var near = kernel(heat + panic + lockup + killed, 700);
        assertThat(near.overheated()).isTrue();
        assertThat(near.panic()).contains("Attempted to kill init! exitcode=0x00000009");
        assertThat(near.lockup()).isTrue();
        assertThat(near.killed()).isTrue();

        var far = kernel(lockup + killed, 90_000);
        assertThat(far.lockup()).isFalse();
        assertThat(far.killed()).isFalse();
    }

    @Test
    void aShutdownIsTheSystemsOwnAndWhoAskedForItIsTold() {
        String down =
                "[ 900.1] pi systemd-logind[412]: The system will reboot now!\n[ 901.0] pi systemd[1]: Reached target reboot.target - System Reboot.\n";

        assertThat(root(down)).isEqualTo(new Traces.RootTrace(true, false, Optional.empty(), false));
        assertThat(root("[ 899.9] pi sudo[99]: pi : TTY=pts/0 ; USER=root ; COMMAND=/usr/sbin/reboot\n" + down)
                        .byPerson())
                .isTrue();
        assertThat(root("[ 899.9] pi systemd-logind[412]: Power key pressed short.\n" + down)
                        .byPerson())
                .isTrue();
        assertThat(root("[ 899.9] pi unattended-upgrade[7]: Found /var/run/reboot-required, rebooting\n" + down))
                .isEqualTo(new Traces.RootTrace(true, false, Optional.of("unattended-upgrade"), true));
        assertThat(root("[ 600.0] pi dpkg[7]: status installed linux-image\n" + down))
                .isEqualTo(new Traces.RootTrace(true, false, Optional.of("dpkg"), false));
        assertThat(root("[ 1.0] pi dpkg[7]: status installed linux-image\n" + down.replace("[ 90", "[ 9990"))
                        .update())
                .as("long before")
                .isEmpty();
    }

    @Test
    void linesOfOthersThatSpeakOfAShutdownAreNone() {
        assertThat(
                        root("[ 900.1] pi cron[5]: The system will reboot now!\n[ 900.2] pi shop[6]: Reached target reboot.target\n")
                                .orderly())
                .isFalse();
    }

    @Test
    void whatIsNoLineIsLeftOut() {
        assertThat(JournalLines.parse(
                        "-- No entries --\n\n[broken] x\n[1.5] host who\n[ 99999999999999.1] h k: x\n   more of a line\n"
                                + "x".repeat(100_000)))
                .isEmpty();
        assertThat(JournalLines.parse("[    3.250000] pi (udev-worker)[77]: text: with: colons\n"))
                .containsExactly(new JournalLines.Line(3, "(udev-worker)", "text: with: colons"));
    }

    @Test
    void repairsAreNamedByDevice() {
        List<JournalLines.Line> lines = JournalLines.parse("""
                [ 2.1] pi kernel: EXT4-fs (mmcblk0p2): recovery complete
                [ 2.2] pi kernel: EXT4-fs (mmcblk0p2): mounted filesystem with ordered data mode
                [ 3.1] pi kernel: FAT-fs (mmcblk0p1): Volume was not properly unmounted. Some data may be corrupt.
                """);
        assertThat(KernelLines.repaired(lines, "")).contains("mmcblk0p1 mmcblk0p2");
        assertThat(KernelLines.repaired(List.of(), "/dev/mmcblk0p2: recovering journal\n/dev/mmcblk0p2: clean\n"))
                .contains("mmcblk0p2");
        assertThat(KernelLines.repaired(List.of(), "/dev/mmcblk0p2: clean, 66000/900000 files\n"))
                .isEmpty();
    }

    private static Traces.KernelTrace kernel(String lines, long upSeconds) {
        return KernelLines.end(JournalLines.parse(lines), upSeconds);
    }

    private static Traces.RootTrace root(String lines) {
        return RootLines.end(JournalLines.parse(lines));
    }
}
