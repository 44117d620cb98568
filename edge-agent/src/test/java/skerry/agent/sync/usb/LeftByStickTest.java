package skerry.agent.sync.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.left.LeftDrop;
import skerry.agent.left.LeftKind;
import skerry.agent.left.LeftRoad;
import skerry.agent.left.LeftRow;
import skerry.agent.left.LeftSums;
import skerry.agent.ring.OutboxReader;
import skerry.platform.files.LocalDisk;

/** The ledger counts what a stick holds, to the byte. */
class LeftByStickTest {
    @TempDir
    private Path folder;

    private Path stick;
    private StickSite site;

    @BeforeEach
    void plugIn() throws IOException {
        stick = Files.createDirectory(folder.resolve("stick"));
        site = new StickSite(folder.resolve("data"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void theLedgerSaysWhatIsOnTheStickToTheByte() throws Exception {
        site.minutes(5);
        var disk = new CountingDisk(new LocalDisk());
        site.export(disk, stick, false);
        site.takeUp();

        assertThat(left()).isEqualTo(disk.written()).isPositive();
        assertThat(site.ring().left().account().rows())
                .filteredOn(row -> row.kind() == LeftKind.SERIES)
                .singleElement()
                .satisfies(row -> assertThat(row.messages()).isEqualTo(5))
                .satisfies(row -> assertThat(row.items()).isEqualTo(5))
                .satisfies(row -> assertThat(row.example()).contains("node_load1"));
    }

    @Test
    void aNoteThatIsTakenUpWhileTheExportGoesOnIsNotCountedTwice() throws Exception {
        try (var outbox = OutboxReader.open(site.ringFile())) {
            var export = new LeftByStick(site.left, LeftRoad.STICK, outbox);
            export.begin(10_000);
            export.end(4_000);
            export.manifest(300);
            site.takeUp();
            export.manifest(200);
            export.begin(10_000);
            export.end(1_000);
            site.takeUp();
        }

        assertThat(left()).isEqualTo(5_500);
    }

    @Test
    void whatIsWrittenToAnotherStickIsARepeat() throws Exception {
        site.minutes(3);
        site.export(stick);
        site.takeUp();
        Path second = Files.createDirectory(folder.resolve("second"));

        site.export(second);
        site.takeUp();

        assertThat(site.ring().left().account().rows())
                .filteredOn(row -> row.kind() == LeftKind.SERIES)
                .singleElement()
                .satisfies(row -> assertThat(row.messages()).isEqualTo(3))
                .satisfies(row -> assertThat(row.repeats()).isEqualTo(3));
    }

    @Test
    void anExportOneWayIsARoadOfItsOwn() throws Exception {
        site.minutes(1);
        site.export(new LocalDisk(), stick, true);
        site.takeUp();

        assertThat(site.ring().left().account().rows())
                .extracting(LeftRow::road)
                .containsOnly(LeftRoad.DIODE);
    }

    @Test
    void wheneverAStickIsPulledTheLedgerSaysAtLeastWhatWasWritten() throws Exception {
        site.minutes(5);
        long before = 0;
        boolean pulled = true;
        int cuts = 0;
        for (int steps = 0; pulled; steps++) {
            var pulling = new PulledDisk(steps);
            var disk = new CountingDisk(pulling);
            Path other = Files.createDirectory(folder.resolve("pulled-" + steps));
            try {
                site.export(disk, other, false);
            } catch (IOException e) {
                cuts++;
            }
            pulled = pulling.wasPulled();
            site.takeUp();

            assertThat(left() - before).as("pulled after %d steps", steps).isGreaterThanOrEqualTo(disk.written());
            before = left();
        }
        assertThat(cuts).isGreaterThan(10);
    }

    @Test
    void anExportThatIsKilledCountsWhatItMayHaveWritten() throws Exception {
        var later = new LeftDrop(new LocalDisk(), site.data, () -> Instant.parse("2026-11-21T14:00:00Z"));
        site.left.put(LeftDrop.newName(), LeftRoad.STICK, new LeftSums(), List.of(), 12_345);

        site.takeUp();
        assertThat(left()).as("it may still be writing").isZero();
        later.takeUp(site.ring().left()::takeOver);

        assertThat(left()).isEqualTo(12_345);
        later.takeUp(site.ring().left()::takeOver);
        assertThat(left()).isEqualTo(12_345);
    }

    private long left() {
        return site.ring().left().account().rows().stream()
                .mapToLong(LeftRow::allBytes)
                .sum();
    }
}
