package skerry.agent.ring;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import skerry.agent.collect.logs.LogSource;
import skerry.platform.sqlite.Sql;
import skerry.protocol.series.Labels;

/** Table {@code subject}: series and log sources by number. */
final class SubjectTable {
    private static final String BY_HASH = "SELECT id, kind, name, labels, hash, seen, crc FROM subject WHERE hash = ?";
    private static final String BY_ID = "SELECT id, kind, name, labels, hash, seen, crc FROM subject WHERE id = ?";
    private static final String ALL = "SELECT id, kind, name, labels, hash, seen, crc FROM subject ORDER BY id";
    private static final String INSERT = """
            INSERT INTO subject (id, kind, name, labels, hash, seen, crc)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String SEEN = "UPDATE subject SET seen = ? WHERE id = ?";
    private static final String LAST = "SELECT max(id) FROM subject";
    private static final String DELETE = "DELETE FROM subject WHERE id = ?";
    private static final String DELETE_UNSEEN = "DELETE FROM subject WHERE seen < ?";

    private static final int MAX_LABELS = 256;
    /** More than a ring of usual size has subjects. */
    private static final int MOST_LOST = 1 << 16;

    private static final Subject LOST = Subject.of(new LogSource("lost", Labels.NONE));

    private final Connection db;

    /** One row; {@code seen} is a block near the last one that names it. */
    record Row(int id, Subject subject, long seen) {}

    SubjectTable(Connection db) {
        this.db = db;
    }

    Optional<Row> find(Subject subject) throws SQLException {
        return Sql.all(db, BY_HASH, SubjectTable::read, hash(subject)).stream()
                .flatMap(Optional::stream)
                .filter(row -> row.subject.equals(subject))
                .findFirst();
    }

    /** The row of an id; empty if it is unknown or damaged. */
    Optional<Row> find(int id) throws SQLException {
        return Sql.first(db, BY_ID, SubjectTable::read, id).flatMap(row -> row);
    }

    void insert(int id, Subject subject, long seen) throws SQLException {
        Sql.update(
                db,
                INSERT,
                id,
                subject.kind(),
                subject.name(),
                encode(subject.labels()),
                hash(subject),
                seen,
                crc(id, subject));
    }

    /** Hands over every intact row, one at a time; says which ids are damaged. */
    List<Integer> each(Consumer<Row> sink) throws SQLException {
        var damaged = new ArrayList<Integer>();
        Sql.each(db, ALL, row -> {
            int id = row.getInt(1);
            read(row).ifPresentOrElse(sink, () -> damaged.add(id));
            return true;
        });
        return damaged;
    }

    /** Hands over every intact row of a series with a name that is wanted, one at a time; of the others no labels are read. */
    void eachSeries(Predicate<String> name, Consumer<Row> sink) throws SQLException {
        Sql.each(db, ALL, row -> {
            if (row.getInt(2) != Subject.SOURCE && name.test(row.getString(3))) {
                read(row).ifPresent(sink);
            }
            return true;
        });
    }

    void seen(int id, long block) throws SQLException {
        Sql.update(db, SEEN, block, id);
    }

    /** The highest id, 0 for none. */
    int last() throws SQLException {
        return (int) Sql.number(db, LAST);
    }

    void delete(int id) throws SQLException {
        Sql.update(db, DELETE, id);
    }

    /**
     * Keeps numbers free that blocks may name although their rows are lost: a new subject with one of them would get what
     * those blocks hold. The row that does so goes when the blocks have gone.
     *
     * @param block the last one
     */
    void skipLost(long block) throws SQLException {
        insert(last() + MOST_LOST, LOST, block);
    }

    /** Removes what no block from {@code block} on can name. */
    void deleteUnseen(long block) throws SQLException {
        Sql.update(db, DELETE_UNSEEN, block);
    }

    private static Optional<Row> read(ResultSet row) throws SQLException {
        try {
            int id = row.getInt(1);
            var subject = new Subject(row.getInt(2), row.getString(3), decode(row.getBytes(4)));
            return row.getLong(7) == crc(id, subject)
                    ? Optional.of(new Row(id, subject, row.getLong(6)))
                    : Optional.empty();
        } catch (DamagedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] encode(Labels labels) {
        var out = new ByteColumn(64);
        labels.asList().forEach(out::text);
        return out.toArray();
    }

    private static Labels decode(byte[] bytes) throws DamagedException {
        var in = new ByteCursor(bytes, 0, bytes.length);
        Map<String, String> labels = new HashMap<>();
        while (in.left() > 0) {
            if (labels.size() == MAX_LABELS) {
                throw new DamagedException("a subject has more than " + MAX_LABELS + " labels");
            }
            labels.put(in.text(), in.text());
        }
        return Labels.of(labels);
    }

    private static long hash(Subject subject) {
        return new RowCrc()
                        .add(subject.kind())
                        .add(subject.name())
                        .add(encode(subject.labels()))
                        .value()
                ^ ((long) subject.name().hashCode() << 32);
    }

    private static long crc(int id, Subject subject) {
        return new RowCrc()
                .add(id)
                .add(subject.kind())
                .add(subject.name())
                .add(encode(subject.labels()))
                .value();
    }
}
