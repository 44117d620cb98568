package skerry.hub.store.sqlite;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import skerry.hub.store.BatchLog;
import skerry.hub.store.Order;
import skerry.hub.store.Orders;
import skerry.hub.store.StoreException;
import skerry.platform.sqlite.Sql;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.CommandType;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.TicketWord;

/**
 * Commands and their answers in the tables {@code command} and {@code answer_part} of {@code control.db}; of each agent the
 * last few. What a file holds stays in the batches that brought it. Thread-safe.
 */
final class OrderTable implements Orders {
    private static final int KEPT_PER_AGENT = 50;
    private static final String SELECT = """
            SELECT id, agent, type, ordered_by, ordered_at, ends_at, number, sent_at, cancelled, outcome, sentence, name, args,
                   (SELECT count(*) FROM answer_part p WHERE p.command = c.id),
                   coalesce((SELECT max(parts) FROM answer_part p WHERE p.command = c.id), 0),
                   why, records, bytes, until_ms, verdict
            FROM command c
            """;
    private static final String OPEN = SELECT + """
             WHERE agent = ? AND outcome IS NULL AND cancelled = 0 AND ends_at > ?
                   AND NOT EXISTS (SELECT 1 FROM answer_part p WHERE p.command = c.id)
            """;

    private final Database control;
    private final SqliteRegistry registry;
    private final BatchLog log;

    /** Agents that may have open commands; all others have none. */
    private final Set<Integer> asked = ConcurrentHashMap.newKeySet();

    OrderTable(Database control, SqliteRegistry registry, BatchLog log) {
        this.control = control;
        this.registry = registry;
        this.log = log;
        asked.addAll(control.read(
                "reading commands",
                connection -> Sql.all(
                        connection, "SELECT DISTINCT agent FROM command WHERE outcome IS NULL", row -> row.getInt(1))));
    }

    @Override
    public void add(Order order) {
        int agent = registry.number(order.uid())
                .orElseThrow(() ->
                        new StoreException(StoreException.Kind.CONFLICT, "agent " + order.uid() + " is not enrolled"));
        boolean added = control.write("adding a command", connection -> {
            if (Sql.all(connection, OPEN, this::order, agent, order.orderedAt()).size() >= MOST_OPEN) {
                return false;
            }
            Sql.update(
                    connection,
                    "INSERT INTO command (id, agent, type, ordered_by, ordered_at, ends_at, number, sent_at, cancelled,"
                            + " sentence, name, args) VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, '', '', ?)",
                    order.id().toArray(),
                    agent,
                    order.type().code(),
                    order.by(),
                    order.orderedAt(),
                    order.endsAt(),
                    order.args().toArray());
            forgetOld(connection, agent);
            return true;
        });
        if (!added) {
            throw new StoreException(
                    StoreException.Kind.CONFLICT,
                    MOST_OPEN + " commands wait for this agent already: cancel one, or wait for its next contact");
        }
        asked.add(agent);
    }

    private static void forgetOld(Connection connection, int agent) throws SQLException {
        String old = "SELECT id FROM command WHERE agent = ? ORDER BY ordered_at DESC LIMIT -1 OFFSET ?";
        Sql.update(connection, "DELETE FROM answer_part WHERE command IN (" + old + ")", agent, KEPT_PER_AGENT);
        Sql.update(connection, "DELETE FROM command WHERE id IN (" + old + ")", agent, KEPT_PER_AGENT);
    }

    @Override
    public Optional<Order> find(Bytes id) {
        return control.read(
                "looking for a command",
                connection -> Sql.first(connection, SELECT + " WHERE id = ?", this::order, id.toArray()));
    }

    @Override
    public List<Order> of(Uid uid) {
        return registry.number(uid)
                .map(agent -> control.read(
                        "listing commands",
                        connection -> Sql.all(
                                connection,
                                SELECT + " WHERE agent = ? ORDER BY ordered_at DESC, id LIMIT ?",
                                this::order,
                                agent,
                                KEPT_PER_AGENT)))
                .orElse(List.of());
    }

    @Override
    public List<Order> since(CommandType type, long from) {
        return control.read(
                "listing commands of one type",
                connection -> Sql.all(
                        connection, SELECT + " WHERE type = ? AND ordered_at >= ?", this::order, type.code(), from));
    }

    @Override
    public List<Order> open(Uid uid, long now) {
        Optional<Integer> agent = registry.number(uid).filter(asked::contains);
        if (agent.isEmpty()) {
            return List.of();
        }
        asked.remove(agent.get());
        List<Order> open = control.read(
                "listing open commands",
                connection -> Sql.all(connection, OPEN + " ORDER BY ordered_at, id", this::order, agent.get(), now));
        if (!open.isEmpty()) {
            asked.add(agent.get());
        }
        return open;
    }

    @Override
    public Order send(Bytes id, long now) {
        return control.write("noting that a command is sent", connection -> {
            Sql.update(connection, """
                    UPDATE command SET sent_at = ?, number = max(?, 1 + (
                        SELECT max(number) FROM command sent WHERE sent.agent = command.agent))
                    WHERE id = ?
                    """, now, now, id.toArray());
            return Sql.first(connection, SELECT + " WHERE id = ?", this::order, id.toArray())
                    .orElseThrow(() -> new StoreException(StoreException.Kind.CONFLICT, "there is no such command"));
        });
    }

