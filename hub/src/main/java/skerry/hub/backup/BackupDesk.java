package skerry.hub.backup;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import skerry.hub.store.OnlineCopy;
import skerry.platform.FolderLock;

/** Makes backups, one at a time in a thread of its own: when they are due, and when someone asks. */
public final class BackupDesk implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BackupDesk.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** A share that is away comes back: it is not asked for every half a minute. */
    private static final long RETRY_MILLIS = Duration.ofMinutes(15).toMillis();

    private final Path data;
    private final List<OnlineCopy> sources;
    private final Optional<Schedule> schedule;
    private final String version;
    private final InstantSource clock;
    private final Audit audit;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile State state = new State(0, Optional.empty(), Optional.empty(), Optional.empty());
    private long triedAt;

    /** Every how long, to where, and how many are kept. */
    public record Schedule(Path to, Duration every, int keep) {}

    /** Leaves a line in the audit trail. */
    @FunctionalInterface
    public interface Audit {
        void note(String actor, String target, String result, String from);
    }

    /** Who asked, for what. */
    public record Order(Path to, int keep, String actor, String from) {}

    /** A backup that is whole. */
    public record Good(String to, String name, long at, long lsn, long bytes, long written) {}

    /** What failed last, if nothing succeeded since. */
    public record Failed(String why, long at) {}

    /** @param file being read; with the bytes read so far and those of them that were new */
    public record Running(String file, long bytes, long written) {}

    /** @param ended how many ended, well or not */
    public record State(long ended, Optional<Running> running, Optional<Good> good, Optional<Failed> failed) {}

    /** @param data where the backup key is */
    public BackupDesk(
            Path data,
            List<OnlineCopy> sources,
            Optional<Schedule> schedule,
            String version,
            InstantSource clock,
            Audit audit) {
        this.data = data;
        this.sources = List.copyOf(sources);
        this.schedule = schedule;
        this.version = version;
        this.clock = clock;
        this.audit = audit;
        this.thread = Thread.ofPlatform().name("backup").daemon().start(this::loop);
    }

    public State state() {
        return state;
    }

    public Optional<Schedule> schedule() {
        return schedule;
    }

    /** Whether there should have been a backup by now; never without a schedule. */
    public boolean isOverdue() {
        State now = state;
        return schedule.isPresent()
                && now.running().isEmpty()
                && (now.failed().isPresent()
                        || now.good()
                                .map(good -> clock.millis() - good.at()
                                        > 2 * schedule.get().every().toMillis())
                                .orElse(false));
    }

    /**
     * The backups that this hub can find, each with its folder: those of the schedule and of the last order. A folder that cannot be
     * read is named as such.
     */
    public List<String> known() {
        var folders = new LinkedHashSet<Path>();
        schedule.ifPresent(usual -> folders.add(usual.to()));
        state.good().ifPresent(good -> folders.add(Path.of(good.to())));
        var known = new ArrayList<String>();
        for (Path folder : folders) {
            try {
                for (String name :
                        BackupFolder.toRead(folder, BackupKey.read(data)).backups()) {
                    known.add(folder.resolve(name).toString());
                }
            } catch (IOException _) {
                known.add(folder + " (cannot be read now)");
            }
        }
        return known;
    }

    /** Asks for a backup; false if one is being made. */
    public synchronized boolean order(Order order) {
        if (state.running().isPresent() || !orders.isEmpty()) {
            return false;
        }
        return orders.offer(order);
    }

    private void loop() {
        schedule.ifPresent(this::findLast);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (isDue()) {
                    Schedule due = schedule.orElseThrow();
                    run(new Order(due.to(), due.keep(), "hub", "local"));
                }
                Order order = orders.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (order != null) {
                    run(order);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDue() {
        long now = clock.millis();
        boolean triedLately = state.failed().isPresent() && Math.abs(now - triedAt) < RETRY_MILLIS;
        return schedule.isPresent()
                && !triedLately
                && state.good()
                        .map(good -> Math.abs(now - good.at())
                                >= schedule.get().every().toMillis())
                        .orElse(true);
    }

    /** An earlier run of the hub may have made one. */
    private void findLast(Schedule known) {
        try {
            var folder = BackupFolder.toRead(known.to(), BackupKey.read(data));
            for (String name : folder.backups()) {
                Manifest manifest = folder.read(name);
                state = new State(
                        0,
                        Optional.empty(),
                        Optional.of(new Good(
                                known.to().toString(), name, manifest.madeAt(), manifest.lsn(), manifest.bytes(), 0)),
                        Optional.empty());
                return;
            }
        } catch (IOException _) {
            // Then one is due, and that says what is wrong.
        }
    }

    private void run(Order order) {
        State before = state;
        triedAt = clock.millis();
        state = new State(before.ended(), Optional.of(new Running("", 0, 0)), before.good(), before.failed());
        State after;
        try {
            Good good = make(order, before);
            LOG.log(
                    INFO,
                    "backed up to {0}: commit {1}, {2} bytes, {3} of them new",
                    order.to(),
                    good.lsn(),
                    good.bytes(),
                    good.written());
            after = new State(before.ended() + 1, Optional.empty(), Optional.of(good), Optional.empty());
            note(order, "ok: " + good.name() + ", commit " + good.lsn());
        } catch (IOException | RuntimeException e) {
            String why =
                    e instanceof IOException ? String.valueOf(e.getMessage()) : "it failed unexpectedly (" + e + ")";
            LOG.log(ERROR, "no backup was made in {0}: {1}", order.to(), why);
            after = new State(
                    before.ended() + 1, Optional.empty(), before.good(), Optional.of(new Failed(why, clock.millis())));
            note(order, "failed: " + why);
        }
        state = after;
    }

    private void note(Order order, String result) {
        try {
            audit.note(order.actor(), order.to().toString(), result, order.from());
        } catch (RuntimeException e) {
            LOG.log(ERROR, "the audit trail lacks a backup: {0}", e.getMessage());
        }
    }

    private Good make(Order order, State before) throws IOException {
        BackupKey key = BackupKey.read(data);
        var folder = BackupFolder.toWrite(order.to(), key);
        try (FolderLock _ = FolderLock.take(folder.path(), "hub")) {
            long at = clock.millis();
            var made = new BackupRun(
                            folder,
                            key,
                            now -> state = new State(
                                    before.ended(),
                                    Optional.of(new Running(now.file(), now.bytes(), now.written())),
                                    before.good(),
                                    before.failed()))
                    .run(sources, at, version, order.keep());
            return new Good(order.to().toString(), made.name(), at, made.lsn(), made.bytes(), made.written());
        }
    }

    /** Ends the thread; a backup that is being made can go on where it was. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
