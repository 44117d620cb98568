package skerry.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import skerry.agent.alert.AlertEngine;
import skerry.agent.alert.RuleBook;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingSettings;
import skerry.agent.ring.SampleRound;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** What the rules that come with the agent cost on a node with containers: CPU time of the one thread that evaluates them. */
final class RulesBench implements Bench {
    private static final long EVERY = 15_000;
    private static final int ROUNDS_BEFORE = 8 * 240;
    private static final int MINUTES = 60;
    private static final int CONTAINERS = 30;
    private static final int OTHERS = 600;
    private static final double MILLION = 1e6;

    private final List<Series> series = new ArrayList<>();
    private final Random random = new Random(1);
    private long wall = Instant.parse("2026-11-26T00:00:00Z").toEpochMilli();
    private long mono = 1_000_000;

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String about() {
        return "an hour of the usual rules over 8 hours of a node with " + CONTAINERS + " containers, in one process";
    }

    @Override
    public String takes() {
        return "1 min";
    }

    @Override
    public List<Figure> run(BenchContext context) throws Exception {
        Path folder = context.folder("rules");
        describe();
        var usual = new ArrayList<Double>();
        var slow = new ArrayList<Double>();
        var hour = new ArrayList<Double>();
        try (Ring ring = Ring.open(
                RingSettings.of(folder.resolve("ring.db"), 1L << 30),
                Uid.random(random),
                (InstantSource) () -> Instant.ofEpochMilli(wall),
                () -> mono,
                Bytes.of(new byte[16]),
                _ -> true)) {
            record(ring, ROUNDS_BEFORE);
            context.say(
                    "%d series, %d rounds of samples; load average %s",
                    series.size(), ROUNDS_BEFORE, Machine.currentLoad());
            for (int run = 0; run <= context.runs(); run++) {
                List<Double> rounds = rounds(ring);
                if (run > 0) { // the first warms up
                    usual.add(rounds.get(rounds.size() / 2));
                    slow.add(rounds.getLast());
                    hour.add(rounds.stream().mapToDouble(one -> one).sum() / 1_000);
                }
            }
        }
        return List.of(
                new Figure("a round of rules, as most are", usual, "ms of CPU", "", ""),
                new Figure("the dearest, with spans of six hours", slow, "ms of CPU", "", ""),
                new Figure("all rounds of an hour", hour, "s of CPU", "≤ 36, one percent of a core", ""));
    }

    /** The cost of each round of an hour, milliseconds of CPU, the least first. */
    private List<Double> rounds(Ring ring) throws IOException {
        var engine = new AlertEngine(
                new RuleBook(RuleBook.usual().groups()),
                ring,
                (_, _) -> true,
                PolicyRedactor.standard(),
                () -> new Moment(wall, mono),
                System::nanoTime,
                "boot");
        var threads = ManagementFactory.getThreadMXBean();
        var costs = new ArrayList<Double>();
        for (int minute = 0; minute < MINUTES; minute++) {
            record(ring, 4);
            long before = threads.getCurrentThreadCpuTime();
            engine.round();
            costs.add((threads.getCurrentThreadCpuTime() - before) / MILLION);
        }
        if (engine.board().failures() > 0 || engine.board().evaluations() == 0) {
            throw new IOException(
                    "rules could not be evaluated: " + engine.board().troubles());
        }
        return costs.stream().sorted().toList();
    }

    private void describe() {
        gauge("skerry_pi_undervoltage", "skerry_pi_throttled", "node_timex_sync_status", "node_timex_offset_seconds");
        gauge("node_memory_MemTotal_bytes", "node_memory_MemAvailable_bytes", "node_vmstat_oom_kill");
        gauge("skerry_ring_writable", "skerry_agent_rules_failing");
        for (String mount : List.of("/", "/var", "/home", "/srv")) {
            Labels labels = Labels.of("device", "/dev/mmcblk0p2", "fstype", "ext4", "mountpoint", mount);
            for (String what : List.of("size_bytes", "avail_bytes", "files", "files_free", "readonly", "free_bytes")) {
                series.add(new Series("node_filesystem_" + what, labels, MetricType.GAUGE));
            }
        }
        for (int i = 0; i < 40; i++) {
            for (String state : List.of("active", "failed")) {
                Labels labels = Labels.of("name", "unit-" + i + ".service", "state", state, "type", "simple");
                series.add(new Series("node_systemd_unit_state", labels, MetricType.GAUGE));
            }
        }
        for (int i = 0; i < CONTAINERS; i++) {
            Labels labels = Labels.of("namespace", "shop", "pod", "pod-" + i, "container", "main");
            for (String what :
                    List.of("cpu_cfs_periods_total", "cpu_cfs_throttled_periods_total", "oom_events_total")) {
                series.add(new Series("container_" + what, labels, MetricType.COUNTER));
            }
            series.add(new Series("container_start_time_seconds", labels, MetricType.GAUGE));
            for (int other = 0; other < 20; other++) {
                series.add(new Series("container_other_" + other, labels, MetricType.COUNTER));
            }
            for (String phase : List.of("Pending", "Running", "Succeeded", "Failed", "Unknown")) {
                Labels pod = Labels.of("namespace", "shop", "pod", "pod-" + i, "phase", phase);
                series.add(new Series("kube_pod_status_phase", pod, MetricType.GAUGE));
            }
        }
        for (int i = 0; i < OTHERS; i++) {
            series.add(new Series("node_other_" + i % 60, Labels.of("n", Integer.toString(i)), MetricType.COUNTER));
        }
    }

    private void gauge(String... names) {
        for (String name : names) {
            series.add(new Series(name, Labels.NONE, MetricType.GAUGE));
        }
    }

    private void record(Ring ring, int rounds) {
        var round = new SampleRound();
        for (int i = 0; i < rounds; i++) {
            wall += EVERY;
            mono += EVERY;
            round.begin(wall, mono);
            for (Series one : series) {
                round.add(ring.seriesId(one), value(one));
            }
            ring.add(round);
            if (i % 4 == 3) {
                ring.closeWindow(List.of());
            } else {
                ring.commit();
            }
        }
    }

    /** A counter rises, a gauge moves a little. */
    private double value(Series one) {
        return one.type() == MetricType.COUNTER ? Math.floor(mono / 100.0 + random.nextInt(50)) : random.nextInt(3);
    }
}
