package skerry.agent.ring;

import static java.lang.System.Logger.Level.DEBUG;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import skerry.protocol.Bytes;
import skerry.protocol.series.Series;

/**
 * Reads the newest samples of a ring's file, and no block that is older. To be run within one reading transaction, which is
 * short as long as the span is. A damaged block is left out; counting it is the part of the ring's upkeep. Not thread-safe.
 */
final class RecentSamples {
    private static final System.Logger LOG = System.getLogger(RecentSamples.class.getName());
    private static final int AT_ONCE = 64;

    private final BlockTable blocks;
    private final BodyTable bodies;
    private final SubjectTable subjects;
    private final long boot;
    private final Moment now;
    private final Map<Integer, Look> ids = new HashMap<>();
    private long longest;

    private record Look(Series series, long spanMillis) {}

    RecentSamples(Connection connection, Bytes bootId, Moment now) throws SQLException {
        this.blocks = new BlockTable(connection);
        this.bodies = BodyTable.ofBlocks(connection);
        this.subjects = new SubjectTable(connection);
        this.boot = new BootTable(connection).find(bootId);
        this.now = now;
    }

    /**
     * Hands over the wanted samples, block by block.
     *
     * @param spanMillis how far back each series is wanted; 0 for one that is not
     */
    void read(ToLongFunction<Series> spanMillis, RingReader.SampleSink sink) throws SQLException {
        subjects.each(row -> {
            if (row.subject().isSeries()) {
                Series series = row.subject().series();
                long millis = spanMillis.applyAsLong(series);
                if (millis > 0) {
                    ids.put(row.id(), new Look(series, millis));
                    longest = Math.max(longest, millis);
                }
            }
        });
        if (ids.isEmpty()) {
            return;
        }
        try (var packer = new BlockPacker(1)) {
            boolean more = true;
            for (Block block : recent()) {
                more = more && read(block, packer, sink);
            }
        }
    }

    /** Oldest first. Ids rise with age, so the search ends at the first stretch of blocks that are all too old. */
    private Deque<Block> recent() throws SQLException {
        var found = new ArrayDeque<Block>();
        List<BlockTable.Row> rows = blocks.before(Long.MAX_VALUE, AT_ONCE);
        while (!rows.isEmpty()) {
            int foundBefore = found.size();
            boolean old = false;
            for (BlockTable.Row row : rows) {
                Block block = row.block();
                boolean reaches = row.intact() && age(block) <= longest;
                if (reaches && block.is(BlockClass.SAMPLES)) {
                    found.addFirst(block);
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

    private boolean read(Block block, BlockPacker packer, RingReader.SampleSink sink) throws SQLException {
        try {
            Optional<byte[]> body = bodies.find(block.id());
            if (body.isEmpty()) {
                return true;
            }
            long age = age(block);
            var group = new Group(block.boot() == boot, sink);
            SampleBlock.read(packer.unpack(body.get()), id -> isWanted(id, age), group::column, group::rounds);
            return group.more;
        } catch (DamagedException e) {
            LOG.log(DEBUG, "block {0} is damaged and left out: {1}", block.id(), e.getMessage());
            return true;
        }
    }

    private boolean isWanted(int id, long age) {
        Look look = ids.get(id);
        return look != null && look.spanMillis >= age;
    }

    /** Collects the columns of a group of rounds, until their times are here. */
    private final class Group {
        private final boolean thisBoot;
        private final RingReader.SampleSink sink;
        private final List<Series> series = new ArrayList<>();
        private final List<double[]> columns = new ArrayList<>();
        private boolean more = true;

        Group(boolean thisBoot, RingReader.SampleSink sink) {
            this.thisBoot = thisBoot;
            this.sink = sink;
        }

        void column(int seriesId, double[] values) {
            Look look = ids.get(seriesId);
            if (more && look != null) {
                series.add(look.series);
                columns.add(values.clone());
            }
        }

        void rounds(int seriesInRound, int rounds, long[] wall, long[] mono) {
            for (int i = 0; i < rounds; i++) {
                long time = thisBoot ? now.date(mono[i]) : wall[i];
                if (time >= now.wallMillis() - longest && time <= now.wallMillis()) {
                    for (int s = 0; more && s < columns.size(); s++) {
                        more = sink.sample(series.get(s), time, columns.get(s)[i]);
                    }
                }
            }
            series.clear();
            columns.clear();
        }
    }
}
