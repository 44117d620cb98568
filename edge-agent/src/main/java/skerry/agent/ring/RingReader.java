package skerry.agent.ring;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import skerry.agent.collect.logs.LogSource;
import skerry.platform.sqlite.Migrations;
import skerry.platform.sqlite.Sql;
import skerry.platform.sqlite.Sqlite;
import skerry.platform.sqlite.SqliteFailure;
import skerry.platform.sqlite.Transactions;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Event;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/**
 * Reads a ring from another process, while the agent writes it or after it has ended. Streams block by block, so its
 * memory does not depend on how much there is. Not thread-safe.
 */
public final class RingReader implements AutoCloseable {
    private static final int CACHE_KIB = 512;
    /** Subjects kept at hand. */
    private static final int SUBJECTS = 4096;

    private static final Bytes NO_BOOT = Bytes.of(new byte[0]);

    private final Connection connection;
    private final BlockTable blocks;
    private final BlockBodies bodies;
    private final RingKeys keys;
    private final SubjectTable subjects;
    private final BlockPacker packer = new BlockPacker(1);
    private final Map<Integer, Optional<Subject>> known = new HashMap<>();
    private long damaged;
    private long sealed;

    /** Takes one sample; says whether to go on. */
    @FunctionalInterface
    public interface SampleSink {
        boolean sample(Series series, long timeMillis, double value);
    }

    private RingReader(Connection connection, RingKeys keys) {
        this.keys = keys;
        this.connection = connection;
        this.blocks = new BlockTable(connection);
        this.bodies = new BlockBodies(connection, keys);
        this.subjects = new SubjectTable(connection);
    }

    /** @throws SQLException a sentence that names the file, the reason and what to do */
    public static RingReader open(Path file) throws SQLException {
        return open(file, RingKeys.NONE);
    }

    /**
     * As the other, with the keys for raw detail.
     *
     * @throws SQLException a sentence that names the file, the reason and what to do
     */
    public static RingReader open(Path file, RingKeys keys) throws SQLException {
        return new RingReader(connect(file), keys);
    }

