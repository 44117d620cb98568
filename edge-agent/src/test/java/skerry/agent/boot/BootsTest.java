package skerry.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;
import skerry.agent.collect.host.Commands;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.RingSettings;
import skerry.agent.ring.SampleRound;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** Why a machine started again, from a real ring and the files of a machine, told once for each boot. */
class BootsTest {
    private static final Series LOW = new Series("skerry_pi_undervoltage", Labels.NONE, MetricType.GAUGE);
    private static final long EVERY = 15_000;

    @TempDir
    private Path folder;

    private final List<Event> told = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Commands commands = command -> {
        asked.add(String.join(" ", command));
        return Optional.empty();
    };
    private long wall = Instant.parse("2026-11-28T10:30:00Z").toEpochMilli();
    private long mono = 300_000;

    @BeforeEach
    void someMachine() throws IOException {
        Collected.write(folder, "sys/class/net/lo/mtu", "65536\n");
    }

    @Test
    void aBootAfterATornOffOneIsToldOnceAndRemembered() throws Exception {
        live(1, 8, 0);
        boots(1, 9);
        assertThat(told).as("nothing is known of one before the first").isEmpty();
        Collected.write(folder, "root/run/initramfs/fsck.log", "/dev/mmcblk0p2: recovering journal\n");

        boots(2, 2);

        assertThat(told).hasSize(1);
        Event event = told.getFirst();
        assertThat(event.type()).isEqualTo("boot");
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
        assertThat(event.text())
                .isEqualTo(
                        "started again: probably power cut: the file system was repaired (mmcblk0p2), the ring ended in the middle"
                                + " of work at 10:31:45");
        assertThat(event.attributes())
                .containsEntry("reason", "power-cut")
                .containsEntry("sure", "probably")
                .containsEntry("boot", boot(2).hex())
                .containsEntry("before", boot(1).hex())
                .containsEntry("lasted", "405");

        boots(2, 2);
        assertThat(told).as("the agent alone was started again").hasSize(1);
        assertThat(newBoots(2).known().getFirst().verdict().orElseThrow().sentence())
                .isEqualTo(event.text().substring(15));
    }

    @Test
    void anAgentThatIsKilledBeforeItIsDurableSaysItAgainOfTheSameBoot() throws Exception {
        live(1, 8, 0);
        boots(2, 1);
        live(2, 3, 1);
        boots(2, 2);

        assertThat(told)
                .hasSize(2)
                .extracting(Event::text)
                .containsOnly(told.getFirst().text());
        assertThat(told).extracting(event -> event.attributes().get("boot")).containsOnly(boot(2).hex());
    }

    @Test
    void aVoltageThatWasLowInTheLastRoundAndTheNextShutdownAreToldApart() throws Exception {
        live(1, 8, 1);
        boots(2, 2);
        live(2, 8, 0);
        commands = command -> command.contains("--boot=" + boot(2).hex()) && command.contains("_UID=0")
                ? Optional.of("[  421.000000] pi systemd-logind[412]: The system will reboot now!\n")
                : Optional.empty();
        boots(3, 2);

        assertThat(told).extracting(event -> event.attributes().get("reason")).containsExactly("brownout", "operator");
        assertThat(told.getLast().severity()).isEqualTo(Severity.INFO);
        assertThat(Collected.from(newBoots(3)))
                .containsExactly("skerry_boot_info{cause=\"operator\",sure=\"sure\"} 1.0");
    }

    @Test
    void aPanicOfAnEarlierBootIsNotBlamedAgain() throws Exception {
        Collected.write(folder, "sys/fs/pstore/dmesg-ramoops-0", "Panic#1\nKernel panic - not syncing: old\n");
        live(1, 8, 0);
        boots(1, 9);
        live(1, 8, 0);
        Collected.write(folder, "sys/fs/pstore/dmesg-ramoops-1", "Panic#2\nKernel panic - not syncing: new\n");
        boots(2, 2);
        live(2, 8, 0);
        boots(3, 2);

        assertThat(told).extracting(event -> event.attributes().get("reason")).containsExactly("panic", "power-cut");
        assertThat(told.getFirst().text()).isEqualTo("started again: kernel panic: the kernel left a record: new");
    }

