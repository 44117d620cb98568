package skerry.agent.collect.k3s;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * The datastore of a k3s server: how large its files are, of SQLite (kine) or of the embedded etcd, and when it was last saved.
 * Nothing on agents, and on servers with a datastore elsewhere. k3s saves etcd by itself and SQLite never: where nobody says in
 * which folder the copies of SQLite are, it is not known whether there are any, and that is what is told. Source: k3s documentation, "Cluster Datastore" and "etcd-snapshot".
 */
public final class Datastore implements Collector {
    private static final MetricFamily BYTES =
            MetricFamily.gauge("skerry_k3s_datastore_bytes", "Size of a file of k3s's datastore.");
    private static final MetricFamily BACKUPS =
            MetricFamily.gauge("skerry_k3s_backups", "Backups of k3s's datastore that are there.");
    private static final MetricFamily NEWEST = MetricFamily.gauge(
            "skerry_k3s_backup_timestamp_seconds",
            "When the newest backup of k3s's datastore was made, seconds since 1970; 0 if there is none.");

    private static final MetricFamily UNKNOWN = MetricFamily.gauge(
            "skerry_k3s_backup_unknown",
            "1 where k3s makes no backups of its datastore by itself, and no folder is named in which others are.");

    private static final Labels DATABASE = Labels.of("file", "state.db");
    private static final Labels WAL = Labels.of("file", "state.db-wal");
    private static final Labels ETCD = Labels.of("file", "etcd/member/snap/db");
    private static final String DB = "server/db";
    private static final int MOST_FILES = 10_000;

    private final Path folder;
    private final List<Path> backups;
    private final boolean placesNamed;

    /** @param settings with all paths as this process sees them */
    public Datastore(K3sSettings settings) {
        this.folder = settings.folder();
        this.placesNamed = !settings.backups().isEmpty();
        this.backups = new ArrayList<>(settings.backups());
        this.backups.add(folder.resolve(DB).resolve("snapshots"));
    }

    @Override
    public String name() {
        return "k3s_datastore";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        boolean sqlite = size(sink, "state.db", DATABASE);
        boolean etcd = size(sink, "etcd/member/snap/db", ETCD);
        if (sqlite) {
            size(sink, "state.db-wal", WAL);
        }
        if (sqlite || etcd) {
            backups(etcd || placesNamed, sink);
        }
    }

    private boolean size(SampleSink sink, String name, Labels labels) throws IOException {
        Path file = folder.resolve(DB).resolve(name);
        // A folder that may not be entered looks like one that is not there; on most machines there is none.
        if (!Files.isRegularFile(file)) {
            return false;
        }
        sink.add(BYTES, labels, (double) Files.size(file));
        return true;
    }

    /** @param expected whether there is somebody who makes them, as far as is known */
    private void backups(boolean expected, SampleSink sink) throws IOException {
        long count = 0;
        OptionalLong newest = OptionalLong.empty();
        for (Path place : backups) {
            if (!Files.isDirectory(place)) {
                continue;
            }
            try (var files = Files.newDirectoryStream(place)) {
                for (Path file : files) {
                    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
                    // An empty file is a backup that failed.
                    if (found.isRegularFile() && found.size() > 0) {
                        long made = found.lastModifiedTime().toMillis();
                        newest = OptionalLong.of(Math.max(made, newest.orElse(made)));
                        count++;
                    }
                    if (count == MOST_FILES) {
                        throw new IOException("there are more than " + MOST_FILES + " backups in " + place);
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw new IOException("cannot list the backups in " + place, e);
            }
        }
        if (count == 0 && !expected) {
            sink.add(UNKNOWN, 1);
            return;
        }
        sink.add(BACKUPS, (double) count);
        sink.add(NEWEST, newest.orElse(0) / 1000.0);
    }
}
