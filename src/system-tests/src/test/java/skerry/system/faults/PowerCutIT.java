package skerry.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.simulator.ChildProcess;
import skerry.system.model.Folders;
import skerry.system.process.SmallDisk;
import skerry.system.process.WalFile;

/**
 * A node whose power fails: its process is killed at any moment, and its disk may have any frame of the write-ahead log
 * beyond those that the file system was made to keep. Whatever it has, the next start goes on from there, knows all that may
 * have been published, and gives no number twice.
 */
class PowerCutIT {
    private static final int LIVES = 6;
    private static final int MEGABYTES = 48;
    private static final long BEGIN = 1_790_000_040_000L;
    private static final Duration LIFE = Duration.ofDays(1);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final Random random = new Random(7);
    private final Map<BatchKey, Told> told = new HashMap<>();
    private int cuts;

    @Test
    void whateverAPowerCutLeavesKnowsAllThatWasPublished() throws Exception {
        Path image = folder.resolve("image");
        Path next = folder.resolve("next");
        try (var disk = SmallDisk.mountFile(image, folder.resolve("disk"), MEGABYTES)) {
            for (int life = 1; life <= LIVES; life++) {
                Path data = disk.path().resolve("data-" + life);
                if (Files.exists(next)) {
                    Folders.copy(next, data);
                    Folders.delete(next);
                    disk.sync();
                }
                live(data, life);
                long kept = keptFrames(data, life);
                Path chosen = cutAtEveryFrame(data, kept, life);
                Folders.copy(chosen, next);
                Folders.delete(folder.resolve("cuts"));
                Folders.delete(data);
            }
        }
        System.out.printf(
                "power cuts: %d lives ended by SIGKILL, %d cuts of the log, %d batches told, none forgotten, no number"
                        + " given twice%n",
                LIVES, cuts, told.size());
        assertThat(cuts).as("frames that were not yet synced").isGreaterThan(2 * LIVES);
        assertThat(told).as("batches").hasSizeGreaterThan(LIVES);
    }

    /** Starts the node, lets it live for a while, and kills it. */
    private void live(Path data, int life) throws Exception {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PowerCutNode.class.getName(),
                data.toString(),
                Long.toString(BEGIN + life * LIFE.toMillis()));
        var steps = new AtomicInteger(40 + random.nextInt(80));
        try (var node = ChildProcess.start("node", command, folder.resolve("node-" + life + ".log"))) {
            var last = node.expect(line -> line.equals("step") && steps.decrementAndGet() == 0);
            assertThat(last.await(LIMIT)).as(node.whyNotStarted()).isPresent();
            node.kill();
            node.awaitEnd();
            for (String line : Files.readAllLines(node.log())) {
                Told.parse(line).ifPresent(this::note);
            }
        }
    }

    private void note(Told batch) {
        Told known = told.putIfAbsent(batch.key(), batch);
        if (known != null) {
            assertThat(batch).as("the number of another batch").isEqualTo(known);
        }
    }

    /** What is on the disk for certain: frames of the log that a copy of the disk has. */
    private long keptFrames(Path data, int life) throws Exception {
        Path copy = folder.resolve("image-" + life);
        Files.copy(folder.resolve("image"), copy);
        try (var after = SmallDisk.mountFile(copy, folder.resolve("after-" + life), MEGABYTES)) {
            Path there = after.path().resolve(data.getFileName());
            var log = WalFile.of(there.resolve("ring.db"));
            long kept = log.salt() == WalFile.of(data.resolve("ring.db")).salt() ? log.frames() : 0;
            Path state = folder.resolve("state-" + life);
            Folders.copy(there, state);
            check(state, life, "the disk as it is");
            Folders.delete(state);
            return kept;
        } finally {
            Files.delete(copy);
        }
    }

    /** Looks at what is left by each cut, and gives one of them to go on with. */
    private Path cutAtEveryFrame(Path data, long kept, int life) throws Exception {
        WalFile log = WalFile.of(data.resolve("ring.db"));
        assertThat(log.frames()).as("frames").isGreaterThanOrEqualTo(kept);
        long goesOn = kept + random.nextLong(log.frames() - kept + 1);
        Path chosen = folder.resolve("cuts/chosen");
        for (long left = kept; left <= log.frames(); left++) {
            Path cut = folder.resolve("cuts/" + left);
            copyCut(data, cut, log, left);
            if (left == goesOn) {
                copyCut(data, chosen, log, left);
            }
            check(cut, life, left + " of " + log.frames() + " frames, of which " + kept + " are kept");
            Folders.delete(cut);
            cuts++;
        }
        return chosen;
    }

    private static void copyCut(Path data, Path to, WalFile log, long left) throws IOException {
        Folders.copy(data, to);
        if (log.frames() > 0) {
            log.cut(to.resolve("ring.db"), left);
        }
    }

    private void check(Path data, int life, String what) throws Exception {
        long covered = told.values().stream()
                .filter(batch -> batch.key().stream() == Stream.MINUTES)
                .mapToLong(Told::lines)
                .sum();
        try (var node = new QuickNode(data, BEGIN + (life + 1) * LIFE.toMillis() - 1, () -> {})) {
            assertThat(node.lines()).as("lines that are not read again").isGreaterThanOrEqualTo(covered);
            node.finish();
            for (Told batch : told.values()) {
                assertThat(node.ring()
                                .outbox()
                                .load(batch.key())
                                .map(bytes -> Bytes.of(bytes).sha256()))
                        .as("%s in life %d with %s", batch, life, what)
                        .contains(batch.digest());
            }
            var account = node.ring().account().orElseThrow();
            assertThat(account.balances()).as("%s", account).isTrue();
            assertThat(account.collected().lines()).isEqualTo(node.lines());
        }
    }
}
