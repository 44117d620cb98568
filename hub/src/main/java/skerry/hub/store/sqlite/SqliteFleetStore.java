package skerry.hub.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import skerry.hub.store.AgentRegistry;
import skerry.hub.store.Alerts;
import skerry.hub.store.BatchLog;
import skerry.hub.store.Certificates;
import skerry.hub.store.ContentReader;
import skerry.hub.store.Erasures;
import skerry.hub.store.FleetPresent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.History;
import skerry.hub.store.JoinCodes;
import skerry.hub.store.OnlineCopy;
import skerry.hub.store.Orders;
import skerry.hub.store.PatternBook;
import skerry.hub.store.PatternInfo;
import skerry.hub.store.Present;
import skerry.hub.store.Progress;
import skerry.hub.store.ReadModels;
import skerry.hub.store.ReadModels.Decoded;
import skerry.hub.store.Releases;
import skerry.hub.store.Rollouts;
import skerry.hub.store.SiteStates;
import skerry.hub.store.UpgradeWords;
import skerry.platform.CloseStack;
import skerry.protocol.Uid;

/** The store in one folder of SQLite files; see the package for the layout. */
public final class SqliteFleetStore implements FleetStore, OnlineCopy {
    /** Present states are larger than all else that is flushed, so they are written less often. */
    private static final int FLUSHES_PER_PRESENT = 30;
    /** So few that a batch never waits long for the write of a large fleet. */
    private static final int STATES_PER_WRITE = 128;

    private static final String WRITING = "writing the state of the fleet";
    private static final long FORGET_SERIES_MILLIS = 24 * 3_600_000L;

    private final CloseStack parts = new CloseStack();
    private final InstantSource clock;
    private final long run;
    private final long startedAt;
    private final Database control;
    private final DayFiles days;
    private final SqliteRegistry registry;
    private final SqliteBatchLog batches;
    private final SqliteReadModels models;
    private final FleetPresent present;
    private final PatternBook patterns;
    private final SqliteHistory history;
    private final SqliteAlerts alerts;
    private final SiteStateTable states;
    private final JoinCodeTable joinCodes;
    private final OrderTable orders;
    private final ReleaseTable releases;
    private final RolloutTable rollouts;
    private final UpgradeWordTable upgradeWords;
    private final CertificateTable certificates;
    private final Compaction compaction;
    private final StoreCopy copy;
    private final SqliteErasures erasures;
    /** Held while days are closed or deleted, or copied. */
    private final ReentrantLock arranging = new ReentrantLock();

    private long flushedRevision;
    private long presentRevision;
    private int flushes;

    /**
     * Opens the store, or makes one, and brings its read models up to date.
     *
     * @param run random id of this run of the hub
     * @throws IOException if the folder cannot be used
     * @throws skerry.hub.store.StoreException if a file cannot be opened or was written by a later release
     */
    public SqliteFleetStore(Path folder, InstantSource clock, long run) throws IOException {
        this.clock = clock;
        this.run = run;
        this.startedAt = clock.millis();
        Files.createDirectories(folder);
        try {
            control = parts.push(ControlFile.open(folder));
            days = parts.push(new DayFiles(folder.resolve("day")));
            var proofs = new ProofFiles(folder.resolve("proof"));
            registry = new SqliteRegistry(control);
            states = new SiteStateTable(control);
            joinCodes = new JoinCodeTable(control);
            releases = new ReleaseTable(control);
            rollouts = new RolloutTable(control, registry);
            upgradeWords = new UpgradeWordTable(control, registry);
            certificates = new CertificateTable(control, registry);
            var clocks = new Clocks(control);
            var dictionaries = new Dictionaries(control);
            var erased = new ErasedList(
                    control.read("reading what was erased", ErasedPatternTable::all).stream()
                            .map(ErasedPatternTable.Row::erased)
                            .toList(),
                    dictionaries);
            present = new FleetPresent(clock);
            patterns = new PatternBook(control.read("reading patterns", PatternTable::all));
            alerts = new SqliteAlerts(registry, control, clocks);
            batches = new SqliteBatchLog(registry, control, days, proofs, clocks, erased, run);
            models = new SqliteReadModels(
                    registry, control, days, batches, clocks, dictionaries, present, patterns, alerts, erased);
            var contents = new ContentReader(models);
            var cache = new BlockCache();
            orders = new OrderTable(control, registry, batches);
            history = new SqliteHistory(registry, control, days, batches, clocks, contents, cache);
            compaction = new Compaction(control, days, batches, proofs, history, cache, this::flushDurably);
            copy = new StoreCopy(control, days, batches, proofs, arranging, this::flushDurably);
            erasures = new SqliteErasures(control, days, batches, models, patterns, erased, clock, arranging);
            catchUp(contents);
            erasures.resume();
            markAlive("noting the start", startedAt);
        } catch (IOException | RuntimeException e) {
            try (parts) {
                throw e;
            }
        }
    }

