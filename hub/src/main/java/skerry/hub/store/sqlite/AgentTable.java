package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.Agent;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.identity.AgentCard;

/** SQL of table {@code agent}. */
final class AgentTable {
    /** An agent with the number that other tables know it by. */
    record Numbered(int no, Agent agent) {}

    private static final String ALL = """
            SELECT no, uid, sign_key, agree_key, secret_sha256, site, node, role, retired, simulated, enrolled_at,
                   replaces
              FROM agent
             ORDER BY no
            """;
    private static final String ADD = """
            INSERT INTO agent (uid, sign_key, agree_key, secret_sha256, site, node, role, retired, simulated, enrolled_at,
                               replaces)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            RETURNING no
            """;
    private static final String CHANGE = """
            UPDATE agent
               SET sign_key = ?, agree_key = ?, secret_sha256 = ?, site = ?, node = ?, role = ?, retired = ?,
                   simulated = ?
             WHERE uid = ?
            """;

    private AgentTable() {}

    static List<Numbered> all(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            var agents = new ArrayList<Numbered>();
            while (row.next()) {
                agents.add(new Numbered(row.getInt(1), agent(row)));
            }
            return agents;
        }
    }

    private static Agent agent(ResultSet row) throws SQLException {
        return new Agent(
                new AgentCard(
                        new Uid(row.getString(2)),
                        Bytes.of(row.getBytes(3)),
                        Bytes.of(row.getBytes(4)),
                        Bytes.of(row.getBytes(5))),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getBoolean(9),
                row.getBoolean(10),
                row.getLong(11),
                Optional.of(row.getString(12)).filter(uid -> !uid.isEmpty()).map(Uid::new));
    }

    static int add(Connection connection, Agent agent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setString(1, agent.uid().value());
            statement.setBytes(2, agent.card().signKey().toArray());
            statement.setBytes(3, agent.card().agreeKey().toArray());
            statement.setBytes(4, agent.card().secretHash().toArray());
            statement.setString(5, agent.site());
            statement.setString(6, agent.node());
            statement.setString(7, agent.role());
            statement.setBoolean(8, agent.retired());
            statement.setBoolean(9, agent.simulated());
            statement.setLong(10, agent.enrolledAt());
            statement.setString(11, agent.replaces().map(Uid::value).orElse(""));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    static void change(Connection connection, Agent agent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHANGE)) {
            statement.setBytes(1, agent.card().signKey().toArray());
            statement.setBytes(2, agent.card().agreeKey().toArray());
            statement.setBytes(3, agent.card().secretHash().toArray());
            statement.setString(4, agent.site());
            statement.setString(5, agent.node());
            statement.setString(6, agent.role());
            statement.setBoolean(7, agent.retired());
            statement.setBoolean(8, agent.simulated());
            statement.setString(9, agent.uid().value());
            statement.executeUpdate();
        }
    }
}
