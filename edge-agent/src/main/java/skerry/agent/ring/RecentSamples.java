package skerry.agent.ring;

import static java.lang.System.Logger.Level.DEBUG;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.protocol.Bytes;
import skerry.protocol.series.Series;

/**
 * Reads the samples of a ring's file from the newest block back, as long as any are wanted. To be run within one reading
 * transaction, which its taker keeps short. A damaged block is left out; counting it is the part of the ring's upkeep. Not thread-safe.
 */
final class RecentSamples {
    private static final System.Logger LOG = System.getLogger(RecentSamples.class.getName());
    private static final int AT_ONCE = 64;

    private final BlockTable blocks;
    private final BlockBodies bodies;
    private final SubjectTable subjects;
    private final long boot;
    private final Moment now;
    private final Map<Integer, Look> ids = new HashMap<>();
    private long longest;

    private record Look(Series series, long spanMillis) {}

    RecentSamples(Connection connection, RingKeys keys, Bytes bootId, Moment now) throws SQLException {
        this.blocks = new BlockTable(connection);
        this.bodies = new BlockBodies(connection, keys);
        this.subjects = new SubjectTable(connection);
        this.boot = new BootTable(connection).find(bootId);
        this.now = now;
    }

    /**
     * Hands over the wanted samples, the newest block first; within a block, series by series in order of time or nearly so.
     */
    void read(RecentWish wish, RecentSink sink) throws SQLException {
        subjects.eachSeries(wish::mayWant, row -> {
            Series series = row.subject().series();
            long millis = wish.spanMillis(series);
            if (millis > 0) {
                ids.put(row.id(), new Look(series, millis));
                longest = Math.max(longest, millis);
            }
        });
        if (ids.isEmpty()) {
            return;
        }
        try (var packer = new BlockPacker(1)) {
            for (Block block : recent()) {
                if (age(block) <= longest) {
                    read(block, packer, sink);
                }
            }
        }
    }

    /** Newest first. Ids rise with age, so the search ends at the first stretch of blocks that are all too old. */
    private List<Block> recent() throws SQLException {
        var found = new ArrayList<Block>();
        List<BlockTable.Row> rows = blocks.before(Long.MAX_VALUE, AT_ONCE);
        while (!rows.isEmpty()) {
            int foundBefore = found.size();
            boolean old = false;
            for (BlockTable.Row row : rows) {
                Block block = row.block();
                boolean reaches = row.intact() && age(block) <= longest;
                if (reaches && block.is(BlockClass.SAMPLES)) {
                    found.add(block);
                }
                old |= row.intact() && !reaches && block.boot() == boot;
            }
            boolean barren = found.size() == foundBefore;
            rows = old || barren
                    ? List.of()
                    : blocks.before(rows.getLast().block().id(), AT_ONCE);
        }
        return found;
    }

    /** Of its newest record, in milliseconds; endless for one that seems to be of the future. */
    private long age(Block block) {
        if (block.boot() == boot) {
            return now.monoMillis() - block.monoLast();
        }
        return block.wallFirst() > now.wallMillis() ? Long.MAX_VALUE : now.wallMillis() - block.wallLast();
    }

    private void read(Block block, BlockPacker packer, RecentSink sink) throws SQLException {
        try {
            Optional<byte[]> body = bodies.find(block);
            if (body.isPresent()) {
                long age = age(block);
                var group = new Group(block.boot() == boot, sink);
                SampleBlock.read(packer.unpack(body.get()), id -> isWanted(id, age), group::column, group::rounds);
                if (!group.enough.isEmpty()) {
                    ids.keySet().removeAll(group.enough);
                    longest = ids.values().stream()
                            .mapToLong(look -> look.spanMillis)
                            .max()
                            .orElse(-1);
                }
            }
        } catch (DamagedException e) {
            LOG.log(DEBUG, "block {0} is damaged and left out: {1}", block.id(), e.getMessage());
        }
    }

    private boolean isWanted(int id, long age) {
        Look look = ids.get(id);
        return look != null && look.spanMillis >= age;
    }

    /** Collects the columns of a group of rounds, until their times are here. */
    private final class Group {
        private final boolean thisBoot;
        private final RecentSink sink;
        private final Set<Integer> enough = new HashSet<>();
        private final List<Integer> wanted = new ArrayList<>();
        private final List<double[]> columns = new ArrayList<>();

        Group(boolean thisBoot, RecentSink sink) {
            this.thisBoot = thisBoot;
            this.sink = sink;
        }

        void column(int seriesId, double[] values) {
            wanted.add(seriesId);
            columns.add(values.clone());
        }

        void rounds(int seriesInRound, int rounds, long[] wall, long[] mono) {
            for (int s = 0; s < columns.size(); s++) {
                int id = wanted.get(s);
                Look look = ids.get(id);
                for (int i = 0; look != null && i < rounds; i++) {
                    long time = thisBoot ? now.date(mono[i]) : wall[i];
                    boolean fits = time >= now.wallMillis() - look.spanMillis && time <= now.wallMillis();
                    if (fits && !sink.sample(look.series, time, columns.get(s)[i])) {
                        enough.add(id);
                    }
                }
            }
            wanted.clear();
            columns.clear();
        }
    }
}
