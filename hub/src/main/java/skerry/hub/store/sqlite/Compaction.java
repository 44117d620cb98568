package skerry.hub.store.sqlite;

import static java.lang.System.Logger.Level.INFO;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import skerry.hub.store.BlockBuilder;
import skerry.hub.store.FleetStore.Retention;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Span;
import skerry.hub.store.Track;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.series.Series;

/**
 * Joins windows into segments, hour by hour while a day lasts and once more when it is over; deletes days. Used by one
 * thread at a time.
 */
final class Compaction {
    /** Minutes of one agent that make a segment while the day lasts. */
    private static final int WINDOWS_PER_SEGMENT = 60;

    private static final int AT_ONCE = 240;
    /** After midnight, batches may still be on their way to the file of the day before. */
    private static final long SETTLED_MILLIS = Duration.ofMinutes(10).toMillis();

    private static final List<Kind> KINDS = List.of(Kind.MINUTE, Kind.HOUR, Kind.DAY);
    private static final System.Logger LOG = System.getLogger(Compaction.class.getName());

    private final Database control;
    private final DayFiles days;
    private final SqliteBatchLog log;
    private final ProofFiles proofs;
    private final SqliteHistory history;
    private final BlockCache cache;
    private final Runnable flush;

    /** @param flush writes durably what control.db tells of the batches of all day files */
    Compaction(
            Database control,
            DayFiles days,
            SqliteBatchLog log,
            ProofFiles proofs,
            SqliteHistory history,
            BlockCache cache,
            Runnable flush) {
        this.control = control;
        this.days = days;
        this.log = log;
        this.proofs = proofs;
        this.history = history;
        this.cache = cache;
        this.flush = flush;
    }

    /** Makes segments of the minutes of agents that have an hour of them. */
    void segment() {
        for (long day : days.days()) {
            if (!log.isClosed(day)) {
                List<Integer> agents = days.use(
                        day,
                        file -> file.read(
                                "looking for windows to join",
                                connection -> BatchTable.fullEnough(connection, Kind.MINUTE, WINDOWS_PER_SEGMENT)));
                for (int agent : agents) {
                    boolean more = true;
                    while (more) {
                        more = days.use(day, file -> segment(file, agent));
                    }
                }
            }
        }
    }

    /** Joins a bounded number of windows; whether there may be more. */
    private boolean segment(Database file, int agent) {
        List<BatchTable.Raw> rows = file.read(
                "reading windows to join",
                connection -> BatchTable.unsegmented(connection, agent, Kind.MINUTE, AT_ONCE));
        Map<Integer, List<BatchTable.Raw>> byBase = new HashMap<>();
        for (BatchTable.Raw row : rows) {
            byBase.computeIfAbsent(row.base(), _ -> new ArrayList<>()).add(row);
        }
        byBase.forEach((base, sameBase) -> {
            SeriesBlock block = blockOf(sameBase, base);
            List<Long> lsns = sameBase.stream().map(BatchTable.Raw::lsn).toList();
            file.writeLazily("joining windows", connection -> {
                long no = SegmentTable.add(connection, agent, Kind.MINUTE, base, block);
                BatchTable.setSegment(connection, lsns, no);
            });
        });
        return rows.size() == AT_ONCE;
    }

    private SeriesBlock blockOf(List<BatchTable.Raw> rows, int base) {
        var builder = new BlockBuilder(_ -> true);
        rows.forEach(row -> history.addTo(builder, row, base));
        return builder.build();
    }

    /** Closes days that are over and wholly decoded. */
    void closeDays(long now) {
        for (long day : days.days()) {
            boolean over = now >= (day + 1) * DayFiles.DAY_MILLIS + SETTLED_MILLIS;
            if (over && !log.isClosed(day)) {
                boolean decoded =
                        days.use(day, file -> !file.read("looking for what is not decoded", BatchTable::hasToDecode));
                if (decoded) {
                    close(day, now);
                }
            }
        }
    }

    /**
     * Writes a day anew: one segment per agent, kind and clock in place of the batches, whose headers and signatures go
     * to the proofs. Batches that are not summaries, or not decoded, stay as they came. The new file takes the place of
     * the old one in one step.
     */
    private void close(long day, long now) {
        flush.run(); // a start will not find in this file any more what is held of it
        var spans = new HashMap<Integer, Span>();
        days.use(day, old -> {
            keepProofs(day, old, true);
            try (Database fresh = days.openReplacement(day)) {
                for (int agent : old.read("reading agents", BatchTable::agents)) {
                    join(old, fresh, agent, spans);
                }
                DayCopy.copy(fresh, old.file());
            }
            return true;
        });
        days.replace(day);
        cache.forget(day);
        control.writeAll("closing a day", connection -> {
            AgentDayTable.put(connection, day, spans);
            ClosedDayTable.put(connection, day, now);
        });
        log.closed(day);
        LOG.log(INFO, "day {0} is closed and takes {1} bytes", LocalDate.ofEpochDay(day), days.bytes(day));
    }

