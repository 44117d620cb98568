package skerry.hub.query;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.hub.capacity.RequestAdvice;
import skerry.hub.capacity.Spread;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Track;
import skerry.protocol.Uid;
import skerry.protocol.series.Labels;

/** What the containers of a site's workloads ask for, against what they were seen to use. Thread-safe. */
public final class Requests {
    /** Containers of workloads of one site; what is beyond is counted. */
    public static final int MAX_CONTAINERS = 4_000;
    /** So far back lies what is looked at. */
    public static final Duration LOOK_BACK = Duration.ofDays(14);

    private static final long DAY = Duration.ofDays(1).toMillis();
    /** Shorter windows are minutes of which there is no hour: they tell what runs, and no percentile. */
    private static final long LEAST_HOUR = CoarseWindows.HOUR / 2;

    private static final long STALE_MILLIS = 3 * 60_000;

    private static final String MEMORY = "container_memory_working_set_bytes";
    private static final String CPU = "container_cpu_usage_seconds_total";
    private static final String HELD_BACK = "container_cpu_cfs_throttled_seconds_total";
    private static final String KILLS = "container_oom_events_total";
    private static final String LAST_EXIT = "kube_pod_container_status_last_terminated_reason";
    private static final Set<String> METRICS = Set.of(MEMORY, CPU, HELD_BACK, KILLS, LAST_EXIT);

    private final SiteSeries series;

    public Requests(FleetStore store) {
        this.series = new SiteSeries(store);
    }

    /**
     * What was used in the hours that were seen.
     *
     * @param usual of half of the hours, at most
     * @param high of 95 of 100 hours, at most
     * @param most of all: of memory at any sample, of CPU between any two
     */
    public record Used(double usual, double high, double most) {}

    /**
     * A container of all pods of a workload.
     *
     * @param pods that run now
     * @param hours of which there are data
     */
    public record Row(
            String kind,
            String namespace,
            String workload,
            String container,
            int pods,
            int hours,
            RequestAdvice.Asked asked,
            Used memory,
            Used cpu,
            RequestAdvice advice) {}

    /**
     * @param untold containers of pods of which nobody told whose they are
     * @param leftOut series beyond {@link #MAX_CONTAINERS}
     */
    public record Found(List<Row> rows, long untold, long leftOut) {
        public Found {
            rows = List.copyOf(rows);
        }
    }

    private record Key(Demands.Workload workload, String container) {}

    private record Instance(Uid teller, String pod) {}

    /** What is gathered of a container in all pods of its workload. */
    private static final class Draft {
        final Spread memory = new Spread();
        final Spread cpu = new Spread();
        final Spread peaks = new Spread();
        final BitSet hours = new BitSet();
        final Map<Instance, Long> told = new HashMap<>();
        double most;
        double heldBack;
        double seconds;
        double kills;
        boolean killed;
    }

    /** One answer in the making. */
    private static final class Reading {
        final Demands demands;
        final long begin;
        final Map<Key, Draft> drafts = new HashMap<>();
        final Map<Uid, Long> newest = new HashMap<>();
        final Set<String> untold = new HashSet<>();
        long leftOut;

        Reading(Demands demands, long begin) {
            this.demands = demands;
            this.begin = begin;
        }

        void windows(Agent agent, String metric, Labels labels, SeriesBlock block, Track track, long from, long until) {
            String container = labels.get("container");
            String pod = labels.get("pod");
            if (container.isEmpty()
                    || pod.isEmpty()
                    || (metric.equals(LAST_EXIT) && !labels.get("reason").equals("OOMKilled"))) {
                return;
            }
            var workload = demands.workload(labels.get("namespace"), pod);
            if (workload.isEmpty()) {
                if (untold.size() < MAX_CONTAINERS) {
                    untold.add(labels.get("namespace") + "/" + pod + "/" + container);
                }
                return;
            }
            var key = new Key(workload.get(), container);
            if (!drafts.containsKey(key) && drafts.size() >= MAX_CONTAINERS) {
                leftOut++;
                return;
            }
            Draft draft = drafts.computeIfAbsent(key, _ -> new Draft());
            for (int i = 0; i < track.size(); i++) {
                int window = track.window(i);
                if (block.start(window) >= from && block.end(window) <= until) {
                    add(draft, metric, block, window, track, i);
                    if (metric.equals(MEMORY)) {
                        draft.told.merge(new Instance(agent.uid(), pod), block.end(window), Math::max);
                        newest.merge(agent.uid(), block.end(window), Math::max);
                    }
                }
            }
        }

