package skerry.agent.wear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.Collected;
import skerry.protocol.Bytes;

/** Bytes written to a card since its first use here, over restarts of agent and machine. */
class CardWearTest {
    private static final long MINUTE = 60_000;

    @TempDir
    private Path folder;

    private long wall = Instant.parse("2026-05-03T00:00:00Z").toEpochMilli();
    private long mono = 100_000;
    private byte boot = 1;
    private String device = "/dev/mmcblk0p2";

    @BeforeEach
    void card() throws IOException {
        Collected.write(folder, "sys/block/mmcblk0/size", "62333952\n");
        Collected.write(folder, "sys/block/mmcblk0/device/cid", "035344534333324785f6a7c1d9015a00\n");
        Collected.write(folder, "sys/block/mmcblk0boot0/stat", " 0 0 0 0 0 0 99 0 0 0 0\n");
        Collected.write(folder, "sys/block/sda/stat", " 0 0 0 0 0 0 99 0 0 0 0\n");
        written(1_000, 0);
    }

    @Test
    void whatIsWrittenFromTheFirstLookOnCountsAndTheAgentsShareWithIt() throws IOException {
        try (var wear = wear()) {
            assertThat(Collected.from(wear))
                    .containsExactly(
                            "skerry_card_info{bytes=\"31914983424\",device=\"mmcblk0\",since=\"1777766400\"} 1.0",
                            "skerry_card_written_bytes{device=\"mmcblk0\"} 0.0",
                            "skerry_card_agent_written_bytes{device=\"mmcblk0\"} 0.0");
            written(3_000, 4_096);
            pass(MINUTE);
            assertThat(Collected.from(wear))
                    .contains(
                            "skerry_card_written_bytes{device=\"mmcblk0\"} 1024000.0",
                            "skerry_card_agent_written_bytes{device=\"mmcblk0\"} 4096.0");
        }
    }

    @Test
    void aRestartOfTheAgentLosesNothingAndOneOfTheMachineBeginsTheKernelsCounterAnew() throws IOException {
        try (var wear = wear()) {
            Collected.from(wear);
            written(3_000, 4_096);
        }
        written(4_000, 512); // the kernel went on, the process is another
        try (var wear = wear()) {
            assertThat(Collected.from(wear))
                    .contains(
                            "skerry_card_written_bytes{device=\"mmcblk0\"} 1536000.0",
                            "skerry_card_agent_written_bytes{device=\"mmcblk0\"} 4608.0");
        }
        boot = 2;
        written(100, 0);
        try (var wear = wear()) {
            assertThat(Collected.from(wear)).contains("skerry_card_written_bytes{device=\"mmcblk0\"} 1587200.0");
        }
    }

    @Test
    void afterAPowerCutAtMostAnHourIsMissing() throws IOException {
        var torn = wear();
        Collected.from(torn);
        written(2_000, 0);
        pass(60 * MINUTE);
        Collected.from(torn);
        written(9_000, 0);
        pass(30 * MINUTE);
        Collected.from(torn);
        boot = 2;
        written(0, 0);
        try (var wear = wear()) {
            assertThat(Collected.from(wear)).contains("skerry_card_written_bytes{device=\"mmcblk0\"} 512000.0");
        }
    }

    @Test
    void anotherCardInTheSameSlotBeginsAtNothingAndTheFirstIsKnownAgain() throws IOException {
        try (var wear = wear()) {
            Collected.from(wear);
            written(3_000, 0);
        }
        Collected.write(folder, "sys/block/mmcblk0/device/cid", "ff\n");
        try (var wear = wear()) {
            assertThat(Collected.from(wear)).contains("skerry_card_written_bytes{device=\"mmcblk0\"} 0.0");
        }
        Collected.write(folder, "sys/block/mmcblk0/device/cid", "035344534333324785f6a7c1d9015a00\n");
        boot = 2;
        written(0, 0);
        try (var wear = wear()) {
            assertThat(Collected.from(wear)).contains("skerry_card_written_bytes{device=\"mmcblk0\"} 1024000.0");
        }
    }

    @Test
    void aCardThatWasFirstSeenIn1970IsDatedOnceThereIsADate() throws IOException {
        wall = 40_000;
        try (var wear = wear()) {
            assertThat(Collected.from(wear).getFirst()).contains("since=\"40\"");
            pass(10 * MINUTE);
            wall = Instant.parse("2026-05-03T00:10:00Z").toEpochMilli();
            assertThat(Collected.from(wear).getFirst()).contains("since=\"1777766400\"");
        }
    }

    @Test
    void anEmmcNamesWhatItHadUsedAtFirstAndAnAgentOnAnotherDiskHasNoShare() throws IOException {
        Collected.write(folder, "sys/block/mmcblk0/device/life_time", "0x02 0x03\n");
        device = "/dev/nvme0n1p1";
        try (var wear = wear()) {
            assertThat(Collected.from(wear)).hasSize(2).first().asString().contains("life=\"3\"");
            Collected.write(folder, "sys/block/mmcblk0/device/life_time", "0x05 0x05\n");
        }
        try (var wear = wear()) {
            assertThat(Collected.from(wear).getFirst()).contains("life=\"3\"");
        }
    }

    @Test
    void aBookThatCannotBeReadBeginsAnewAndHostileNumbersStopNothing() throws IOException {
        for (String content : List.of("x", "a 1 2 3 4 zz 5\n", "a -1 2 3 4 00 5\n", "a 1 2\n", "y".repeat(20_000))) {
            Files.writeString(folder.resolve("wear"), content);
            try (var wear = wear()) {
                assertThat(Collected.from(wear)).hasSize(3);
            }
        }
    }

    @Test
    void aMachineWithoutCardsHasNoBookAndTellsNothing() throws IOException {
        Files.move(folder.resolve("sys/block/mmcblk0"), folder.resolve("sys/block/nvme0n1"));
        try (var wear = wear()) {
            assertThat(Collected.from(wear)).isEmpty();
        }
        assertThat(folder.resolve("wear")).doesNotExist();
    }

    private CardWear wear() {
        return new CardWear(
                Collected.treesIn(folder),
                folder.resolve("wear"),
                device,
                folder.resolve("self"),
                Bytes.of(new byte[] {boot}),
                () -> Instant.ofEpochMilli(wall),
                () -> mono);
    }

    private void pass(long millis) {
        wall += millis;
        mono += millis;
    }

    private void written(long sectors, long own) throws IOException {
        Collected.write(folder, "sys/block/mmcblk0/stat", "  17  0  900  20  31  5  " + sectors + "  77  0  90  97\n");
        Collected.write(
                folder,
                "self/io",
                "rchar: 1\nwchar: 2\nread_bytes: 3\nwrite_bytes: " + own + "\ncancelled_write_bytes: 0\n");
    }
}
