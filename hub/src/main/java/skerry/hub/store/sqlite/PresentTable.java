package skerry.hub.store.sqlite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import skerry.hub.store.FleetPresent.Kept;
import skerry.hub.store.LatestValues.Latest;
import skerry.hub.store.Present;
import skerry.hub.store.Road;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.Live;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

/** SQL of table {@code present}: the state of each agent as one compressed value. */
final class PresentTable {
    /** 2: with the privacy policy. */
    private static final int VERSION = 2;

    /** An agent's state with its newest values. */
    record State(Kept kept, List<Latest> latest) {
        State {
            latest = List.copyOf(latest);
        }
    }

    private static final String ALL = "SELECT agent, state FROM present";
    private static final String PUT = "INSERT OR REPLACE INTO present (agent, state) VALUES (?, ?)";

    private PresentTable() {}

    /** Gives one state after another: those of a large fleet would not fit into memory together. */
    static void each(Connection connection, SqliteRegistry registry, Consumer<State> states) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                states.accept(decode(registry.uid(row.getInt(1)), row.getBytes(2)));
            }
        }
    }

    /** @param states by the agent's number, as {@link #encode} gave them */
    static void put(Connection connection, Map<Integer, byte[]> states) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            for (var entry : states.entrySet()) {
                statement.setInt(1, entry.getKey());
                statement.setBytes(2, entry.getValue());
                statement.executeUpdate();
            }
        }
    }

    static byte[] encode(State state) {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(3, true);
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
            Kept kept = state.kept();
            out.writeByte(VERSION);
            out.writeLong(kept.contactFrom());
            out.writeLong(kept.seen());
            byte[] live = kept.live().map(ControlCodec::encode).orElseGet(() -> new byte[0]);
            out.writeInt(live.length);
            out.write(live);
            out.writeLong(kept.liveAt());
            out.writeUTF(kept.version());
            out.writeLong(kept.backlogBytes());
            out.writeLong(kept.lastBatchAt());
            out.writeByte(kept.road().code());
            out.writeByte(kept.clock().quality());
            out.writeLong(kept.clock().driftMillis());
            out.writeLong(kept.clock().errorMillis());
            out.writeUTF(kept.policy());
            out.writeLong(kept.policyStart());
            out.writeInt(state.latest().size());
            for (Latest latest : state.latest()) {
                out.writeUTF(latest.series().name());
                out.writeByte(latest.series().type().code());
                List<String> labels = latest.series().labels().asList();
                out.writeShort(labels.size());
                for (String part : labels) {
                    out.writeUTF(part);
                }
                out.writeDouble(latest.last());
                out.writeDouble(latest.rate());
                out.writeLong(latest.at());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing an agent's state in memory", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static State decode(Uid uid, byte[] bytes) throws SQLException {
        var inflater = new java.util.zip.Inflater(true);
        try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes), inflater))) {
            int version = in.readByte();
            if (version < 1 || version > VERSION) {
                throw new SQLException("the state of agent " + uid + " has version " + version
                        + ", written by a later release: install that one");
            }
            long contactFrom = in.readLong();
            long seen = in.readLong();
            byte[] live = in.readNBytes(in.readInt());
            Optional<Live> lastLive = live.length == 0 ? Optional.empty() : Optional.of(ControlCodec.decodeLive(live));
            var kept = new Kept(
                    uid,
                    contactFrom,
                    seen,
                    lastLive,
                    in.readLong(),
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    Road.of(in.readByte()),
                    new Present.Clock(in.readByte(), in.readLong(), in.readLong()),
                    version < 2 ? "" : in.readUTF(),
                    version < 2 ? 0 : in.readLong());
            int count = in.readInt();
            var latest = new ArrayList<Latest>(Math.min(count, 100_000));
            for (int i = 0; i < count; i++) {
                latest.add(latest(uid, in));
            }
            return new State(kept, latest);
        } catch (IOException | ProtocolException e) {
            throw new SQLException("reading the state of agent " + uid, e);
        } finally {
            inflater.end();
        }
    }

    private static Latest latest(Uid uid, DataInputStream in) throws IOException {
        String name = in.readUTF();
        var type = MetricType.of(in.readByte());
        int parts = in.readShort();
        var labels = new LinkedHashMap<String, String>();
        for (int i = 0; i < parts; i += 2) {
            labels.put(in.readUTF(), in.readUTF());
        }
        return new Latest(
                uid, new Series(name, Labels.of(labels), type), in.readDouble(), in.readDouble(), in.readLong());
    }
}