    /** Puts back the present states that were written last, and applies what was decoded after them. */
    private void catchUp(ContentReader contents) {
        Boolean _ = control.read("reading present states", connection -> {
            PresentTable.each(connection, registry, state -> {
                present.restore(state.kept());
                present.latest().restore(state.kept().uid(), state.latest());
            });
            return true;
        });
        // Contacts are written more often than present states, so after a kill they know of later ones.
        control.read("reading contacts", ContactTable::newest)
                .forEach(row -> present.restoreContact(registry.uid(row.agent()), row.from(), row.to()));
        long known = control.read("reading the store's state", c -> MetaTable.get(c, MetaTable.PRESENT_LSN));
        for (long day : days.days()) {
            if (batches.isClosed(day)) {
                continue;
            }
            List<Long> decoded =
                    days.use(day, file -> file.read("reading " + file.file(), c -> BatchTable.decodedSince(c, known)));
            for (long lsn : decoded) {
                days.use(day, file -> file.read("reading " + file.file(), c -> BatchTable.byLsn(c, lsn)))
                        .ifPresent(row -> models.remember(new Decoded(
                                new BatchLog.ToDecode(day, lsn, row.batch(), row.road(), row.arrivedAt(), 0),
                                contents.read(row.batch()))));
            }
        }
        for (var agent : registry.agents()) {
            present.progress(agent.uid(), Progress.of(batches.holdings(agent.uid())));
        }
        wakeAll();
    }

    /** A run may have ended between storing a chunk and waking the batches that waited for it. */
    private void wakeAll() {
        control.read("looking for chunks that came", WaitingTable::arrived).forEach(models::wake);
    }

    @Override
    public AgentRegistry registry() {
        return registry;
    }

    @Override
    public JoinCodes joinCodes() {
        return joinCodes;
    }

    @Override
    public Orders orders() {
        return orders;
    }

    @Override
    public Releases releases() {
        return releases;
    }

    @Override
    public Rollouts rollouts() {
        return rollouts;
    }

    @Override
    public UpgradeWords upgradeWords() {
        return upgradeWords;
    }

    @Override
    public Certificates certificates() {
        return certificates;
    }

    @Override
    public BatchLog batches() {
        return batches;
    }

    @Override
    public ReadModels models() {
        return models;
    }

    @Override
    public FleetPresent present() {
        return present;
    }

    @Override
    public PatternBook patterns() {
        return patterns;
    }

