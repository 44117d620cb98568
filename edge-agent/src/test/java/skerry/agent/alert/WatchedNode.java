package skerry.agent.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import skerry.agent.NodeClock;
import skerry.agent.Recorder;
import skerry.agent.TestRecorder;
import skerry.agent.collect.MetricFamily;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.AlertNote;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.protocol.Bytes;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Event;
import skerry.protocol.series.Labels;

/**
 * A node with a real ring and recorder, whose clocks move only when they are told to, and whose series have the value that was
 * last set, every 15 seconds.
 */
final class WatchedNode implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(15);

    /** What was told, over all lives. */
    final List<Event> told = new ArrayList<>();

    private final AgentIdentity identity = AgentIdentity.generate(new SecureRandom());
    private final Map<MetricFamily, Map<Labels, Double>> values = new LinkedHashMap<>();
    private final Path base;
    private Path folder;
    private int lives;
    private byte boot = 1;
    long wall = Instant.parse("2026-11-26T10:00:00Z").toEpochMilli();
    long mono = 1_000_000;
    /** Whether there is no room for a word. */
    boolean full;

    /** What each look at the clock that measures takes, nanoseconds. */
    long lookNanos;

    private long nanos;
    private RuleBook book = new RuleBook(List.of());
    private Ring ring;
    private Recorder recorder;
    private AlertEngine engine;

    WatchedNode(Path base, String rules) {
        this.base = base;
        this.folder = base;
        rules(rules);
        open();
    }

    /** Other rules, from the next start on. */
    void rules(String text) {
        RuleFile.Content content = RuleFile.read("rules.yaml", text.getBytes(StandardCharsets.UTF_8));
        if (!content.mistakes().isEmpty()) {
            throw new IllegalArgumentException(content.mistakes().toString());
        }
        book = new RuleBook(content.groups());
    }

    void book(RuleBook other) {
        book = other;
    }

    void set(String metric, Labels labels, double value) {
        values.computeIfAbsent(MetricFamily.gauge(metric, "One."), _ -> new LinkedHashMap<>())
                .put(labels, value);
    }

    void set(String metric, double value) {
        set(metric, Labels.NONE, value);
    }

    void add(String metric, Labels labels, double more) {
        Map<Labels, Double> series =
                values.computeIfAbsent(MetricFamily.gauge(metric, "One."), _ -> new LinkedHashMap<>());
        series.merge(labels, more, Double::sum);
    }

    void remove(String metric) {
        values.remove(MetricFamily.gauge(metric, "One."));
    }

    /** As the other, with a minute from one recording to the next: for long times. */
    void passSlowly(Duration time) {
        for (long left = time.toMinutes(); left > 0; left--) {
            wall += 60_000;
            mono += 60_000;
            record();
            engine.round();
        }
    }

    /** Lets time pass: every 15 seconds the series are recorded, and the rules that are due evaluated. */
    void pass(Duration time) {
        pass(time, () -> {});
    }

    /** @param before each recording */
    void pass(Duration time, Runnable before) {
        for (long left = time.toMillis(); left > 0; left -= EVERY.toMillis()) {
            wall += EVERY.toMillis();
            mono += EVERY.toMillis();
            before.run();
            record();
            engine.round();
        }
    }

    void record() {
        recorder.tick();
        recorder.samples(
                Instant.ofEpochMilli(wall),
                sink -> values.forEach(
                        (family, series) -> series.forEach((labels, value) -> sink.add(family, labels, value))));
    }

    AlertEngine engine() {
        return engine;
    }

    Ring ring() {
        return ring;
    }

    /** Ends the agent as it is asked to end, and starts it again after a time. */
    void restart(Duration away) {
        restart(away, _ -> {});
    }

    /** As the other; {@code meanwhile} is done to the ring's file while no agent runs. */
    void restart(Duration away, Consumer<Path> meanwhile) {
        recorder.finish();
        ring.close();
        passWithoutAgent(away);
        meanwhile.accept(folder.resolve("ring.db"));
        open();
    }

    /** Kills the agent: only what was committed is left. */
    void kill(Duration away) throws IOException {
        Path next = Files.createDirectory(base.resolve("life-" + ++lives));
        for (String name : List.of("ring.db", "ring.db-wal")) {
            Files.copy(folder.resolve(name), next.resolve(name));
        }
        ring.close();
        folder = next;
        passWithoutAgent(away);
        open();
    }

    /** Starts the machine again; its wall clock is off by {@code error} then. */
    void reboot(Duration away, Duration error) {
        recorder.finish();
        ring.close();
        wall += away.plus(error).toMillis();
        mono = 20_000;
        boot++;
        open();
    }

    /** Moves the ring's file away from those who would read it, or back. */
    void hideRing(boolean hidden) throws IOException {
        Path file = folder.resolve("ring.db");
        Path aside = folder.resolve("aside.db");
        Files.move(hidden ? file : aside, hidden ? aside : file);
    }

    /** Damages the first page of a table, and all copies of it that could be read instead. */
    void damage(String table) throws IOException {
        Path file = folder.resolve("ring.db");
        int page = number(file, "PRAGMA page_size");
        int root = number(file, "SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'");
        number(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        byte[] damaged = Files.readAllBytes(file);
        Arrays.fill(damaged, (root - 1) * page, root * page, (byte) 0x5a);
        Files.write(file, damaged);
    }

    private static int number(Path file, String sql) {
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = db.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void passWithoutAgent(Duration away) {
        wall += away.toMillis();
        mono += away.toMillis();
    }

    /** Told events as {@code state alert reason}. */
    List<String> words() {
        return told.stream()
                .map(event -> (event.attributes().get("state") + " "
                                + event.attributes().get("alert") + " "
                                + event.attributes().getOrDefault("reason", ""))
                        .strip())
                .toList();
    }

    private void open() {
        var clock = new NodeClock(() -> Instant.ofEpochMilli(wall), () -> mono, Bytes.of(new byte[] {
            boot, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        }));
        ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), 16L << 20),
                identity.uid(),
                (InstantSource) () -> Instant.ofEpochMilli(wall),
                () -> mono,
                clock.bootId(),
                _ -> true);
        var redactor = PolicyRedactor.standard();
        recorder = TestRecorder.of(identity, ring, _ -> true, clock);
        recorder.resume();
        engine = new AlertEngine(
                book,
                ring,
                this::tell,
                redactor,
                () -> new Moment(wall, mono),
                () -> nanos += lookNanos,
                clock.bootId().hex());
    }

    private boolean tell(Optional<Event> event, AlertNote note) {
        boolean taken = !full && recorder.tell(event, note);
        if (taken) {
            event.ifPresent(told::add);
        }
        return taken;
    }

    @Override
    public void close() {
        ring.close();
    }
}
