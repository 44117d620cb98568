package skerry.hub.store.sqlite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import skerry.platform.sqlite.Migrations;
import skerry.platform.sqlite.SqliteSettings;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;

/**
 * Headers and signatures of compacted batches, a file per month of arrival. Nothing deletes them. Thread-safe.
 */
final class ProofFiles {
    private static final Migrations SCHEMA = new Migrations(ProofFiles.class, List.of("proof/0001-proof.sql"));
    private static final SqliteSettings SETTINGS = SqliteSettings.DEFAULT.withPageBytes(16_384);

    private static final String PUT = """
            INSERT OR REPLACE
              INTO proof (agent, epoch, stream, first_seq, last_seq, day, headers)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FIND = """
            SELECT headers
              FROM proof
             WHERE agent = ? AND epoch = ? AND stream = ? AND first_seq <= ? AND last_seq >= ?
            """;

    private final Path folder;

    ProofFiles(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
    }

    /** Batches of one agent, epoch and stream that arrived on one day, in order of sequence numbers. */
    record Run(int agent, long epoch, Stream stream, List<Batch> batches) {}

    /** Keeps the proofs of a day; may be repeated. On the disk when this returns. */
    void put(long day, List<Run> runs) {
        try (Database file = open(YearMonth.from(LocalDate.ofEpochDay(day)))) {
            file.writeAll("keeping headers and signatures of day " + LocalDate.ofEpochDay(day), connection -> {
                try (PreparedStatement statement = connection.prepareStatement(PUT)) {
                    for (Run run : runs) {
                        statement.setInt(1, run.agent());
                        statement.setLong(2, run.epoch());
                        statement.setInt(3, run.stream().code());
                        statement.setLong(
                                4, run.batches().getFirst().header().key().seq());
                        statement.setLong(
                                5, run.batches().getLast().header().key().seq());
                        statement.setLong(6, day);
                        statement.setBytes(7, pack(run.batches()));
                        statement.executeUpdate();
                    }
                }
            });
        }
    }

    private static byte[] pack(List<Batch> batches) {
        var packed = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(packed, new Deflater(9, true)))) {
            for (Batch batch : batches) {
                out.writeLong(batch.header().key().seq());
                out.writeShort(batch.headerBytes().size());
                out.write(batch.headerBytes().toArray());
                out.write(batch.signature().toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("packing headers in memory", e);
        }
        return packed.toByteArray();
    }

    /** Header and signature of a batch, one behind the other; empty if no file has them. */
    Optional<Bytes> find(int agent, BatchKey key) {
        for (YearMonth month : months()) {
            try (Database file = open(month)) {
                Optional<Bytes> found = file.read("looking for a header", connection -> find(connection, agent, key));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Bytes> find(Connection connection, int agent, BatchKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setInt(1, agent);
            statement.setLong(2, key.epoch());
            statement.setInt(3, key.stream().code());
            statement.setLong(4, key.seq());
            statement.setLong(5, key.seq());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Optional<Bytes> found = unpack(row.getBytes(1), key.seq());
                    if (found.isPresent()) {
                        return found;
                    }
                }
                return Optional.empty();
            }
        }
    }

    private static Optional<Bytes> unpack(byte[] packed, long seq) throws SQLException {
        try (var in = new DataInputStream(
                new InflaterInputStream(new ByteArrayInputStream(packed), new java.util.zip.Inflater(true)))) {
            while (true) {
                long present = in.readLong();
                byte[] proof = new byte[in.readUnsignedShort() + skerry.protocol.Limits.SIGNATURE_BYTES];
                in.readFully(proof);
                if (present == seq) {
                    return Optional.of(Bytes.of(proof));
                }
            }
        } catch (java.io.EOFException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new SQLException("unpacking headers", e);
        }
    }

    /** Newest first: a batch that comes twice mostly came lately. */
    private List<YearMonth> months() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{4}-\\d{2}\\.db"))
                    .map(name -> YearMonth.parse(name.substring(0, 7)))
                    .sorted(java.util.Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + folder, e);
        }
    }

    /** All files, the oldest month first. */
    List<Path> files() {
        return months().reversed().stream().map(this::file).toList();
    }

    private Path file(YearMonth month) {
        return folder.resolve(month + ".db");
    }

    private Database open(YearMonth month) {
        return Database.open(file(month), SETTINGS, SCHEMA);
    }
}