    /** A connection for reading, to a ring of this release. */
    static Connection connect(Path file) throws SQLException {
        Connection connection = Sqlite.openReadOnly(file, CACHE_KIB);
        try {
            int version = Migrations.version(connection);
            if (version != RingDatabase.MIGRATIONS.latest()) {
                throw new SQLException(file + " is no ring of this release (schema " + version
                        + "): use the release that wrote it, or start the agent to bring it up to date");
            }
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw explained(file, e);
            }
        }
    }

    /**
     * Hands over log lines in the order in which they were collected.
     *
     * @param limit hands over no more than this many, the newest; 0 for all
     */
    public void lines(LineFilter filter, long limit, Predicate<LineView> sink) throws SQLException {
        Start start = limit == 0 ? new Start(0, 0) : startOfNewest(filter, limit);
        long[] leaveOut = {start.leaveOut};
        var search = new LineSearch(filter, this::source, packer);
        walk(
                BlockClass.LINES,
                start.after,
                filter.fromMillis(),
                filter.toMillis(),
                (_, body, skip) -> search.search(body, skip, line -> {
                    if (leaveOut[0] > 0) {
                        leaveOut[0]--;
                        return true;
                    }
                    return sink.test(line);
                }));
    }

    /** As {@link #lines}, all of them, each block with when it arrived. */
    public void arrivedLines(LineFilter filter, ArrivedLines sink) throws SQLException {
        Map<Long, Bytes> boots = boots();
        var search = new LineSearch(filter, this::source, packer);
        walk(BlockClass.LINES, 0, filter.fromMillis(), filter.toMillis(), (block, body, skip) -> {
            boolean more = search.search(body, skip, sink::line);
            sink.block(
                    boots.getOrDefault(block.boot(), NO_BOOT),
                    block.monoFirst(),
                    block.monoLast(),
                    block.records().lines() - skip);
            return more;
        });
    }

    /** Hands over the samples of the wanted series between two wall times, block by block in order of time. */
    public void samples(SeriesSelector selector, long fromMillis, long toMillis, SampleSink sink) throws SQLException {
        samples(selector::matches, fromMillis, toMillis, sink);
    }

    /**
     * As the other, with a condition of any kind, which is asked once for each series; a series comes as the same instance
     * with all its samples.
     */
    public void samples(Predicate<Series> wanted, long fromMillis, long toMillis, SampleSink sink) throws SQLException {
        samples(wanted, fromMillis, toMillis, _ -> {}, (series, wall, _, value) -> sink.sample(series, wall, value));
    }

    /** As the others, with the moments of arrival. */
    public void arrivedSamples(Predicate<Series> wanted, long fromMillis, long toMillis, ArrivedSamples sink)
            throws SQLException {
        Map<Long, Bytes> boots = boots();
        long[] boot = {Long.MIN_VALUE};
        samples(
                wanted,
                fromMillis,
                toMillis,
                block -> {
                    if (block.boot() != boot[0]) {
                        boot[0] = block.boot();
                        sink.boot(boots.getOrDefault(block.boot(), NO_BOOT));
                    }
                },
                sink::sample);
    }

    private void samples(
            Predicate<Series> wanted,
            long fromMillis,
            long toMillis,
            Consumer<Block> before,
            SampleColumnsOut.Sink sink)
            throws SQLException {
        var ids = new HashMap<Integer, Series>();
        subjects.each(row -> {
            if (row.subject().isSeries() && wanted.test(row.subject().series())) {
                ids.put(row.id(), row.subject().series());
            }
        });
        walk(BlockClass.SAMPLES, 0, fromMillis, toMillis, (block, body, skip) -> {
            before.accept(block);
            var columns = new SampleColumnsOut(ids, fromMillis, toMillis, skip, sink);
            SampleBlock.read(packer.unpack(body), ids::containsKey, columns::column, columns::rounds);
            columns.end();
            return columns.wantsMore();
        });
    }

    private Map<Long, Bytes> boots() throws SQLException {
        var boots = new HashMap<Long, Bytes>();
        for (BootTable.Row row : new BootTable(connection).all()) {
            if (row.intact()) {
                boots.put(row.id(), row.bootId());
            }
        }
        return boots;
    }

    /** The wanted series of which the ring knows, by name and labels. */
    public List<Series> series(SeriesSelector selector) throws SQLException {
        var found = new TreeMap<String, Series>();
        subjects.each(row -> {
            if (row.subject().isSeries() && selector.matches(row.subject().series())) {
                found.put(row.subject().series().toString(), row.subject().series());
            }
        });
        return new ArrayList<>(found.values());
    }

    /** Where every record is. */
    public Account account() throws SQLException {
        return Transactions.<Account, RuntimeException>read(
                connection,
                () -> AccountReading.read(
                        new LedgerTable(connection), new BatchTable(connection), blocks, StateRow.load(connection)));
    }

    /** What is here, in short. */
    public RingContent content() throws SQLException {
        long[] raw = blocks.wallSpan();
        return new RingContent(
                raw[0],
                raw[1],
                new PatternTable(connection).all().size(),
                new BatchTable(connection).waiting(),
                new CheckpointTable(connection)
                        .all().stream().map(row -> row.checkpoint().sourceKey()).toList());
    }

    /** What is remembered of alerts. */
    public List<StoredNote> notes() throws SQLException {
        return new AlertTable(connection).all();
    }

    /** Copies of what was recorded before crashes, oldest first, without their bodies. */
    public List<StoredBox> boxes() throws SQLException {
        return new BoxTable(connection, keys).all();
    }

    /** One of {@link #boxes}; empty if there is none with this id, or no more. */
    public Optional<StoredBox> box(long id) throws SQLException {
        return new BoxTable(connection, keys).find(id);
    }

    /** Hands over the events between two wall times in the order in which they came. */
    public void events(long fromMillis, long toMillis, Predicate<Event> sink) throws SQLException {
        walk(BlockClass.EVENTS, 0, fromMillis, toMillis, (_, body, skip) -> {
            for (Event event : EventBlock.read(packer.unpack(body))) {
                boolean wanted = event.wallMillis() >= fromMillis && event.wallMillis() <= toMillis;
                if (wanted && !sink.test(event)) {
                    return false;
                }
            }
            return true;
        });
    }

    /**
     * How the boot before the present one ended.
     *
     * @param present the kernel's id of the present boot
     * @param backMillis how much of its end is wanted
     * @return empty if the ring has no round of another boot
     */
    public Optional<BootEnd> endBefore(Bytes present, long backMillis, Predicate<Series> wanted) throws SQLException {
        return Transactions.<Optional<BootEnd>, RuntimeException>read(
                connection, () -> new BootEnds(connection, keys).before(present, backMillis, wanted));
    }

    /** What was sent and stored by day. */
    public Usage usage() throws SQLException {
        return new UsageTable(connection).load();
    }

    /** What left this site, as far as it is stored: the newest seconds may be missing, {@link LeftAccount#open} says how much. */
    public LeftAccount left() throws SQLException {
        return Transactions.<LeftAccount, RuntimeException>read(connection, () -> new LeftTable(connection).load());
    }

    /** How the bound is used. */
    public RingRoom room(RingSettings settings) throws SQLException {
        long pageBytes = Sql.number(connection, "PRAGMA page_size");
        return RingRoom.read(connection, RingDatabase.usablePages(settings, pageBytes));
    }

    /** Blocks met so far whose key is not here. */
    public long sealedBlocks() {
        return sealed;
    }

    /** How the raw blocks lie on the disk. */
    public SealedBlocks sealing() throws SQLException {
        return blocks.sealed(keys);
    }

    /** Blocks met so far that could not be read. */
    public long damagedBlocks() {
        return damaged;
    }

    @Override
    public void close() throws SQLException {
        packer.close();
        connection.close();
    }

    /** Where to begin so that the newest lines remain: after which block, and how many wanted ones to leave out. */
    private record Start(long after, long leaveOut) {}

    private Start startOfNewest(LineFilter filter, long limit) throws SQLException {
        var search = new LineSearch(filter, this::source, packer);
        var ring = new ArrayDeque<long[]>();
        long[] total = {0};
        walk(BlockClass.LINES, 0, filter.fromMillis(), filter.toMillis(), (block, body, skip) -> {
            long[] found = {block.id(), 0};
            search.search(body, skip, _ -> {
                found[1]++;
                return true;
            });
            ring.addLast(found);
            total[0] += found[1];
            while (total[0] - ring.getFirst()[1] >= limit) {
                total[0] -= ring.removeFirst()[1];
            }
            return true;
        });
        return ring.isEmpty() ? new Start(0, 0) : new Start(ring.getFirst()[0] - 1, Math.max(0, total[0] - limit));
    }

    private void walk(BlockClass wanted, long after, long fromMillis, long toMillis, BlockWalk.Visitor visitor)
            throws SQLException {
        var walk = new BlockWalk(blocks, bodies, wanted);
        walk.walk(after, fromMillis, toMillis, visitor);
        damaged += walk.damaged();
        sealed += walk.sealed();
    }

    private LogSource source(int id) {
        if (known.size() > SUBJECTS) {
            known.clear();
        }
        return known.computeIfAbsent(id, this::find)
                .map(Subject::source)
                .orElseGet(() -> new LogSource("unknown-" + id, Labels.NONE));
    }

    private Optional<Subject> find(int id) {
        try {
            return subjects.find(id).map(SubjectTable.Row::subject);
        } catch (SQLException e) {
            return Optional.empty(); // The line is worth more than the name of its source.
        }
    }

    private static SQLException explained(Path file, SQLException e) {
        return SqliteFailure.of(e) == SqliteFailure.DAMAGED
                ? new SQLException(file + " is damaged: start the agent, it takes what is readable into a new file", e)
                : e;
    }
}
