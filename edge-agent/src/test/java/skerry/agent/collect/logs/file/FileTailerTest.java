package skerry.agent.collect.logs.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.CrashingIntake;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.LogsConfig;
import skerry.platform.time.MonotonicClock;

class FileTailerTest {
    @TempDir
    private Path folder;

    private Tailing tailing;

    @BeforeEach
    void start() {
        tailing = new Tailing(folder, "*.log");
    }

    @AfterEach
    void stop() {
        tailing.close();
    }

    @Test
    void handsOverNewLinesInOrderAndOnlyOnce() throws Exception {
        tailing.write("app.log", "one\ntwo\n");
        tailing.poll();
        assertThat(tailing.texts()).containsExactly("one", "two");

        tailing.write("app.log", "three\n");
        tailing.pass(Duration.ofSeconds(2));

        assertThat(tailing.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void takesUpFilesThatAppearLater() throws Exception {
        tailing.poll();
        tailing.write("late.log", "hello\n");

        tailing.pass(Duration.ofSeconds(3));

        assertThat(tailing.texts()).containsExactly("hello");
    }

    @Test
    void goesOnBehindTheStoredPlaceAfterARestart() throws Exception {
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.crash();
        tailing.write("app.log", "two\n");

        tailing.poll();

        assertThat(tailing.texts()).containsExactly("one", "two");
    }

    @Test
    void aTailerThatIsInterruptedStillTellsThePlaceOfAllThatItHandedOver() throws Exception {
        String line = "x".repeat(99) + "\n";
        tailing.write("app.log", line.repeat(4_000));
        var stopped = new StoppedIntake();

        for (stopped.left = 1; stopped.taken() < 4_000; stopped.left = 777) {
            try (var tailer = new FileTailer(
                    tailing.config(), stopped.kept, stopped, new LogCounters(), Instant::now, MonotonicClock.SYSTEM)) {
                while (tailer.poll()) {
                    // more is waiting
                }
            } catch (InterruptedException e) {
                // as a pump would end
            }
            assertThat(Thread.interrupted()).isEqualTo(stopped.left <= 0);
            assertThat(stopped.kept.openRecords()).isEmpty();
        }

        assertThat(stopped.taken()).isEqualTo(4_000);
    }

    /** Interrupts whoever hands a record over when none is left to be taken, as a program does that ends. */
    private static final class StoppedIntake implements LogIntake {
        final CrashingIntake kept = new CrashingIntake();
        int left;

        int taken() {
            return kept.stored() + kept.openRecords().size();
        }

        @Override
        public void record(LogRecord record) {
            kept.record(record);
            if (--left == 0) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void checkpoint(Checkpoint checkpoint) {
            kept.checkpoint(checkpoint);
        }

        @Override
        public void lost(LogSource source, long records, String cause) {
            kept.lost(source, records, cause);
        }
    }

    @Test
    void readsARenamedFileToItsEndBeforeTheNewOne() throws Exception {
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.write("app.log", "two\n");
        tailing.rename("app.log", "app.log.1");
        tailing.write("app.log", "three\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "two", "three");
        assertThat(tailing.counters.get(LogCount.ROTATIONS)).isEqualTo(1);
    }

    @Test
    void takesLateLinesOfARenamedFile() throws Exception {
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.rename("app.log", "app.log.1");
        tailing.write("app.log", "three\n");
        tailing.settle();
        tailing.write("app.log.1", "two, late\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "three", "two, late");
    }

    @Test
    void keepsFollowingARenamedFileWhileItsWriterDidNotMoveOn() throws Exception {
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.rename("app.log", "app.log.1");
        tailing.write("app.log", "");
        tailing.pass(Duration.ofMinutes(5));
        tailing.write("app.log.1", "the writer never reopened\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "the writer never reopened");
    }

    @Test
    void findsFilesThatWereRotatedWhileItWasDown() throws Exception {
        tailing.write("0.log", "one\n");
        tailing.poll();
        tailing.crash();
        tailing.advance(Duration.ofMinutes(1));
        tailing.write("0.log", "two\n");
        tailing.rename("0.log", "0.log.20260301-000100");
        tailing.write("0.log", "three\n");
        tailing.advance(Duration.ofMinutes(1));
        tailing.rename("0.log", "0.log.20260301-000200");
        tailing.write("0.log", "four\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void findsARotatedFileThatWasCompressedWhileItWasDown() throws Exception {
        tailing.write("app.log", "one\n".repeat(30_000));
        tailing.poll();
        tailing.crash();
        tailing.write("app.log", "two\n".repeat(30_000));
        tailing.rename("app.log", "app.log.1");
        tailing.compress("app.log.1");
        tailing.write("app.log", "three\n");

        tailing.settle();

        assertThat(tailing.texts()).hasSize(60_001).endsWith("two", "three");
        assertThat(tailing.texts().stream().filter("two"::equals)).hasSize(30_000);
    }

    @Test
    void leavesAloneWhatWasRotatedBeforeTheFirstStart() throws Exception {
        tailing.write("app.log.1", "history\n");
        tailing.write("app.log", "present\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("present");
    }

    @Test
    void takesUpALogThatWasBornAndRotatedWhileItWasDown() throws Exception {
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.crash();
        tailing.advance(Duration.ofMinutes(1));
        tailing.write("new.log", "two\n");
        tailing.rename("new.log", "new.log.1");
        tailing.write("new.log", "three\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void readsALogThatWasSeenEmptyAndWasRotatedWhileItWasDown() throws Exception {
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.rename("app.log", "app.log.20260301");
        tailing.write("app.log", "");
        tailing.pass(Duration.ofSeconds(2));
        tailing.crash();
        tailing.advance(Duration.ofMinutes(1));
        tailing.write("app.log", "two\n");
        tailing.rename("app.log", "app.log.20260302");
        tailing.write("app.log", "three\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void readsOnInTheCopyWhenAFileIsTruncatedAfterCopying() throws Exception {
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.write("app.log", "two\n");
        tailing.copy("app.log", "app.log.1");
        tailing.truncate("app.log");
        tailing.write("app.log", "three\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "two", "three");
        assertThat(tailing.counters.get(LogCount.TRUNCATIONS)).isEqualTo(1);
        assertThat(tailing.intake.losses()).isEmpty();
    }

    @Test
    void seesATruncationEvenIfTheFileHasGrownLongerSince() throws Exception {
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.copy("app.log", "app.log.1");
        tailing.truncate("app.log");
        tailing.write("app.log", "three and a lot more\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "three and a lot more");
    }

    @Test
    void doesNotReadACopyThatThePatternMatches() throws Exception {
        tailing = new Tailing(folder, "*");
        tailing.write("app.log", "one\ntwo\n");
        tailing.poll();
        tailing.copy("app.log", "app.log.1");
        tailing.settle();
        tailing.truncate("app.log");
        tailing.write("app.log", "three\n");
        tailing.settle();
        tailing.crash();
        tailing.write("app.log", "four\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void doesNotReadARotatedFileAgainThatThePatternMatches() throws Exception {
        tailing = new Tailing(folder, "*");
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.rename("app.log", "app.log.1");
        tailing.write("app.log", "two\n");
        tailing.settle();
        tailing.crash();
        tailing.rename("app.log.1", "app.log.2");
        tailing.rename("app.log", "app.log.1");
        tailing.compress("app.log.2");
        tailing.write("app.log", "three\n");
        tailing.settle();
        tailing.compress("app.log.1");

        tailing.pass(Duration.ofMinutes(2));

        assertThat(tailing.texts()).containsExactly("one", "two", "three");
    }

    @Test
    void readsHistoryThatThePatternMatchesOldestFirst() throws Exception {
        tailing = new Tailing(folder, "*");
        tailing.write("app.log.2", "one\n");
        tailing.compress("app.log.2");
        tailing.write("app.log.1", "two\n");
        tailing.write("app.log", "three\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("one", "two", "three");
        assertThat(tailing.intake.records()).extracting(r -> r.source().key()).containsOnly(folder + "/app.log");
    }

    @Test
    void doesNotTakeNumberedLogsForRotatedOnes() throws Exception {
        tailing.write("worker.log", "one\n");
        tailing.write("worker-2.log", "two\n");

        tailing.settle();

        assertThat(tailing.intake.records())
                .extracting(r -> r.source().labels().get("filename"))
                .containsExactlyInAnyOrder(folder + "/worker.log", folder + "/worker-2.log");
    }

    @Test
    void readsADeletedFileToItsEnd() throws Exception {
        tailing.write("app.log", "one\n");
        tailing.poll();
        tailing.write("app.log", "two\nlast words without a line end");
        tailing.delete("app.log");

        tailing.pass(Duration.ofMinutes(1));

        assertThat(tailing.texts()).containsExactly("one", "two", "last words without a line end");
        assertThat(tailing.intake.load())
                .as("the file's own place is forgotten")
                .noneMatch(checkpoint -> checkpoint.sourceKey().endsWith("app.log"));
    }

    @Test
    void aFileThatTookADeletedOnesInodeIsReadFromItsStart() throws Exception {
        tailing.write("app.log", "one, a line of some length\n");
        tailing.poll();
        tailing.crash();
        FileId before = FileStat.of(tailing.path("app.log")).orElseThrow().id();
        tailing.delete("app.log");
        for (int i = 0; i < 100 && !hasId("app.log", before); i++) {
            Files.deleteIfExists(tailing.path("app.log"));
            tailing.write("app.log", "two, which is longer than what was there before\n");
        }

        tailing.settle();

        assertThat(tailing.texts())
                .containsExactly("one, a line of some length", "two, which is longer than what was there before");
    }

    private boolean hasId(String name, FileId id) throws IOException {
        return FileStat.of(tailing.path(name)).filter(s -> s.id().equals(id)).isPresent();
    }

    @Test
    void holdsALineWithoutItsEndUntilItIsCompleteOrNothingCame() throws Exception {
        tailing.write("app.log", "begun");
        tailing.pass(Duration.ofSeconds(2));
        assertThat(tailing.texts()).isEmpty();

        tailing.write("app.log", " and done\nand another");
        tailing.pass(Duration.ofSeconds(2));
        assertThat(tailing.texts()).containsExactly("begun and done");

        tailing.settle();
        assertThat(tailing.texts()).containsExactly("begun and done", "and another");
    }

    @Test
    void holdsAStackTraceUntilItIsComplete() throws Exception {
        tailing.write("app.log", "before\nERROR it failed\njava.io.IOException: no\n\tat a.B.c(B.java:1)\n");
        tailing.poll();
        assertThat(tailing.texts()).containsExactly("before");

        tailing.write("app.log", "\tat a.B.d(B.java:2)\n");
        tailing.settle();

        assertThat(tailing.texts())
                .containsExactly(
                        "before",
                        "ERROR it failed\njava.io.IOException: no\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)");
    }

    @Test
    void aCrashInTheMiddleOfAStackTraceKeepsItWhole() throws Exception {
        tailing.write("app.log", "before\nERROR it failed\njava.io.IOException: no\n\tat a.B.c(B.java:1)\n");
        tailing.poll();
        tailing.crash();
        tailing.write("app.log", "\tat a.B.d(B.java:2)\nafter\n");

        tailing.settle();

        assertThat(tailing.texts())
                .containsExactly(
                        "before",
                        "ERROR it failed\njava.io.IOException: no\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)",
                        "after");
    }

    @Test
    void aCrashBetweenThePartsOfALineNeitherLosesNorRepeatsTheOtherStream() throws Exception {
        String stamp = "2026-03-01T00:00:00.000000000Z ";
        tailing.write("app.log", stamp + "stdout P first \n" + stamp + "stderr F aside\n" + stamp + "stderr F again\n");
        tailing.poll();
        assertThat(tailing.texts()).containsExactly("aside", "again");
        tailing.crash();
        tailing.write("app.log", stamp + "stdout F second\n" + stamp + "stderr F more\n");

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("aside", "again", "first second", "more");
    }

    @Test
    void cutsALineThatIsTooLongAndCountsTheRest() throws Exception {
        String tooLong = "x".repeat((1 << 20) + 5000);
        tailing.write("app.log", "before\n" + tooLong + "\nafter\n");

        tailing.settle();

        assertThat(tailing.intake.records())
                .extracting(r -> r.text().length(), LogRecord::cut)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(6, false),
                        org.assertj.core.groups.Tuple.tuple(1 << 20, true),
                        org.assertj.core.groups.Tuple.tuple(5, false));
        assertThat(tailing.counters.get(LogCount.CUT_RECORDS)).isEqualTo(1);
        assertThat(tailing.counters.get(LogCount.CUT_BYTES)).isEqualTo(5000);
    }

    @Test
    void aCrashInTheRestOfACutLineDoesNotMakeARecordOfIt() throws Exception {
        tailing.write("app.log", "x".repeat(3 << 20));
        tailing.poll();
        tailing.crash();
        tailing.write("app.log", "y".repeat(3 << 20) + "\nafter\n");

        tailing.settle();

        assertThat(tailing.intake.records()).extracting(LogRecord::cut).containsExactly(true, false);
        assertThat(tailing.texts()).endsWith("after");
        assertThat(tailing.counters.get(LogCount.CUT_BYTES)).isEqualTo(5 << 20);
    }

    @Test
    void replacesWhatIsNotUtf8AndCountsIt() throws Exception {
        tailing.write(
                "app.log", new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3, (byte) 0xa4, '\r', '\n', 0, 0, 'c', '\n'});

        tailing.settle();

        assertThat(tailing.texts()).containsExactly("a\ufffdb\u00e4", "c");
        assertThat(tailing.counters.get(LogCount.INVALID_UTF8)).isEqualTo(1);
        assertThat(tailing.counters.get(LogCount.NUL_BYTES)).isEqualTo(2);
    }

    @Test
    void readsAFileOnceThatTwoPathsLeadTo() throws Exception {
        Files.createDirectories(tailing.path("pods/shop_cart-7f_0a1b/web"));
        Files.createDirectories(tailing.path("containers"));
        tailing.write("pods/shop_cart-7f_0a1b/web/3.log", "2026-03-01T00:00:00.5Z stdout F hello\n");
        String link = "containers/cart-7f_shop_web-" + "0123456789abcdef".repeat(4) + ".log";
        Files.createSymbolicLink(tailing.path(link), tailing.path("pods/shop_cart-7f_0a1b/web/3.log"));
        tailing = new Tailing(folder, "containers/*.log", "pods/**/*.log");

        tailing.settle();
        tailing.rename("pods/shop_cart-7f_0a1b/web/3.log", "pods/shop_cart-7f_0a1b/web/3.log.20260301-000009");
        tailing.write("pods/shop_cart-7f_0a1b/web/3.log", "2026-03-01T00:00:00.5Z stderr F again\n");
        tailing.settle();

        assertThat(tailing.texts()).containsExactly("hello", "again");
        assertThat(tailing.intake.records())
                .allSatisfy(record -> assertThat(record.source().labels().asMap())
                        .containsEntry("namespace", "shop")
                        .containsEntry("pod", "cart-7f")
                        .containsEntry("container", "web")
                        .containsEntry("restart", "3")
                        .hasSize(4));
        assertThat(tailing.intake.records()).extracting(LogRecord::stream).containsExactly("stdout", "stderr");
    }

    @Test
    void leavesExcludedFilesAloneAndCrossesFolders() throws Exception {
        Files.createDirectories(tailing.path("a/b/c"));
        tailing.write("a/b/c/deep.log", "deep\n");
        tailing.write("a/b/noise.log", "noise\n");
        tailing.write("top.log", "top\n");
        LogsConfig any = new Tailing(folder, "**/*.log").config();
        tailing.configure(new LogsConfig(
                any.include(), List.of(folder + "/**/noise.log"), LogFormat.AUTO, true, 1 << 20, 64, false, List.of()));

        tailing.settle();

        assertThat(tailing.texts()).containsExactlyInAnyOrder("deep", "top");
    }

    @Test
    void aFolderInPlaceOfAFileDoesNotStopTheOthers() throws Exception {
        tailing.write("a.log", "one\n");
        tailing.write("b.log", "two\n");
        tailing.poll();
        tailing.delete("a.log");
        Files.createDirectory(tailing.path("a.log"));
        tailing.write("b.log", "three\n");
        tailing.pass(Duration.ofMinutes(2));
        assertThat(tailing.texts()).containsExactly("one", "two", "three");

        tailing.delete("a.log");
        tailing.write("a.log", "four\n");
        tailing.pass(Duration.ofMinutes(1));
        assertThat(tailing.texts()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void keepsTheNumberOfOpenFilesWithinTheLimitAndLosesNothingByIt() throws Exception {
        LogsConfig any = tailing.config();
        tailing.configure(new LogsConfig(any.include(), List.of(), LogFormat.AUTO, true, 1 << 20, 3, false, List.of()));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 40; i++) {
                tailing.write("file" + i + ".log", "round " + round + " of file " + i + "\n");
                if (round == 1 && i % 4 == 0) {
                    tailing.rename("file" + i + ".log", "file" + i + ".log.1");
                }
            }
            tailing.pass(Duration.ofSeconds(5));
            assertThat(openLogs()).isLessThanOrEqualTo(3);
        }

        assertThat(tailing.texts()).hasSize(120).doesNotHaveDuplicates();
    }

    private long openLogs() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).startsWith(folder.toRealPath());
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    @Test
    void holdsLittleInMemoryHoweverManyFilesAreInTheMiddleOfALongLine() throws Exception {
        String stamp = "2026-03-01T00:00:00Z stdout ";
        String part = stamp + "P " + "z".repeat(16_000) + "\n";
        for (int i = 0; i < 10; i++) {
            tailing.write("file" + i + ".log", part.repeat(30));
        }
        tailing.poll();
        assertThat(tailing.heldBytes()).isBetween(1L, 2L << 20);
        for (int i = 0; i < 10; i++) {
            tailing.write("file" + i + ".log", stamp + "F end\n");
        }
        tailing.pass(Duration.ofSeconds(1));

        assertThat(tailing.intake.records()).hasSize(10).allSatisfy(record -> {
            assertThat(record.text()).hasSize(30 * 16_000 + 3);
            assertThat(record.lines()).isEqualTo(31);
        });
        assertThat(tailing.heldBytes()).isZero();
    }

    @Test
    void storesTheSameRecordsWhereverItStops() throws Exception {
        String text = trace(7);
        tailing.write("app.log", text);
        tailing.settle();
        List<String> expected = tailing.texts();
        for (int cut = 0; cut < text.length(); cut += 7) {
            try (var interrupted = new Tailing(
                    Files.createDirectory(folder.resolve("cut" + cut)),
                    new CrashingIntake(new Random(cut), 0.5),
                    "*.log")) {
                interrupted.write("app.log", text.substring(0, cut));
                interrupted.poll();
                interrupted.crash();
                interrupted.write("app.log", text.substring(cut));
                interrupted.settle();
                interrupted.intake.commit();
                assertThat(interrupted.texts()).as("stopped at byte %d", cut).isEqualTo(expected);
            }
        }
    }

    private static String trace(int frames) {
        return "INFO start\nERROR broken\njava.lang.IllegalStateException: x\n"
                + "\tat a.B.c(B.java:1)\n".repeat(frames)
                + "Caused by: java.io.IOException: y\n\t... 3 more\nINFO end\n";
    }
}
