package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import skerry.hub.store.Rollout;
import skerry.hub.store.RolloutMember;
import skerry.hub.store.Rollouts;
import skerry.hub.store.StoreException;
import skerry.platform.sqlite.Sql;
import skerry.protocol.Bytes;

/** SQL of tables {@code rollout} and {@code rollout_member} of {@code control.db}. Thread-safe. */
final class RolloutTable implements Rollouts {
    private static final String SELECT = """
            SELECT no, version, manifest, percents, healthy_ms, fail_percent, reach_ms, started_by, started_at, state, reason,
                   since, wave, wave_since
              FROM rollout
            """;
    private static final String OPEN = " WHERE state IN ('running', 'paused', 'halted')";
    private static final String ADD = """
            INSERT INTO rollout (version, manifest, percents, healthy_ms, fail_percent, reach_ms, started_by, started_at,
                                 state, reason, since, wave, wave_since)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String MEMBERS = """
            SELECT agent, wave, state, since, sentence, command, asked_at, tries, from_version, was_well, accepted
              FROM rollout_member
             WHERE rollout = ?
             ORDER BY wave, agent
            """;
    private static final String PUT_MEMBER = """
            INSERT OR REPLACE INTO rollout_member (rollout, agent, wave, state, since, sentence, command, asked_at, tries,
                                                   from_version, was_well, accepted)
            VALUES (?, ?, ?, ?, ?, ?, nullif(?, x''), ?, ?, ?, ?, ?)
            """;
    /** So many are looked back at. */
    private static final int KEPT = 50;

    private final Database control;
    private final SqliteRegistry registry;

    RolloutTable(Database control, SqliteRegistry registry) {
        this.control = control;
        this.registry = registry;
    }

    @Override
    public Rollout add(Rollout rollout, List<RolloutMember> members) {
        Optional<Rollout> added = control.write("adding a rollout", connection -> {
            if (Sql.first(connection, SELECT + OPEN, RolloutTable::rollout).isPresent()) {
                return Optional.empty();
            }
            Sql.update(
                    connection,
                    ADD,
                    rollout.version(),
                    rollout.manifest().toArray(),
                    rollout.plan().percents().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                    rollout.plan().healthyFor().toMillis(),
                    rollout.plan().failPercent(),
                    rollout.plan().reachWithin().toMillis(),
                    rollout.by(),
                    rollout.startedAt(),
                    rollout.state().word(),
                    rollout.reason(),
                    rollout.since(),
                    rollout.wave(),
                    rollout.waveSince());
            long no = Sql.number(connection, "SELECT max(no) FROM rollout");
            putMembers(connection, no, members);
            forgetOld(connection);
            return Sql.first(connection, SELECT + " WHERE no = ?", RolloutTable::rollout, no);
        });
        return added.orElseThrow(() -> new StoreException(
                StoreException.Kind.CONFLICT, "another rollout is not over yet: stop it, or wait until it is"));
    }

    private static void forgetOld(Connection connection) throws SQLException {
        String old = "SELECT no FROM rollout ORDER BY no DESC LIMIT -1 OFFSET ?";
        Sql.update(connection, "DELETE FROM rollout_member WHERE rollout IN (" + old + ")", KEPT);
        Sql.update(connection, "DELETE FROM rollout WHERE no IN (" + old + ")", KEPT);
    }

    @Override
    public void put(Rollout rollout, List<RolloutMember> changed) {
        control.writeAll("noting how a rollout stands", connection -> {
            Sql.update(
                    connection,
                    "UPDATE rollout SET state = ?, reason = ?, since = ?, wave = ?, wave_since = ? WHERE no = ?",
                    rollout.state().word(),
                    rollout.reason(),
                    rollout.since(),
                    rollout.wave(),
                    rollout.waveSince(),
                    rollout.no());
            putMembers(connection, rollout.no(), changed);
        });
    }

    private void putMembers(Connection connection, long no, List<RolloutMember> members) throws SQLException {
        for (RolloutMember member : members) {
            Optional<Integer> agent = registry.number(member.uid());
            if (agent.isPresent()) {
                Sql.update(
                        connection,
                        PUT_MEMBER,
                        no,
                        agent.get(),
                        member.wave(),
                        member.state().word(),
                        member.since(),
                        member.sentence(),
                        member.command().map(Bytes::toArray).orElse(new byte[0]),
                        member.askedAt(),
                        member.tries(),
                        member.from(),
                        member.wasWell() ? 1 : 0,
                        member.accepted() ? 1 : 0);
            }
        }
    }

    @Override
    public Optional<Rollout> find(long no) {
        return control.read(
                "looking for a rollout",
                connection -> Sql.first(connection, SELECT + " WHERE no = ?", RolloutTable::rollout, no));
    }

    @Override
    public Optional<Rollout> open() {
        return control.read(
                "looking for the open rollout",
                connection -> Sql.first(connection, SELECT + OPEN, RolloutTable::rollout));
    }

    @Override
    public List<Rollout> newest(int limit) {
        return control.read(
                "listing rollouts",
                connection -> Sql.all(connection, SELECT + " ORDER BY no DESC LIMIT ?", RolloutTable::rollout, limit));
    }

    @Override
    public List<RolloutMember> members(long no) {
        return control.read(
                "reading the agents of a rollout", connection -> Sql.all(connection, MEMBERS, this::member, no));
    }

    private static Rollout rollout(ResultSet row) throws SQLException {
        var plan = new Rollout.Plan(
                Arrays.stream(row.getString(4).split(" ")).map(Integer::valueOf).toList(),
                Duration.ofMillis(row.getLong(5)),
                row.getInt(6),
                Duration.ofMillis(row.getLong(7)));
        return new Rollout(
                row.getLong(1),
                row.getString(2),
                Bytes.of(row.getBytes(3)),
                plan,
                row.getString(8),
                row.getLong(9),
                Rollout.State.of(row.getString(10)),
                row.getString(11),
                row.getLong(12),
                row.getInt(13),
                row.getLong(14));
    }

    private RolloutMember member(ResultSet row) throws SQLException {
        byte[] command = row.getBytes(6);
        Optional<Bytes> asked = row.wasNull() ? Optional.empty() : Optional.of(Bytes.of(command));
        return new RolloutMember(
                registry.uid(row.getInt(1)),
                row.getInt(2),
                RolloutMember.State.of(row.getString(3)),
                row.getLong(4),
                row.getString(5),
                asked,
                row.getLong(7),
                row.getInt(8),
                row.getString(9),
                row.getBoolean(10),
                row.getBoolean(11));
    }
}