    @Override
    public Erasures erasures() {
        return erasures;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public Alerts alerts() {
        return alerts;
    }

    @Override
    public SiteStates states() {
        return states;
    }

    @Override
    public synchronized void flush() {
        flush(++flushes % FLUSHES_PER_PRESENT == 0, false);
        models.scrub();
    }

    private synchronized void flushDurably() {
        flush(true, true);
    }

    private void flush(boolean withPresent, boolean durably) {
        long revision = present.revision();
        long decodedUpTo = decodedUpTo();
        if (withPresent) {
            writeStates(presentRevision, _ -> true);
        } else {
            // Of an agent that left nothing newer may come for days: what it said last must outlive a kill.
            writeStates(flushedRevision, now -> !now.connected());
        }
        var unwritten = batches.takeUnwritten();
        List<PatternInfo> named = withPresent ? patterns.takeChanged() : List.of();
        var contacts = new ArrayList<ContactTable.Row>();
        for (var kept : present.keptSince(flushedRevision)) {
            if (kept.seen() > 0) {
                registry.number(kept.uid())
                        .ifPresent(no -> contacts.add(new ContactTable.Row(no, kept.contactFrom(), kept.seen())));
            }
        }
        long now = clock.millis();
        boolean done = false;
        try {
            Database.Task write = connection -> {
                HoldingTable.put(connection, unwritten.holdings());
                MetaTable.put(connection, MetaTable.SYNCED_LSN, unwritten.lsn());
                ContactTable.put(connection, contacts);
                HubRunTable.put(connection, run, startedAt, Math.max(startedAt, now));
                if (withPresent) {
                    PatternTable.put(connection, named);
                    MetaTable.put(connection, MetaTable.PRESENT_LSN, decodedUpTo);
                }
            };
            if (durably) {
                control.writeAll(WRITING, write);
            } else {
                control.writeLazily(WRITING, write);
            }
            done = true;
        } finally {
            if (!done) {
                batches.giveBack(unwritten);
                patterns.giveBack(named);
            }
        }
        flushedRevision = revision;
        if (withPresent) {
            presentRevision = revision;
        }
    }

    /** All batches up to this commit were decoded, and told to the present, before what is flushed now was read. */
    private long decodedUpTo() {
        long upTo = batches.lsn();
        for (long day : days.days()) {
            if (!batches.isClosed(day)) {
                long first =
                        days.use(day, file -> file.read("looking for what is not decoded", BatchTable::firstUndecoded));
                upTo = Math.min(upTo, first - 1);
            }
        }
        return upTo;
    }

    private void writeStates(long sinceRevision, Predicate<Present> which) {
        var portion = new HashMap<Integer, byte[]>();
        for (var kept : present.keptSince(sinceRevision)) {
            Uid uid = kept.uid();
            Optional<Present> state = present.of(uid).filter(which);
            Optional<Integer> number = registry.number(uid);
            if (state.isPresent() && number.isPresent()) {
                present.latest().forget(uid, state.get().newest() - FORGET_SERIES_MILLIS);
                var now = new PresentTable.State(kept, present.latest().ofAgent(uid));
                portion.put(number.get(), PresentTable.encode(now));
            }
            if (portion.size() == STATES_PER_WRITE) {
                writePortion(portion);
            }
        }
        writePortion(portion);
    }

    private void writePortion(Map<Integer, byte[]> states) {
        if (states.isEmpty()) {
            return;
        }
        control.writeLazily(WRITING, connection -> PresentTable.put(connection, states));
        states.clear();
    }

    @Override
    public void probe() {
        days.requireRoom("storing batches");
        markAlive("noting that the hub lives", clock.millis());
    }

    private void markAlive(String doing, long at) {
        control.writeAll(doing, connection -> HubRunTable.put(connection, run, startedAt, Math.max(startedAt, at)));
    }

    @Override
    public void compact(long now) {
        compaction.segment();
        if (arranging.tryLock()) { // else the store is being copied, and days are closed the next time
            try {
                compaction.closeDays(now);
            } finally {
                arranging.unlock();
            }
        }
    }

    @Override
    public List<Long> retain(Retention bounds, long now) {
        if (!arranging.tryLock()) {
            return List.of(); // a file is being copied: days are deleted the next time
        }
        try {
            alerts.retain(now - bounds.days() * DayFiles.DAY_MILLIS, this::isSilentOf);
            return compaction.retain(bounds, now);
        } finally {
            arranging.unlock();
        }
    }

    /** An agent repeats what fires: of what it told too long ago it will not tell the end either. */
    private boolean isSilentOf(Alerts.Unresolved alert) {
        return present.of(alert.uid())
                .filter(now -> now.newest() - alert.toldAt() > Alerts.REPEATED.toMillis())
                .isPresent();
    }

    @Override
    public void copyTo(Taker taker) throws IOException {
        copy.copyTo(taker);
    }

    @Override
    public StoreSize size() {
        List<Long> all = days.days();
        long bytes = 0;
        long undecoded = 0;
        long waiting = 0;
        long refused = 0;
        for (long day : all) {
            bytes += days.bytes(day);
            undecoded += count(day, BatchState.STORED);
            waiting += count(day, BatchState.WAITING);
            refused += count(day, BatchState.REFUSED);
        }
        return new StoreSize(all.size(), bytes, undecoded, waiting, refused);
    }

    private long count(long day, BatchState state) {
        return days.use(day, file -> file.read("counting batches", c -> BatchTable.inState(c, state)));
    }

    @Override
    public synchronized void close() {
        try (parts) {
            flush(true, true);
        }
    }
}
