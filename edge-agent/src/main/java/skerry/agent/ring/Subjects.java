package skerry.agent.ring;

import static java.lang.System.Logger.Level.DEBUG;

import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
    private final Map<Integer, Entry> byId = new HashMap<>();
    private final LinkedHashMap<Subject, Entry> recent = new LinkedHashMap<>(1024, 0.75f, true);
    private final Set<Entry> unstored = new LinkedHashSet<>();
    private int next = FIRST_WITHOUT_TABLE;
    private int cached = CACHED;

    private static final class Entry {
        final int id;
        final Subject subject;
        long seen;

        Entry(int id, Subject subject, long seen) {
            this.id = id;
            this.subject = subject;
            this.seen = seen;
        }
    }

    /** @param sent the series that the send profile selects */
    Subjects(Predicate<Series> sent) {
        this.sent = sent;
    }

    /** So many series more than a node has are in use at once. */
    void expect(int more) {
        cached = CACHED + more;
    }

    /** Goes on with the numbers of a file that was opened; puts back what an older file held and this one lost. */
    void opened(RingDatabase database) throws SQLException {
        int last = database.subjects.last();
        next = Math.max(unstored.isEmpty() && byId.isEmpty() ? 0 : next, last + 1);
        for (Entry entry : List.copyOf(recent.values())) {
            if (!unstored.contains(entry) && database.subjects.find(entry.id).isEmpty()) {
                unstored.add(entry);
            }
        }
    }

    /** The number of a subject, given now if it is new. */
    int idOf(Subject subject, Optional<RingDatabase> database) {
        Entry cached = recent.get(subject);
        if (cached != null) {
            return cached.id;
        }
        Optional<SubjectTable.Row> row = look(database, table -> table.find(subject));
        if (row.isPresent()) {
            return cache(new Entry(row.get().id(), subject, row.get().seen())).id;
        }
        var fresh = new Entry(next++, subject, 0);
        unstored.add(fresh);
        return cache(fresh).id;
    }

    /** The subject of a number; empty if it was never given, or is gone. */
    Optional<Subject> find(int id, Optional<RingDatabase> database) {
        Entry cached = byId.get(id);
        if (cached != null) {
            return Optional.of(cached.subject);
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
    void store(RingDatabase database, Set<Integer> used, long block) throws SQLException {
        for (Entry entry : unstored) {
            database.subjects.delete(entry.id);
            database.subjects.insert(entry.id, entry.subject, block);
        }
        for (int id : used) {
            Entry entry = byId.get(id);
            if (entry == null || entry.seen + LAG < block) {
                database.subjects.seen(id, block);
            }
        }
    }

    /** After that transaction has succeeded. */
    void stored(Set<Integer> used, long block) {
        unstored.forEach(entry -> entry.seen = block);
        unstored.clear();
        for (int id : used) {
            Entry entry = byId.get(id);
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
            recent.values().removeIf(entry -> {
                boolean gone = entry.seen < limit && !unstored.contains(entry);
                if (gone) {
                    byId.remove(entry.id);
                }
                return gone;
            });
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
        recent.put(entry.subject, entry);
        byId.put(entry.id, entry);
        known.set(entry.id);
        leaving.set(entry.id, entry.subject.isSeries() && sent.test(entry.subject.series()));
        if (recent.size() > cached) {
            var eldest = recent.values().iterator();
            Entry old = eldest.next();
            if (!unstored.contains(old)) {
                eldest.remove();
                byId.remove(old.id);
            }
        }
        return entry;
    }
}
