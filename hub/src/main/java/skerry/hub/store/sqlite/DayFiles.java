package skerry.hub.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import skerry.hub.store.StoreException;
import skerry.platform.sqlite.Migrations;
import skerry.platform.sqlite.SqliteSettings;

/**
 * The day files of a folder, each named after its UTC day of arrival and opened when it is needed. Days are counted from
 * 1970-01-01. Thread-safe: a file in use is neither closed, replaced nor deleted.
 */
final class DayFiles implements AutoCloseable {
    static final long DAY_MILLIS = 86_400_000;
    private static final String PREFIX = "day-";
    private static final String SUFFIX = ".db";
    private static final String NEW = ".new";
    private static final String COPY = ".copy";
    private static final int MOST_OPEN = 48;
    /** Left free, so that a full disk still has room for logins, the audit trail and what retention must write to delete. */
    private static final long RESERVE_BYTES = 16L << 20;

    private static final Migrations SCHEMA =
            new Migrations(DayFiles.class, List.of("day/0001-day.sql", "day/0002-erased.sql"));

    /** Large pages: a batch has 2 to 3 KiB, and one page of 4 KiB would hold just one. */
    private static final SqliteSettings SETTINGS =
            SqliteSettings.DEFAULT.withPageBytes(16_384).withCacheKiB(8_192).withWal(2_000, 64L << 20);

    private final Path folder;
    /** Held for reading while any file is used, for writing while one is closed or replaced. */
    private final ReentrantReadWriteLock using = new ReentrantReadWriteLock();

    private final Map<Long, Database> open = new LinkedHashMap<>(16, 0.75f, true);
    private final NavigableSet<Long> days = new TreeSet<>();

    /** Lists the files, and removes what an interrupted replacement or copy left. */
    DayFiles(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(NEW) || name.contains(NEW + "-") || name.endsWith(COPY)) {
                    Files.delete(file);
                } else if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
                    days.add(dayOf(name));
                }
            }
        }
    }

    private static long dayOf(String name) throws IOException {
        try {
            return LocalDate.parse(name.substring(PREFIX.length(), name.length() - SUFFIX.length()))
                    .toEpochDay();
        } catch (DateTimeParseException e) {
            throw new IOException(
                    "the store's day folder holds a file " + name + ", which is not one of its own: move it away", e);
        }
    }

    static long dayOf(long millis) {
        return Math.floorDiv(millis, DAY_MILLIS);
    }

    /** The days that have a file, ascending. */
    List<Long> days() {
        synchronized (open) {
            return new ArrayList<>(days);
        }
    }

    Path file(long day) {
        return folder.resolve(PREFIX + LocalDate.ofEpochDay(day) + SUFFIX);
    }

    /** @throws StoreException if no more batches fit on the disk, which is said before nothing else fits either */
    void requireRoom(String doing) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < RESERVE_BYTES) {
                throw new StoreException(
                        StoreException.Kind.FULL,
                        doing + ": the disk of " + folder + " is full but for " + (free >> 20) + " of the "
                                + (RESERVE_BYTES >> 20) + " MiB kept in reserve; free space or lower the retention");
            }
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN, doing + ": the disk of " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Uses the file of a day, which is made if there is none. */
    <T> T use(long day, Function<Database, T> work) {
        using.readLock().lock();
        try {
            return work.apply(database(day));
        } finally {
            using.readLock().unlock();
            closeSurplus();
        }
    }

    private Database database(long day) {
        synchronized (open) {
            Database known = open.get(day);
            if (known != null) {
                return known;
            }
            Database opened = Database.open(file(day), SETTINGS, SCHEMA);
            open.put(day, opened);
            days.add(day);
            return opened;
        }
    }

    private void closeSurplus() {
        synchronized (open) {
            if (open.size() <= MOST_OPEN) {
                return;
            }
        }
        if (using.writeLock().tryLock()) {
            try {
                while (open.size() > MOST_OPEN) {
                    var eldest = open.entrySet().iterator().next();
                    open.remove(eldest.getKey());
                    eldest.getValue().close();
                }
            } finally {
                using.writeLock().unlock();
            }
        }
    }

    /** Opens an empty file that may take the place of a day's, under another name. */
    Database openReplacement(long day) {
        Path file = replacement(day);
        try {
            deleteWithCompanions(file);
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + file, e);
        }
        return Database.open(file, SETTINGS, SCHEMA);
    }

    private Path replacement(long day) {
        return file(day).resolveSibling(file(day).getFileName() + NEW);
    }

    /** Puts the replacement, which must be closed, in the place of the day's file, at once and for good. */
    void replace(long day) {
        using.writeLock().lock();
        try {
            closeOne(day);
            Files.move(
                    replacement(day), file(day), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (var onDisk = FileChannel.open(folder, StandardOpenOption.READ)) {
                onDisk.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("replacing " + file(day), e);
        } finally {
            using.writeLock().unlock();
        }
    }

    /** Deletes a day's file with all that is in it. */
    void delete(long day) {
        using.writeLock().lock();
        try {
            closeOne(day);
            deleteWithCompanions(file(day));
            synchronized (open) {
                days.remove(day);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + file(day), e);
        } finally {
            using.writeLock().unlock();
        }
    }

    private void closeOne(long day) {
        synchronized (open) {
            Database known = open.remove(day);
            if (known != null) {
                known.close();
            }
        }
    }

    private static void deleteWithCompanions(Path file) throws IOException {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
        Files.deleteIfExists(file);
    }

    /** What a day's file takes on the disk, with its write-ahead log. */
    long bytes(long day) {
        try {
            Path wal = file(day).resolveSibling(file(day).getFileName() + "-wal");
            return Files.size(file(day)) + (Files.exists(wal) ? Files.size(wal) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException("measuring " + file(day), e);
        }
    }

    @Override
    public void close() {
        using.writeLock().lock();
        try {
            RuntimeException first = null;
            for (Database database : open.values()) {
                try {
                    database.close();
                } catch (RuntimeException e) {
                    first = first == null ? e : first;
                }
            }
            open.clear();
            if (first != null) {
                throw first;
            }
        } finally {
            using.writeLock().unlock();
        }
    }
}