    private void join(Database old, Database fresh, int agent, Map<Integer, Span> spans) {
        for (Kind kind : KINDS) {
            Map<Integer, SeriesBlock> blocks = old.read("reading windows to join", c -> blocks(c, agent, kind));
            fresh.writeLazily("joining windows", connection -> {
                for (var entry : blocks.entrySet()) {
                    long no = SegmentTable.add(connection, agent, kind, entry.getKey(), entry.getValue());
                    checkReadBack(connection, no, agent, kind, entry.getKey(), entry.getValue());
                }
            });
            blocks.forEach((base, block) -> spans.merge(agent, spanOf(block, base), Compaction::join));
        }
    }

    /** The batches are about to be dropped, so what takes their place must be readable to the last bit. */
    private static void checkReadBack(Connection connection, long no, int agent, Kind kind, int base, SeriesBlock block)
            throws SQLException {
        for (var row : SegmentTable.between(connection, agent, kind, base, Long.MIN_VALUE, Long.MAX_VALUE)) {
            if (row.no() == no && tracksOf(connection, row).equals(block)) {
                return;
            }
        }
        throw new SQLException("segment " + no + " does not read back as it was written: the day stays as it is");
    }

    private static SeriesBlock tracksOf(Connection connection, SegmentTable.Row row) throws SQLException {
        var tracks = new HashMap<Series, Track>();
        for (byte[] chunk : SegmentTable.chunks(connection, row.no()).values()) {
            tracks.putAll(SegmentCodec.decodeTracks(row.windows().size(), chunk));
        }
        return row.windows().movedBy(0, tracks);
    }

    /** A segment on a boot's clock may move when more is learnt of that boot, so that its day must always be asked. */
    private static Span spanOf(SeriesBlock block, int base) {
        if (base != 0) {
            return new Span(AgentDayTable.UNKNOWN, Long.MAX_VALUE);
        }
        long last = Long.MIN_VALUE;
        for (int i = 0; i < block.size(); i++) {
            last = Math.max(last, block.end(i));
        }
        return new Span(block.start(0), last);
    }

    private static Span join(Span a, Span b) {
        return new Span(Math.min(a.from(), b.from()), Math.max(a.to(), b.to()));
    }

    /** All windows of an agent by clock: what segments have and what only batches have. */
    private Map<Integer, SeriesBlock> blocks(Connection connection, int agent, Kind kind) throws SQLException {
        var bases = new TreeSet<>(SegmentTable.bases(connection, agent, kind));
        bases.addAll(BatchTable.unsegmentedBases(connection, agent, kind));
        var blocks = new HashMap<Integer, SeriesBlock>();
        for (int base : bases) {
            var builder = new BlockBuilder(_ -> true);
            for (var row : SegmentTable.between(connection, agent, kind, base, Long.MIN_VALUE, Long.MAX_VALUE)) {
                builder.add(tracksOf(connection, row));
            }
            for (var row : BatchTable.unsegmented(connection, agent, kind, base, Long.MIN_VALUE, Long.MAX_VALUE)) {
                history.addTo(builder, row, base);
            }
            if (!builder.isEmpty()) {
                blocks.put(base, builder.build());
            }
        }
        return blocks;
    }

    /** @param summarised whether only of batches whose content segments have */
    private void keepProofs(long day, Database file, boolean summarised) {
        for (int agent : file.read("reading agents", BatchTable::agents)) {
            List<ProofFiles.Run> runs = file.read("reading headers", c -> BatchTable.runs(c, agent, summarised));
            if (!runs.isEmpty()) {
                proofs.put(day, runs);
            }
        }
    }

    List<Long> retain(Retention bounds, long now) {
        long today = DayFiles.dayOf(now);
        var deleted = new ArrayList<Long>();
        long bytes = days.days().stream().mapToLong(days::bytes).sum();
        for (long day : days.days()) {
            boolean tooOld = day <= today - bounds.days();
            boolean tooMuch = bytes > bounds.bytes();
            if (day >= today || !(tooOld || tooMuch)) {
                break;
            }
            bytes -= days.bytes(day);
            delete(day);
            deleted.add(day * DayFiles.DAY_MILLIS);
            LOG.log(
                    INFO,
                    "day {0} is deleted, since {1}",
                    LocalDate.ofEpochDay(day),
                    tooOld ? bounds.days() + " days are kept" : bounds.bytes() + " bytes are kept");
        }
        return deleted;
    }

    private void delete(long day) {
        flush.run();
        days.use(day, file -> {
            keepProofs(day, file, false);
            return true;
        });
        days.delete(day);
        cache.forget(day);
        log.deleted(day);
        control.writeAll("forgetting a day", connection -> {
            AgentDayTable.forget(connection, day);
            ClosedDayTable.remove(connection, day);
            WaitingTable.forgetDay(connection, day);
            ContactTable.forget(connection, (day + 1) * DayFiles.DAY_MILLIS);
        });
    }
}