        private void add(Draft draft, String metric, SeriesBlock block, int window, Track track, int i) {
            long length = block.length(window);
            boolean isHour = length >= LEAST_HOUR;
            switch (track) {
                case Track.Gauge gauge
                when metric.equals(MEMORY) -> {
                    draft.most = Math.max(draft.most, gauge.max(i));
                    if (isHour) {
                        draft.memory.add(gauge.sum(i) / gauge.count(i));
                        draft.hours.set((int) ((block.start(window) - begin) / CoarseWindows.HOUR));
                    }
                }
                case Track.Gauge gauge -> draft.killed |= gauge.last(i) > 0;
                case Track.Distribution _ -> {}
                case Track.Counter counter -> {
                    switch (metric) {
                        case KILLS -> draft.kills += counter.increase(i);
                        case HELD_BACK -> draft.heldBack += counter.increase(i);
                        default -> {
                            draft.seconds += length / 1_000.0;
                            if (isHour) {
                                draft.cpu.add(counter.increase(i) * 1_000 / length);
                                draft.peaks.add(counter.peakRate(i));
                            }
                        }
                    }
                }
            }
        }

        Found found() {
            return new Found(
                    drafts.entrySet().stream()
                            .filter(entry -> entry.getValue().memory.size() > 0
                                    || !entry.getValue().told.isEmpty())
                            .map(entry -> row(entry.getKey(), entry.getValue()))
                            .toList(),
                    untold.size(),
                    leftOut);
        }

        private Row row(Key key, Draft draft) {
            var workload = key.workload();
            var asked = new RequestAdvice.Asked(
                    amount(key, "request_bytes"),
                    amount(key, "limit_bytes"),
                    amount(key, "request_cores"),
                    amount(key, "limit_cores"));
            int pods = (int) draft.told.entrySet().stream()
                    .filter(told -> newest.getOrDefault(told.getKey().teller(), 0L) - told.getValue() <= STALE_MILLIS)
                    .count();
            int hours = draft.hours.cardinality();
            var seen = new RequestAdvice.Seen(
                    hours,
                    draft.most,
                    draft.cpu.percentile(0.95),
                    draft.peaks.percentile(0.5),
                    Math.max(Math.round(draft.kills), draft.killed ? 1 : 0),
                    draft.seconds > 0 ? draft.heldBack / draft.seconds : 0);
            return new Row(
                    workload.kind(),
                    workload.namespace(),
                    workload.name(),
                    key.container(),
                    pods,
                    hours,
                    asked,
                    new Used(draft.memory.percentile(0.5), draft.memory.percentile(0.95), draft.most),
                    new Used(draft.cpu.percentile(0.5), draft.cpu.percentile(0.95), draft.peaks.most()),
                    RequestAdvice.of(asked, seen));
        }

        private Optional<Double> amount(Key key, String what) {
            return demands.amount(key.workload(), key.container(), what);
        }
    }

    /**
     * All that was seen in the two weeks before {@code now}, in no order. Read day by day, so that a site of many pods does not
     * need the memory of all of them at once.
     *
     * @param nodes the newest agent of each node of the site
     * @param now UTC epoch milliseconds
     */
    public Found of(List<Agent> nodes, long now) {
        long begin = (now - LOOK_BACK.toMillis()) / DAY * DAY;
        var reading = new Reading(Demands.of(series, nodes, begin, now), begin);
        for (long day = begin; day < now; day += DAY) {
            long from = day;
            series.visitWindows(
                    nodes,
                    from,
                    Math.min(now, from + DAY),
                    METRICS,
                    (agent, one, block, track, until) ->
                            reading.windows(agent, one.name(), one.labels(), block, track, from, until));
        }
        return reading.found();
    }
}
