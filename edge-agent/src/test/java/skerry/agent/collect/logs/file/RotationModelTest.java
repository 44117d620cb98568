package skerry.agent.collect.logs.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.collect.logs.CrashingIntake;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogsConfig;

/**
 * A seeded writer appends, rotates by rename, copies and truncates, compresses and deletes, while the tailer is polled and
 * killed at random points. Each numbered line must be stored exactly once, unless its file was deleted when the tailer did
 * not have it open.
 */
class RotationModelTest {
    private static final Pattern TOKEN = Pattern.compile("L[0-9]{6}");
    private static final int SCHEDULES = 60;
    private static final int STEPS = 60;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"*.log", "*"})
    void storesEachLineOnceWhileItsFileExists(String glob) throws Exception {
        for (int seed = 0; seed < SCHEDULES; seed++) {
            try (var schedule = new Schedule(Files.createDirectory(folder.resolve("s" + seed)), seed, glob)) {
                schedule.run();
            }
        }
    }

    /** One writer and one tailer. */
    static final class Schedule implements AutoCloseable {
        private final Random random;
        private final int seed;
        private final Tailing tailing;
        private final List<Log> logs = new ArrayList<>();
        private final Set<String> written = new HashSet<>();
        private final Set<String> excused = new HashSet<>();

        /** Lines of deleted files that the tailer has open: it must read them unless it is killed. */
        private final Set<String> atRisk = new HashSet<>();

        private final StringBuilder history = new StringBuilder();
        private int nextLine;
        private int nextLog;
        private boolean fewHandles;

        Schedule(Path folder, int seed, String glob) {
            this.seed = seed;
            this.random = new Random(seed);
            this.tailing = new Tailing(folder, new CrashingIntake(random, 0.3), glob);
            this.fewHandles = random.nextInt(4) == 0;
            LogsConfig usual = tailing.config();
            tailing.configure(new LogsConfig(
                    usual.include(),
                    List.of(),
                    LogFormat.AUTO,
                    true,
                    1 << 16,
                    fewHandles ? 1 + random.nextInt(2) : 64,
                    false,
                    List.of()));
        }

        void run() throws Exception {
            addLog();
            logs.getFirst().append();
            tailing.poll();
            tailing.settle();
            tailing.intake.commit();
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            note("end");
            for (Log log : logs) {
                log.completeLine();
            }
            tailing.settle();
            tailing.pass(Duration.ofMinutes(1));
            tailing.intake.commit();
            check();
        }

        private void step() throws Exception {
            tailing.advance(Duration.ofMillis(10));
            Log log = logs.get(random.nextInt(logs.size()));
            switch (random.nextInt(16)) {
                case 0, 1, 2, 3 -> log.append();
                case 4 -> log.renameAway();
                case 5 -> log.copyAndTruncate();
                case 6 -> log.compressOldest();
                case 7 -> log.delete();
                case 8 -> {
                    note("crash");
                    tailing.crash();
                    excused.addAll(atRisk);
                    atRisk.clear();
                }
                case 9 -> {
                    if (logs.size() < 4) {
                        addLog();
                    }
                }
                case 10 -> {
                    note("one step");
                    tailing.step();
                }
                case 11 -> {
                    note("pass 3 s");
                    tailing.pass(Duration.ofSeconds(3));
                    tailing.intake.commit();
                }
                case 12 -> {
                    note("pass 40 s");
                    tailing.pass(Duration.ofSeconds(40));
                    tailing.intake.commit();
                }
                default -> {
                    note("poll");
                    tailing.poll();
                }
            }
        }

        private void addLog() {
            logs.add(new Log(nextLog++));
        }

        private void note(String what) {
            if (Boolean.getBoolean("model.echo")) System.out.println(what.replaceAll("x{5,}", "x…"));
            history.append(what.replaceAll("x{5,}", "x…")).append('\n');
        }

        private void check() {
            Map<String, Integer> counts = new HashMap<>();
            for (String text : tailing.texts()) {
                for (Matcher token = TOKEN.matcher(text); token.find(); ) {
                    counts.merge(token.group(), 1, Integer::sum);
                }
            }
            var missing = new ArrayList<String>();
            var twice = new ArrayList<String>();
            for (String token : written) {
                int count = counts.getOrDefault(token, 0);
                if (count == 0 && !excused.contains(token)) {
                    missing.add(token);
                } else if (count > 1) {
                    twice.add(token);
                }
            }
            assertThat(missing).as("lost with seed %d after\n%s", seed, history).isEmpty();
            assertThat(twice).as("twice with seed %d after\n%s", seed, history).isEmpty();
        }

        @Override
        public void close() {
            tailing.close();
        }

        /** One log and the files that its content lies in. */
        private final class Log {
            private final String name;
            private final boolean numbered = random.nextBoolean();
            private final boolean cri = random.nextBoolean();
            private final Map<String, List<String>> files = new HashMap<>();
            private boolean inLine;
            private int rotations;

            Log(int number) {
                name = "log" + number + ".log";
            }

            void append() throws IOException {
                var text = new StringBuilder();
                var tokens = files.computeIfAbsent(name, _ -> new ArrayList<>());
                int lines = 1 + random.nextInt(5);
                for (int i = 0; i < lines; i++) {
                    String token = String.format("L%06d", nextLine++);
                    tokens.add(token);
                    written.add(token);
                    boolean last = i == lines - 1;
                    line(text, token, last);
                }
                note("append to " + name + ": " + text.toString().replace("\n", "\\n"));
                tailing.write(name, text.toString());
            }

            private void line(StringBuilder text, String token, boolean last) {
                if (inLine) {
                    text.append(" end\n");
                    inLine = false;
                }
                if (cri) {
                    text.append("2026-03-01T00:00:00.")
                            .append(100 + random.nextInt(900))
                            .append(random.nextBoolean() ? "Z stdout " : "Z stderr ")
                            .append(random.nextInt(4) == 0 ? "P " : "F ");
                }
                switch (random.nextInt(8)) {
                    case 0 ->
                        text.append("\tat some.Type.method(").append(token).append(".java:1)");
                    case 1 -> text.append("ERROR ").append(token);
                    case 2 -> text.append("some.BadException: ").append(token);
                    case 3 -> text.append(token).append(" long ").append("x".repeat(random.nextInt(3000)));
                    default -> text.append("INFO ").append(token).append(" fine");
                }
                if (last && random.nextInt(4) == 0) {
                    inLine = true;
                } else {
                    text.append('\n');
                }
            }

            void completeLine() throws IOException {
                if (inLine) {
                    tailing.write(name, "\n");
                    inLine = false;
                }
            }

            void renameAway() throws IOException {
                if (files.containsKey(name)) {
                    // A log that was never seen at its path, and is not there now, cannot be known.
                    boolean known = isKnown(name);
                    String to = makeRoom();
                    note("rename " + name + " to " + to);
                    tailing.rename(name, to);
                    move(name, to);
                    inLine = false;
                    if (!known || random.nextBoolean()) {
                        append();
                    }
                }
            }

            void copyAndTruncate() throws Exception {
                if (files.containsKey(name)) {
                    String to = makeRoom();
                    note("copy " + name + " to " + to);
                    tailing.copy(name, to);
                    if (random.nextBoolean()) {
                        note("poll");
                        tailing.poll();
                        tailing.pass(Duration.ofSeconds(random.nextInt(3)));
                    }
                    note("truncate " + name);
                    tailing.truncate(name);
                    move(name, to);
                    files.put(name, new ArrayList<>());
                    if (random.nextBoolean()) {
                        append();
                    }
                }
            }

            /** Shifts rotated files on, the oldest out, and gives the name for the next one. */
            private String makeRoom() throws IOException {
                rotations++;
                if (!numbered) {
                    return name + ".20260301-" + String.format("%06d", rotations);
                }
                for (int i = 4; i > 0; i--) {
                    for (String end : new String[] {"", ".gz"}) {
                        String from = name + "." + i + end;
                        if (files.containsKey(from) && i == 4) {
                            remove(from);
                        } else if (files.containsKey(from)) {
                            note("shift " + from);
                            tailing.rename(from, name + "." + (i + 1) + end);
                            move(from, name + "." + (i + 1) + end);
                        }
                    }
                }
                return name + ".1";
            }

            void compressOldest() throws IOException {
                var plain = files.keySet().stream()
                        .filter(file -> !file.equals(name) && !file.endsWith(".gz"))
                        .sorted()
                        .toList();
                if (!plain.isEmpty()) {
                    String file = numbered ? plain.getLast() : plain.getFirst();
                    note("compress " + file);
                    tailing.compress(file);
                    move(file, file + ".gz");
                }
            }

            void delete() throws IOException {
                if (files.containsKey(name) && (rotations == 0 || isKnown(name))) {
                    remove(name);
                    inLine = false;
                }
            }

            private void remove(String file) throws IOException {
                note("delete " + file);
                boolean open = !fewHandles && file.equals(name) && isOpen(file);
                tailing.delete(file);
                List<String> lost = files.remove(file);
                (open ? atRisk : excused).addAll(lost == null ? List.of() : lost);
            }

            /** Whether the tailer would know of the file after a crash. */
            private boolean isKnown(String file) throws IOException {
                FileId id = FileStat.of(tailing.path(file)).orElseThrow().id();
                return tailing.intake.load().stream()
                        .anyMatch(place -> place.sourceKey().endsWith("#" + Long.toHexString(id.inode())));
            }

            private boolean isOpen(String file) throws IOException {
                Path path = tailing.path(file).toRealPath();
                try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
                    return descriptors.anyMatch(fd -> {
                        try {
                            return Files.readSymbolicLink(fd).equals(path);
                        } catch (IOException e) {
                            return false;
                        }
                    });
                }
            }

            private void move(String from, String to) {
                List<String> tokens = files.remove(from);
                if (tokens != null) {
                    files.put(to, tokens);
                }
            }
        }
    }
}
