package skerry.agent.ring;

import static java.lang.System.Logger.Level.DEBUG;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.ring.SubjectCache.Entry;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/**
 * Gives series and log sources their numbers, and keeps those in use at hand. A number is given in memory and stored with
 * the first block that uses it, so numbering works while the disk does not. Owned by the ring's lock.
 */
final class Subjects {
    private static final System.Logger LOG = System.getLogger(Subjects.class.getName());

    /** Pods come and go: what is not in use must not fill the heap. */
    private static final int CACHED = 8192;
    /** How many blocks a row's {@code seen} may lag behind, so that it is not written with every block. */
    private static final int LAG = 5_000;
    /** Numbers begin here while the table cannot be read, so that they do not meet the table's own. */
    private static final int FIRST_WITHOUT_TABLE = 1 << 20;

    private final Predicate<Series> sent;
    private final BitSet known = new BitSet();
    private final BitSet leaving = new BitSet();
    private final SubjectCache recent = new SubjectCache(CACHED);
    private final List<Entry> unstored = new ArrayList<>();
    private int next = FIRST_WITHOUT_TABLE;

    /** @param sent the series that the send profile selects */
    Subjects(Predicate<Series> sent) {
        this.sent = sent;
    }

    /** So many series more than a node has are in use at once. */
    void expect(int more) {
        recent.bound(CACHED + more);
    }

    /** Goes on with the numbers of a file that was opened; puts back what an older file held and this one lost. */
    void opened(RingDatabase database) throws SQLException {
        int last = database.subjects.last();
        next = Math.max(recent.isEmpty() ? 0 : next, last + 1);
        var held = new ArrayList<Entry>();
        recent.forEach(held::add);
        for (Entry entry : held) {
            if (!entry.unstored && database.subjects.find(entry.id).isEmpty()) {
                unstored(entry);
            }
        }
    }

    /** The number of a series, given now if it is new. */
    int idOf(Series series, Optional<RingDatabase> database) {
        return idOf(series.type().code(), series.name(), series.labels(), database);
    }

    /** The number of a log source, given now if it is new. */
    int idOf(LogSource source, Optional<RingDatabase> database) {
        return idOf(Subject.SOURCE, source.key(), source.labels(), database);
    }

    private int idOf(int kind, String name, Labels labels, Optional<RingDatabase> database) {
        Entry known = recent.find(kind, name, labels);
        if (known != null) {
            return known.id;
        }
        var subject = new Subject(kind, name, labels);
        Optional<SubjectTable.Row> row = look(database, table -> table.find(subject));
        if (row.isPresent()) {
            return cache(new Entry(row.get().id(), subject, row.get().seen())).id;
        }
        var fresh = new Entry(next++, subject, 0);
        unstored(fresh);
        return cache(fresh).id;
    }

    private void unstored(Entry entry) {
        entry.unstored = true;
        unstored.add(entry);
    }

    /** The subject of a number; empty if it was never given, or is gone. */
    Optional<Subject> find(int id, Optional<RingDatabase> database) {
        Entry known = recent.find(id);
        if (known != null) {
            return Optional.of(known.subject());
        }
        Optional<SubjectTable.Row> row = look(database, table -> table.find(id));
        row.ifPresent(found -> cache(new Entry(id, found.subject(), found.seen())));
        return row.map(SubjectTable.Row::subject);
    }

    /** Whether the send profile selects the series; false for a number that was never given. */
    boolean leaves(int id, Optional<RingDatabase> database) {
        if (!known.get(id)) {
            find(id, database);
        }
        return leaving.get(id);
    }

    /** Stores new numbers, and marks those that {@code block} uses; part of the transaction that stores the block. */
    void store(RingDatabase database, BitSet used, long block) throws SQLException {
        for (Entry entry : unstored) {
            database.subjects.delete(entry.id);
            database.subjects.insert(entry.id, entry.subject(), block);
        }
        for (int id = used.nextSetBit(0); id >= 0; id = used.nextSetBit(id + 1)) {
            Entry entry = recent.find(id);
            if (entry == null || entry.seen + LAG < block) {
                database.subjects.seen(id, block);
            }
        }
    }

    /** After that transaction has succeeded. */
    void stored(BitSet used, long block) {
        unstored.forEach(entry -> {
            entry.seen = block;
            entry.unstored = false;
        });
        unstored.clear();
        for (int id = used.nextSetBit(0); id >= 0; id = used.nextSetBit(id + 1)) {
            Entry entry = recent.find(id);
            if (entry != null && entry.seen + LAG < block) {
                entry.seen = block;
            }
        }
    }

    /** Bytes that {@link #store} will write at most. */
    long unstoredBytes() {
        return unstored.size() * 400L;
    }

    /** Forgets what only blocks before {@code oldest} can name. */
    void removeUnseen(RingDatabase database, long oldest) throws SQLException {
        long limit = oldest - 2L * LAG;
        if (limit > 0) {
            database.subjects.deleteUnseen(limit);
            recent.removeIf(entry -> entry.seen < limit);
        }
    }

    /** A way to look a subject up. */
    @FunctionalInterface
    private interface Lookup {
        Optional<SubjectTable.Row> in(SubjectTable table) throws SQLException;
    }

    /** A table that cannot be read has nothing: at worst a subject gets a second number. The next commit deals with it. */
    private static Optional<SubjectTable.Row> look(Optional<RingDatabase> database, Lookup lookup) {
        if (database.isEmpty()) {
            return Optional.empty();
        }
        try {
            return lookup.in(database.get().subjects);
        } catch (SQLException e) {
            LOG.log(DEBUG, "looking up a subject", e);
            return Optional.empty();
        }
    }

    private Entry cache(Entry entry) {
        Subject subject = entry.subject();
        known.set(entry.id);
        leaving.set(entry.id, subject.isSeries() && sent.test(subject.series()));
        recent.add(entry);
        return entry;
    }
}
