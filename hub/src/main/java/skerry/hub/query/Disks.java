package skerry.hub.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import skerry.hub.capacity.FillOutlook;
import skerry.hub.capacity.FillTrend;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Track;
import skerry.protocol.series.Labels;

/** File systems of a site's nodes and volumes of its claims: how full, and until when there is room. Thread-safe. */
public final class Disks {
    /** Disks of one site; what is beyond is counted. */
    public static final int MAX_DISKS = 2_000;
    /** So far back lies what is looked at. */
    public static final Duration LOOK_BACK = Duration.ofDays(14);

    private static final Set<String> METRICS = Set.of(
            "node_filesystem_avail_bytes",
            "node_filesystem_size_bytes",
            "kubelet_volume_stats_available_bytes",
            "kubelet_volume_stats_capacity_bytes");

    /** File systems that say nothing about a disk filling up. */
    private static final Set<String> UNREAL = Set.of(
            "tmpfs",
            "devtmpfs",
            "overlay",
            "squashfs",
            "iso9660",
            "proc",
            "sysfs",
            "cgroup",
            "cgroup2",
            "ramfs",
            "nsfs",
            "autofs",
            "tracefs",
            "debugfs",
            "fuse.lxcfs");

    private final SiteSeries series;

    public Disks(FleetStore store) {
        this.series = new SiteSeries(store);
    }

    /**
     * A file system, or a volume.
     *
     * @param node where it is; of a volume, whose kubelet told of it last
     * @param claim namespace and name of the claim, with a slash; empty for a file system
     * @param place where it is mounted; empty for a volume
     * @param size bytes
     * @param free bytes, by the newest value
     * @param toldTo end of the newest window, UTC epoch milliseconds
     */
    public record Disk(
            String node,
            Optional<String> claim,
            Optional<String> place,
            double size,
            double free,
            long toldTo,
            FillOutlook outlook) {}

    /** @param leftOut disks beyond {@link #MAX_DISKS} */
    public record Found(List<Disk> disks, long leftOut) {
        public Found {
            disks = List.copyOf(disks);
        }
    }

    /** @param node empty for a volume, which moves with its pod */
    private record Key(String node, String device, String place, String claim) {}

    /** What is gathered of one disk. */
    private static final class Draft {
        final TreeMap<Long, Double> free = new TreeMap<>();
        double size;
        double newest;
        long freeAt = Long.MIN_VALUE;
        long sizeAt = Long.MIN_VALUE;
        String node = "";
        String fileSystem = "";
    }

    /**
     * All of which something was told in the two weeks before {@code now}, in no order. A disk that is mounted at several places
     * is told of by the shortest.
     *
     * @param nodes the newest agent of each node of the site
     * @param now UTC epoch milliseconds
     */
    public Found of(List<Agent> nodes, long now) {
        Map<Key, Draft> drafts = new HashMap<>();
        long[] leftOut = {0};
        series.visitWindows(nodes, now - LOOK_BACK.toMillis(), now, METRICS, (agent, one, block, track, until) -> {
            var key = key(agent, one.name(), one.labels());
            if (!drafts.containsKey(key) && drafts.size() >= MAX_DISKS) {
                leftOut[0]++;
            } else if (track instanceof Track.Gauge gauge) {
                Draft draft = drafts.computeIfAbsent(key, _ -> new Draft());
                draft.fileSystem = one.labels().get("fstype");
                boolean isSize =
                        one.name().endsWith("_size_bytes") || one.name().endsWith("_capacity_bytes");
                add(draft, agent.node(), isSize, block, gauge, until);
            }
        });
        Map<Key, Disk> disks = new HashMap<>();
        drafts.forEach((key, draft) -> {
            boolean unreal = UNREAL.contains(draft.fileSystem) && !key.place().equals("/");
            if (draft.size > 0 && !draft.free.isEmpty() && !unreal) {
                var device = key.claim().isEmpty() ? new Key(key.node(), key.device(), "", "") : key;
                disks.merge(device, disk(key, draft), (some, other) -> shorter(some, other) ? some : other);
            }
        });
        return new Found(List.copyOf(disks.values()), leftOut[0]);
    }

    private static Key key(Agent agent, String metric, Labels labels) {
        return metric.startsWith("kubelet_")
                ? new Key("", "", "", labels.get("namespace") + "/" + labels.get("persistentvolumeclaim"))
                : new Key(agent.node(), labels.get("device"), labels.get("mountpoint"), "");
    }

    private static boolean shorter(Disk some, Disk other) {
        return some.place().orElse("").length() <= other.place().orElse("").length();
    }

    private static void add(
            Draft draft, String node, boolean isSize, SeriesBlock block, Track.Gauge gauge, long until) {
        for (int i = 0; i < gauge.size(); i++) {
            long end = block.end(gauge.window(i));
            if (end > until) {
                continue;
            }
            if (isSize && end > draft.sizeAt) {
                draft.sizeAt = end;
                draft.size = gauge.last(i);
            } else if (!isSize) {
                draft.free.merge(end, gauge.min(i), Math::min);
                if (end > draft.freeAt) {
                    draft.freeAt = end;
                    draft.newest = gauge.last(i);
                    draft.node = node;
                }
            }
        }
    }

    private static Disk disk(Key key, Draft draft) {
        List<FillTrend.Point> points = new ArrayList<>(draft.free.size());
        draft.free.forEach((at, free) -> points.add(new FillTrend.Point(at, free)));
        return new Disk(
                draft.node,
                Optional.of(key.claim()).filter(claim -> !claim.isEmpty()),
                Optional.of(key.place()).filter(place -> !place.isEmpty()),
                draft.size,
                draft.newest,
                draft.freeAt,
                FillTrend.of(points, draft.size));
    }
}
