package skerry.hub.store.sqlite;

import static java.lang.System.Logger.Level.WARNING;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.NodeAccount;
import skerry.protocol.ProtocolException;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.DayAccountCodec;

/** SQL of table {@code node_account}. */
final class NodeAccountTable {
    private static final System.Logger LOG = System.getLogger(NodeAccountTable.class.getName());

    private static final String PUT = """
            INSERT OR REPLACE INTO node_account (agent, told_at, days) VALUES (?, ?, ?)
            """;
    private static final String FIND = "SELECT told_at, days FROM node_account WHERE agent = ?";

    private NodeAccountTable() {}

    static void put(Connection connection, int agent, long toldAt, List<DayAccount> days) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setInt(1, agent);
            statement.setLong(2, toldAt);
            statement.setBytes(3, DayAccountCodec.encode(days));
            statement.executeUpdate();
        }
    }

    static Optional<NodeAccount> find(Connection connection, int agent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setInt(1, agent);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new NodeAccount(row.getLong(1), DayAccountCodec.decode(row.getBytes(2))))
                        : Optional.empty();
            }
        } catch (ProtocolException e) {
            LOG.log(WARNING, "the account of agent {0} is damaged: it will tell it anew", agent);
            return Optional.empty();
        }
    }
}