    @Override
    public boolean cancel(Bytes id, long now) {
        return control.write(
                "cancelling a command",
                connection -> Sql.update(
                                connection,
                                "UPDATE command SET cancelled = 1 WHERE id = ? AND outcome IS NULL AND cancelled = 0"
                                        + " AND ends_at > ?",
                                id.toArray(),
                                now)
                        == 1);
    }

    @Override
    public void verdict(Bytes id, String verdict) {
        control.write(
                "noting what a comparison found",
                connection ->
                        Sql.update(connection, "UPDATE command SET verdict = ? WHERE id = ?", verdict, id.toArray()));
    }

    @Override
    public Optional<byte[]> content(Bytes id) {
        List<Batch> parts = parts(id);
        if (parts.isEmpty() || parts.stream().anyMatch(OrderTable::isErased)) {
            return Optional.empty();
        }
        var content = new ByteArrayOutputStream();
        parts.forEach(part -> content.writeBytes(read(part)));
        return Optional.of(content.toByteArray());
    }

    @Override
    public boolean isErased(Bytes id) {
        return parts(id).stream().anyMatch(OrderTable::isErased);
    }

    private static boolean isErased(Batch part) {
        return !part.payload().sha256().equals(part.header().payloadSha256());
    }

    /** Those of a whole answer; none if one is not there any more. */
    private List<Batch> parts(Bytes id) {
        Optional<Order> order = find(id).filter(one -> !one.name().isEmpty());
        if (order.isEmpty()) {
            return List.of();
        }
        List<BatchKey> keys = control.read(
                "looking for an answer",
                connection -> Sql.all(
                        connection,
                        "SELECT epoch, seq FROM answer_part WHERE command = ? ORDER BY part",
                        row -> new BatchKey(order.get().uid(), row.getLong(1), Stream.RESULTS, row.getLong(2)),
                        id.toArray()));
        var parts = new ArrayList<Batch>();
        for (BatchKey key : keys) {
            Optional<byte[]> bytes = log.bytes(key);
            if (bytes.isEmpty()) {
                return List.of();
            }
            parts.add(stored(bytes.get()));
        }
        return parts;
    }

    private static Batch stored(byte[] bytes) {
        try {
            return BatchCodec.decode(bytes);
        } catch (ProtocolException e) {
            throw new IllegalStateException("a stored answer cannot be read any more", e);
        }
    }

    private static byte[] read(Batch part) {
        try {
            return AnswerCodec.decode(part.header(), part.payload()).content().toArray();
        } catch (ProtocolException e) {
            throw new IllegalStateException("a stored answer cannot be read any more", e);
        }
    }

    /**
     * Takes in a part of an answer, once however often it comes. A file says more than a word, so it stands even if the agent
     * says later that it ended before it was done.
     */
    static void answered(Connection connection, int agent, BatchHeader header, Answer answer) throws SQLException {
        byte[] id = answer.cmdId().toArray();
        boolean known = Sql.number(
                        connection, "SELECT count(*) FROM command WHERE id = ? AND agent = ? AND name = ''", id, agent)
                == 1;
        if (!known) {
            return;
        }
        if (answer.name().isEmpty()) {
            // What waits for somebody at the site has not come to its end, and is no news once it has.
            int set = Sql.update(
                    connection,
                    "UPDATE command SET outcome = ?, sentence = ? WHERE id = ? AND (outcome IS NULL"
                            + " OR (outcome = ? AND ? <> outcome))",
                    answer.outcome().code(),
                    answer.sentence(),
                    id,
                    Outcome.WAITS.code(),
                    answer.outcome().code());
            if (set == 1) {
                ticket(connection, id, answer);
            }
            return;
        }
        Sql.update(
                connection,
                "INSERT OR IGNORE INTO answer_part (command, part, parts, epoch, seq) VALUES (?, ?, ?, ?, ?)",
                id,
                answer.part(),
                answer.parts(),
                header.key().epoch(),
                header.key().seq());
        if (Sql.number(connection, "SELECT count(*) FROM answer_part WHERE command = ?", (Object) id)
                == answer.parts()) {
            Sql.update(
                    connection,
                    "UPDATE command SET outcome = ?, sentence = ?, name = ? WHERE id = ?",
                    answer.outcome().code(),
                    answer.sentence(),
                    answer.name(),
                    id);
            ticket(connection, id, answer);
        }
    }

    private static void ticket(Connection connection, byte[] id, Answer answer) throws SQLException {
        if (answer.ticket().isPresent()) {
            TicketWord word = answer.ticket().get();
            Sql.update(
                    connection,
                    "UPDATE command SET why = ?, records = ?, bytes = ?, until_ms = ? WHERE id = ?",
                    word.why().code(),
                    word.records(),
                    word.bytes(),
                    word.untilMillis(),
                    id);
        }
    }

    private Order order(ResultSet row) throws SQLException {
        int outcome = row.getInt(10);
        Optional<Outcome> known = row.wasNull() ? Optional.empty() : Optional.of(Outcome.of(outcome));
        int why = row.getInt(16);
        Optional<TicketWord> ticket = row.wasNull()
                ? Optional.empty()
                : Optional.of(
                        new TicketWord(TicketWord.Why.of(why), row.getLong(17), row.getLong(18), row.getLong(19)));
        return new Order(
                Bytes.of(row.getBytes(1)),
                registry.uid(row.getInt(2)),
                CommandType.of(row.getInt(3)).orElseThrow(),
                Bytes.of(row.getBytes(13)),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getBoolean(9),
                known,
                row.getString(11),
                row.getString(12),
                row.getInt(14),
                row.getInt(15),
                ticket,
                row.getString(20));
    }
}