    @Test
    void theWatchdogAndTheFirmwareAreHeard() throws Exception {
        live(1, 8, 0);
        Collected.write(folder, "sys/class/watchdog/watchdog0/bootstatus", "0\n");
        Path register = folder.resolve("sys/firmware/devicetree/base/chosen/bootloader/pm_rsts");
        Files.createDirectories(register.getParent());
        Files.write(register, new byte[] {0, 0, 0x10, 0});
        boots(2, 2);
        live(2, 8, 0);
        Collected.write(folder, "sys/class/watchdog/watchdog0/bootstatus", "32\n");
        boots(3, 2);

        assertThat(told.getFirst().text()).contains("probably power cut").contains("the firmware tells of a power-on");
        assertThat(told.getLast().attributes())
                .containsEntry("reason", "watchdog")
                .containsEntry("sure", "sure");
    }

    @Test
    void aBookThatCannotBeReadIsBegunAnew() throws Exception {
        live(1, 8, 0);
        for (String content :
                List.of("\0\1\2", "x".repeat(100_000), "panics\nzz 1 - - -\n", "00 x panic sure e\n", "00\n")) {
            Files.writeString(folder.resolve("boots"), content);
            told.clear();
            boots(2, 2);
            assertThat(told).as(content.substring(0, 3)).hasSize(1);
        }
        boots(2, 2);
        assertThat(told).hasSize(1);
    }

    @Test
    void theBookKeepsTheNewestBoots() throws Exception {
        for (int boot = 1; boot <= 40; boot++) {
            live(boot, 2, 0);
            boots(boot + 1, 2);
        }
        assertThat(newBoots(41).known())
                .hasSize(32)
                .extracting(BootRecord::bootId)
                .startsWith(boot(41), boot(40));
        assertThat(Files.size(folder.resolve("boots"))).isLessThan(16_000);
    }

    @Test
    void aBootThatIsKnownAsksNoProgramAndReadsNoRing() throws Exception {
        live(1, 8, 0);
        boots(2, 2);
        int before = asked.size();
        assertThat(before).isPositive();
        Files.delete(folder.resolve("ring.db"));
        boots(2, 2);
        assertThat(asked).hasSize(before);
    }

    /** A boot in which an agent collects so many rounds and is torn off. */
    private void live(int boot, int rounds, double low) {
        try (Ring ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES),
                Uid.of(boot(99)),
                (InstantSource) () -> Instant.ofEpochMilli(wall),
                () -> mono,
                boot(boot),
                _ -> true)) {
            for (int i = 0; i < rounds; i++) {
                var round = new SampleRound();
                round.begin(wall, mono);
                round.add(ring.seriesId(LOW), low);
                ring.add(round);
                wall += EVERY;
                mono += EVERY;
            }
            ring.commit();
        }
    }

    /** An agent begins in a boot and lives for so many rounds. */
    private void boots(int boot, int rounds) throws InterruptedException {
        Boots boots = newBoots(boot);
        boots.look();
        boots.start(new Moment(wall, 20_000), told::add);
        boots.await();
        for (int i = 0; i < rounds; i++) {
            boots.collected();
        }
        boots.close();
    }

    private Boots newBoots(int boot) {
        return new Boots(
                folder.resolve("boots"),
                () -> RingReader.open(folder.resolve("ring.db")),
                Collected.treesIn(folder),
                c -> commands.run(c),
                boot(boot));
    }

    private static Bytes boot(int number) {
        byte[] id = new byte[16];
        id[0] = (byte) number;
        return Bytes.of(id);
    }
}
