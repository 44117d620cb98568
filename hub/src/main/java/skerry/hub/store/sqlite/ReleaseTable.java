package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.Release;
import skerry.hub.store.Releases;
import skerry.hub.store.StoreException;
import skerry.platform.sqlite.Sql;
import skerry.protocol.Bytes;

/** SQL of tables {@code release}, {@code release_file} and {@code release_key} of {@code control.db}. Thread-safe. */
final class ReleaseTable implements Releases {
    private static final String ALL = """
            SELECT version, key, added_at, added_by
              FROM release
             ORDER BY added_at DESC, version
            """;
    private static final String FILES = """
            SELECT path, sha256, bytes
              FROM release_file
             WHERE version = ?
             ORDER BY place
            """;

    private final Database control;
    private volatile Map<Bytes, Release.File> files = Map.of();

    ReleaseTable(Database control) {
        this.control = control;
        remember();
    }

    private void remember() {
        var known = new HashMap<Bytes, Release.File>();
        all().forEach(release -> release.files().forEach(file -> known.put(file.sha256(), file)));
        files = Map.copyOf(known);
    }

    @Override
    public Optional<String> key() {
        return control.read(
                "reading the release key",
                connection -> Sql.first(connection, "SELECT text FROM release_key", row -> row.getString(1)));
    }

    @Override
    public void add(Release release, String keyText) {
        boolean added = control.write("adding a release", connection -> {
            Optional<Release> known = all(connection).stream()
                    .filter(one -> one.version().equals(release.version()))
                    .findFirst();
            if (known.isPresent()) {
                return known.get().manifest().equals(release.manifest());
            }
            insert(connection, release);
            Sql.update(connection, "INSERT OR REPLACE INTO release_key (one, text) VALUES (1, ?)", keyText);
            return true;
        });
        if (!added) {
            throw new StoreException(
                    StoreException.Kind.CONFLICT,
                    "another release " + release.version()
                            + " is here already, made at another time: remove that one first");
        }
        remember();
    }

    private static void insert(Connection connection, Release release) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO release (version, key, added_at, added_by) VALUES (?, ?, ?, ?)",
                release.version(),
                release.key(),
                release.addedAt(),
                release.by());
        int place = 0;
        for (Release.File file : release.files()) {
            Sql.update(
                    connection,
                    "INSERT INTO release_file (version, place, path, sha256, bytes) VALUES (?, ?, ?, ?, ?)",
                    release.version(),
                    place++,
                    file.path(),
                    file.sha256().toArray(),
                    file.bytes());
        }
    }

    @Override
    public List<Release> all() {
        return control.read("listing releases", ReleaseTable::all);
    }

    private static List<Release> all(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                ALL,
                row -> new Release(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        Sql.all(
                                connection,
                                FILES,
                                file -> new Release.File(
                                        file.getString(1), Bytes.of(file.getBytes(2)), file.getLong(3)),
                                row.getString(1))));
    }

    @Override
    public Optional<Release> find(String version) {
        return all().stream()
                .filter(release -> release.version().equals(version))
                .findFirst();
    }

    @Override
    public Optional<Release.File> file(Bytes sha256) {
        return Optional.ofNullable(files.get(sha256));
    }

    @Override
    public boolean remove(String version) {
        boolean removed = control.write("removing a release", connection -> {
            Sql.update(connection, "DELETE FROM release_file WHERE version = ?", version);
            return Sql.update(connection, "DELETE FROM release WHERE version = ?", version) == 1;
        });
        remember();
        return removed;
    }
}
