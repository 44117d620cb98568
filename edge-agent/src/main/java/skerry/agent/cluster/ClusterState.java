package skerry.agent.cluster;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayList;
import java.util.List;
import skerry.agent.cluster.watch.WatchStatus;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.series.Labels;

/**
 * The state of a cluster's objects, as far as it is fresh, and how following it goes. Where there are more series than may be
 * told, those of pods that are well are left out first, and before them the zeros of states that an object is not in.
 */
final class ClusterState implements Collector {
    private static final System.Logger LOG = System.getLogger(ClusterState.class.getName());

    /** Of what is not heard for so long nothing is told: it may be so no more. */
    static final long STALE_MILLIS = 5 * 60_000;

    private static final MetricFamily OBJECTS =
            MetricFamily.gauge("skerry_cluster_objects", "Objects of a kind that are known.");
    private static final MetricFamily FOLLOWED = MetricFamily.gauge(
            "skerry_cluster_followed", "Whether a kind of objects is followed now; 0 where it may not be read.");
    private static final MetricFamily LISTS =
            MetricFamily.counter("skerry_cluster_lists_total", "How often all objects of a kind were read anew.");
    private static final MetricFamily FAILURES =
            MetricFamily.counter("skerry_cluster_failures_total", "How often following a kind failed.");
    private static final MetricFamily LEFT_OUT = MetricFamily.gauge(
            "skerry_cluster_series_left_out", "Series of objects that there was no room for, or no value.");
    private static final MetricFamily OBJECTS_LEFT_OUT = MetricFamily.gauge(
            "skerry_cluster_objects_left_out", "Objects that there was no room for, or that could not be read.");
    private static final MetricFamily EVENTS =
            MetricFamily.counter("skerry_cluster_events_total", "Events of the cluster, by what became of them.");

    private final List<FollowedKind> kinds;
    private final List<WatchStatus> events;
    private final K3sOutcomes outcomes;
    private final ChosenMetrics chosen;
    private final EventTally tally;
    private final int maxSeries;
    private final MonotonicClock mono;
    private boolean saidLeftOut;

    ClusterState(
            List<FollowedKind> kinds,
            K3sOutcomes outcomes,
            ChosenMetrics chosen,
            List<WatchStatus> events,
            EventTally tally,
            int maxSeries,
            MonotonicClock mono) {
        this.kinds = List.copyOf(kinds);
        this.outcomes = outcomes;
        this.chosen = chosen;
        this.events = List.copyOf(events);
        this.tally = tally;
        this.maxSeries = maxSeries;
        this.mono = mono;
    }

    @Override
    public String name() {
        return "cluster";
    }

    /** Lets through as many as there may be. */
    private static final class Room {
        private final SampleSink sink;
        private int left;
        private int leftOut;

        Room(SampleSink sink, int most) {
            this.sink = sink;
            this.left = most;
        }

        void add(MetricFamily family, Labels labels, double value) {
            if (left == 0) {
                leftOut++;
            } else {
                left--;
                sink.add(family, labels, value);
            }
        }
    }

    @Override
    public void collect(SampleSink sink) {
        long now = mono.millis();
        var fresh = new ArrayList<FollowedKind>();
        for (FollowedKind kind : kinds) {
            if (kind.status().isFresh(now, STALE_MILLIS)) {
                fresh.add(kind);
            }
        }
        var room = new Room(sink, maxSeries);
        room.leftOut += outcomes.tell(status -> status.isFresh(now, STALE_MILLIS), chosen, room::add);
        tell(fresh, room, false, true);
        tell(fresh, room, true, true);
        tell(fresh, room, false, false);
        tell(fresh, room, true, false);
        sayOnce(room.leftOut);
        for (FollowedKind kind : fresh) {
            kind.store().each(object -> room.leftOut += object.leftOut());
        }
        sink.add(LEFT_OUT, room.leftOut);
        tellOwn(now, sink);
    }

    private void sayOnce(int leftOut) {
        if (leftOut > 0 && !saidLeftOut) {
            saidLeftOut = true;
            LOG.log(
                    WARNING,
                    "{0} series of the cluster''s objects are left out, as there is room for {1}: raise cluster.max-series, and"
                            + " -Xmx if the heap is what has no room",
                    leftOut,
                    maxSeries);
        }
    }

    private static void tell(List<FollowedKind> kinds, Room room, boolean well, boolean saysSomething) {
        for (FollowedKind kind : kinds) {
            kind.store().each(object -> {
                if (object.isWell() == well) {
                    object.tell(saysSomething, room::add);
                }
            });
        }
    }

    private void tellOwn(long now, SampleSink sink) {
        for (FollowedKind kind : kinds) {
            if (kind.status().isAbsent()) {
                continue;
            }
            Labels labels = tellStatus(kind.status(), now, sink);
            sink.add(OBJECTS, labels, kind.store().size());
            sink.add(
                    OBJECTS_LEFT_OUT, labels.with("cause", "room"), kind.store().noRoom());
            sink.add(OBJECTS_LEFT_OUT, labels.with("cause", "unreadable"), (double)
                    kind.store().unreadable());
        }
        for (WatchStatus status : events) {
            tellStatus(status, now, sink);
        }
        tally.each((what, count) -> sink.add(EVENTS, Labels.of("outcome", what), (double) count));
    }

    private static Labels tellStatus(WatchStatus status, long now, SampleSink sink) {
        Labels labels = Labels.of("kind", status.kind());
        sink.add(FOLLOWED, labels, status.isFresh(now, STALE_MILLIS) ? 1 : 0);
        sink.add(LISTS, labels, (double) status.lists());
        sink.add(FAILURES, labels, (double) status.failures());
        return labels;
    }
}
