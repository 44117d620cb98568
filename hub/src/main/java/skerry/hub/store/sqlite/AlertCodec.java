package skerry.hub.store.sqlite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.TreeMap;
import skerry.hub.store.AlertEpisode;
import skerry.hub.store.AlertEpisode.About;
import skerry.hub.store.AlertEpisode.Said;
import skerry.hub.store.AlertSeverity;
import skerry.hub.store.AlertWord;
import skerry.hub.store.AlertWord.Moment;
import skerry.hub.store.AlertWord.Place;

/** An episode of an alert as one value of a row, and back. */
final class AlertCodec {
    private static final int VERSION = 1;

    private AlertCodec() {}

    static byte[] encode(AlertEpisode episode) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new DataOutputStream(bytes)) {
            About about = episode.about();
            out.writeByte(VERSION);
            out.writeBoolean(about.firing());
            write(out, about.place());
            write(out, about.began());
            out.writeUTF(about.rule());
            out.writeByte(about.severity().code());
            out.writeShort(about.labels().size());
            for (var label : new TreeMap<>(about.labels()).entrySet()) {
                out.writeUTF(label.getKey());
                out.writeUTF(label.getValue());
            }
            out.writeUTF(about.summary());
            out.writeUTF(about.description());
            out.writeUTF(about.runbook());
            write(out, episode.first());
            write(out, episode.last());
            write(out, episode.resolved());
            write(out, episode.acknowledged());
        } catch (IOException e) {
            throw new UncheckedIOException("writing an alert in memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Place place) throws IOException {
        out.writeLong(place.startNo());
        out.writeLong(place.epoch());
        out.writeLong(place.seq());
        out.writeInt(place.index());
    }

    private static void write(DataOutputStream out, Moment moment) throws IOException {
        out.writeInt(moment.base());
        out.writeLong(moment.millis());
    }

    private static void write(DataOutputStream out, Optional<Said> optional) throws IOException {
        out.writeBoolean(optional.isPresent());
        if (optional.isPresent()) {
            Said said = optional.get();
            write(out, said.place());
            write(out, said.at());
            out.writeLong(said.arrivedAt());
            out.writeUTF(said.detail());
            out.writeUTF(said.note());
        }
    }

    static AlertEpisode decode(AlertWord.Id id, byte[] bytes) throws SQLException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new SQLException(
                        "an alert has version " + version + ", written by a later release: install that" + " one");
            }
            return new AlertEpisode(id, about(in), said(in), said(in), said(in), said(in));
        } catch (IOException e) {
            throw new SQLException("reading an alert", e);
        }
    }

    private static About about(DataInputStream in) throws IOException {
        boolean firing = in.readBoolean();
        Place place = place(in);
        Moment began = moment(in);
        String rule = in.readUTF();
        var severity = AlertSeverity.ofCode(in.readByte());
        int count = in.readShort();
        var labels = new TreeMap<String, String>();
        for (int i = 0; i < count; i++) {
            labels.put(in.readUTF(), in.readUTF());
        }
        return new About(firing, place, began, rule, severity, labels, in.readUTF(), in.readUTF(), in.readUTF());
    }

    private static Place place(DataInputStream in) throws IOException {
        return new Place(in.readLong(), in.readLong(), in.readLong(), in.readInt());
    }

    private static Moment moment(DataInputStream in) throws IOException {
        return new Moment(in.readInt(), in.readLong());
    }

    private static Optional<Said> said(DataInputStream in) throws IOException {
        return in.readBoolean()
                ? Optional.of(new Said(place(in), moment(in), in.readLong(), in.readUTF(), in.readUTF()))
                : Optional.empty();
    }
}
