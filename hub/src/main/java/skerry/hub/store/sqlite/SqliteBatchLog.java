package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import skerry.hub.store.Account;
import skerry.hub.store.BatchLog;
import skerry.hub.store.Holding;
import skerry.hub.store.SeqSet;
import skerry.hub.store.StoreException;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.EpochHead;

/** The batch log over day files. One commit to one day file makes a group of batches durable. Thread-safe. */
final class SqliteBatchLog implements BatchLog {
    /** Holes of one epoch and stream that are kept count of. An honest agent has a window of eight batches. */
    private static final int MAX_RANGES = 1_024;

    private final SqliteRegistry registry;
    private final Database control;
    private final DayFiles days;
    private final ProofFiles proofs;
    private final Clocks clocks;
    private final ErasedList erased;
    private final Holdings holdings;
    private final Set<Long> closed;
    private final long run;
    private long lsn;
    private int requiredPolicy;

    /** @param run tells this run of the hub from others */
    SqliteBatchLog(
            SqliteRegistry registry,
            Database control,
            DayFiles days,
            ProofFiles proofs,
            Clocks clocks,
            ErasedList erased,
            long run) {
        this.registry = registry;
        this.control = control;
        this.days = days;
        this.proofs = proofs;
        this.clocks = clocks;
        this.erased = erased;
        this.run = run;
        this.holdings = new Holdings(control);
        this.closed = ConcurrentHashMap.newKeySet();
        closed.addAll(control.read("reading closed days", ClosedDayTable::all));
        long synced = control.read("reading the store's state", c -> MetaTable.get(c, MetaTable.SYNCED_LSN));
        lsn = synced;
        for (BatchTable.Counted row : since(synced)) {
            count(row);
        }
    }

    /** Rows of all day files after a commit, in order. Day files that were closed before it need not be opened. */
    private List<BatchTable.Counted> since(long commit) {
        var rows = new ArrayList<BatchTable.Counted>();
        for (long day : days.days()) {
            if (!closed.contains(day)) {
                rows.addAll(days.use(
                        day, file -> file.read("reading " + file.file(), c -> BatchTable.since(c, commit))));
            }
        }
        rows.sort((a, b) -> Long.compare(a.lsn(), b.lsn()));
        return rows;
    }

    private void count(BatchTable.Counted row) {
        Holding holding = holdings.get(row.agent(), row.epoch(), row.stream(), row.startNo());
        if (row.refused()) {
            holding.applyRefused(row.seq());
        } else {
            holding.apply(row.seq(), row.until(), row.records());
        }
        holdings.changed(row.agent(), holding);
        lsn = Math.max(lsn, row.lsn());
    }

    @Override
    public synchronized List<Outcome> append(List<Arrival> arrivals) {
        var outcomes = new ArrayList<Outcome>(arrivals.size());
        var rows = new ArrayList<BatchTable.NewRow>(arrivals.size());
        var inGroup = new HashMap<BatchKey, Batch>();
        long next = lsn;
        for (Arrival arrival : arrivals) {
            BatchHeader header = arrival.batch().header();
            int agent = number(header.key().uid());
            Optional<Outcome> known = known(agent, arrival, inGroup);
            if (known.isPresent()) {
                outcomes.add(known.get());
                continue;
            }
            long until = clocks.until(agent, header.span(), arrival.arrivedAt());
            boolean below = arrival.isBelow(requiredPolicy);
            rows.add(new BatchTable.NewRow(
                    ++next,
                    agent,
                    below
                            ? erased.withoutRefused(agent, arrival.arrivedAt(), arrival.batch())
                                    .orElse(arrival.batch())
                            : arrival.batch(),
                    arrival.road(),
                    arrival.arrivedAt(),
                    until,
                    below ? PolicyReason.of(header.policyVersion()) : ""));
            inGroup.put(header.key(), arrival.batch());
            outcomes.add(below ? new Outcome.BelowPolicy(true) : new Outcome.Stored(next));
        }
        if (!rows.isEmpty()) {
            store(rows);
        }
        return outcomes;
    }

    private void store(List<BatchTable.NewRow> rows) {
        long day = DayFiles.dayOf(rows.getLast().arrivedAt());
        String doing = "storing " + rows.size() + " batches";
        days.requireRoom(doing);
        reopen(day);
        days.use(day, file -> {
            file.writeAll(doing, connection -> BatchTable.insert(connection, rows));
            return true;
        });
        for (BatchTable.NewRow row : rows) {
            BatchHeader header = row.batch().header();
            BatchKey key = header.key();
            Holding holding = holdings.get(row.agent(), key.epoch(), key.stream(), header.startNo());
            if (row.refused().isEmpty()) {
                holding.apply(key.seq(), row.until(), header.records());
            } else {
                holding.applyRefused(key.seq());
            }
            holdings.changed(row.agent(), holding);
            lsn = row.lsn();
        }
    }

    /** A day that was closed and gets batches again, because the hub's clock went back, is open again. */
    private void reopen(long day) {
        if (closed.remove(day)) {
            control.writeAll("opening a day again", connection -> ClosedDayTable.remove(connection, day));
        }
    }

    private Optional<Outcome> known(int agent, Arrival arrival, Map<BatchKey, Batch> inGroup) {
        Batch batch = arrival.batch();
        BatchKey key = batch.header().key();
        Batch twin = inGroup.get(key);
        if (twin != null) {
            return Optional.of(same(agent, arrival, Fingerprint.of(twin), arrival.isBelow(requiredPolicy)));
        }
        Optional<Holding> holding = holdings.find(agent, key.epoch(), key.stream());
        if (holding.isEmpty()) {
            return Optional.empty();
        }
        if (holding.get().isDone(key.seq())) {
            boolean refused = arrival.isBelow(requiredPolicy)
                    && holding.get().quarantined().contains(key.seq());
            return Optional.of(fingerprint(agent, key)
                    .map(held -> same(agent, arrival, held, refused))
                    .orElseGet(Outcome.Known::new));
        }
        SeqSet like = arrival.isBelow(requiredPolicy)
                ? holding.get().quarantined()
                : holding.get().applied();
        boolean scattered = like.ranges() >= MAX_RANGES && like.wouldGrow(key.seq());
        return scattered ? Optional.of(new Outcome.TooScattered()) : Optional.empty();
    }

    private Outcome same(int agent, Arrival arrival, Bytes held, boolean refused) {
        if (Fingerprint.of(arrival.batch()).equals(held)) {
            return refused ? new Outcome.BelowPolicy(false) : new Outcome.Known();
        }
        control.writeAll(
                "keeping a batch that contradicts another",
                connection ->
                        QuarantineTable.put(connection, agent, arrival.batch(), "conflict", held, arrival.arrivedAt()));
        return new Outcome.Conflict();
    }

    @Override
    public long requirePolicy(int version) {
        long refusedBelow = control.read("reading the store's state", c -> MetaTable.get(c, MetaTable.REFUSED_BELOW));
        // Days are looked through only when the requirement fell: a store may have hundreds of them.
        long admitted = version < refusedBelow ? admit(version) : 0;
        if (version != refusedBelow) {
            control.writeAll(
                    "noting the policy that is required",
                    connection -> MetaTable.put(connection, MetaTable.REFUSED_BELOW, version));
        }
        synchronized (this) {
            requiredPolicy = version;
        }
        return admitted;
    }

    private long admit(int version) {
        long admitted = 0;
        for (long day : days.days()) {
            List<String> reasons = days.use(
                    day, file -> file.read("looking for batches refused for their policy", BatchTable::reasons));
            for (String reason : reasons) {
                if (PolicyReason.version(reason) >= version) {
                    admitted += admit(day, reason);
                }
            }
        }
        return admitted;
    }

    /** The holdings first: a process that ends in between does the rest at its next start, and counts nothing twice. */
    private long admit(long day, String reason) {
        List<BatchTable.Counted> rows =
                days.use(day, file -> file.read("reading refused batches", c -> BatchTable.refusedFor(c, reason)));
        var changed = new LinkedHashMap<Holding, HoldingTable.Owned>();
        synchronized (this) {
            for (BatchTable.Counted row : rows) {
                Holding holding = holdings.get(row.agent(), row.epoch(), row.stream(), row.startNo());
                holding.admit(row.seq(), row.until(), row.records());
                holdings.changed(row.agent(), holding);
                changed.put(holding, new HoldingTable.Owned(row.agent(), holding));
            }
            control.writeAll("counting batches that were refused", connection -> {
                HoldingTable.put(connection, List.copyOf(changed.values()));
                decodedLate(connection, rows.getFirst().lsn());
            });
        }
        reopen(day);
        days.use(day, file -> {
            file.writeAll("decoding refused batches after all", connection -> BatchTable.admit(connection, reason));
            return true;
        });
        return rows.size();
    }

    /** They are decoded after later ones: a start must not take the present state to hold them already. */
    static void decodedLate(Connection connection, long first) throws SQLException {
        if (MetaTable.get(connection, MetaTable.PRESENT_LSN) >= first) {
            MetaTable.put(connection, MetaTable.PRESENT_LSN, first - 1);
        }
    }

    @Override
    public synchronized int requiredPolicy() {
        return requiredPolicy;
    }

    private int number(Uid uid) {
        return registry.number(uid)
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.CONFLICT,
                        "agent " + uid + " is not enrolled, so nothing can be stored for it"));
    }

    @Override
    public synchronized long lsn() {
        return lsn;
    }

    @Override
    public synchronized Optional<Holding> holding(Uid uid, long epoch, Stream stream) {
        return holdings.find(number(uid), epoch, stream).map(Holding::copy);
    }

    @Override
    public synchronized List<Holding> holdings(Uid uid) {
        return holdings.all(number(uid)).stream().map(Holding::copy).toList();
    }

    @Override
    public synchronized Account account(Uid uid) {
        return Account.of(holdings.every(number(uid)));
    }

    @Override
    public synchronized void announce(Uid uid, List<EpochHead> heads, boolean complete) {
        int agent = number(uid);
        for (EpochHead head : heads) {
            Holding holding = holdings.get(agent, head.epoch(), head.stream(), head.startNo());
            boolean news = holding.announce(head.head(), head.startNo());
            // A ring that begins above the head holds nothing of it any more.
            long lost = holding.lose(1, Math.min(head.head(), head.ringFrom() - 1));
            if (news || lost > 0) {
                holdings.changed(agent, holding);
            }
        }
        if (complete) {
            loseUnlisted(agent, heads);
        }
    }

    private void loseUnlisted(int agent, List<EpochHead> heads) {
        var listed = heads.stream()
                .map(head -> Map.entry(head.epoch(), head.stream()))
                .collect(Collectors.toSet());
        for (Holding holding : holdings.all(agent)) {
            if (!listed.contains(Map.entry(holding.epoch(), holding.stream())) && holding.lose(1, holding.head()) > 0) {
                holdings.changed(agent, holding);
            }
        }
    }

    /** For work that writes control.db and asks this log meanwhile: {@link #append} takes the two in this order too. */
    synchronized void whileNobodyAppends(Runnable work) {
        work.run();
    }

    /** Counts what an agent's gap table says is gone; a copy of the holding. */
    synchronized Holding lose(int agent, long epoch, Stream stream, long fromSeq, long toSeq) {
        Holding holding = holdings.get(agent, epoch, stream, 0);
        holding.announce(toSeq, 0);
        holding.lose(fromSeq, toSeq);
        holdings.changed(agent, holding);
        return holding.copy();
    }

    /** Whether no later gap table of the agent is held. */
    synchronized boolean isNewestTable(int agent, BatchHeader header) {
        for (Holding holding : holdings.all(agent)) {
            boolean later = holding.startNo() > header.startNo()
                    || (holding.epoch() == header.key().epoch()
                            && holding.applied().max() > header.key().seq());
            if (holding.stream() == Stream.GAPS && later && !holding.applied().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Optional<byte[]> bytes(BatchKey key) {
        return bytes(number(key.uid()), key);
    }

    private Optional<byte[]> bytes(int agent, BatchKey key) {
        for (long day : days.days().reversed()) {
            Optional<byte[]> found = days.use(
                    day,
                    file -> file.read(
                            "looking for a batch",
                            c -> BatchTable.bytes(c, agent, key.epoch(), key.stream(), key.seq())));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Bytes> fingerprint(BatchKey key) {
        return fingerprint(number(key.uid()), key);
    }

    private Optional<Bytes> fingerprint(int agent, BatchKey key) {
        Optional<byte[]> stored = bytes(agent, key);
        if (stored.isPresent()) {
            try {
                return Optional.of(Fingerprint.of(BatchCodec.decode(stored.get())));
            } catch (skerry.protocol.ProtocolException e) {
                throw new StoreException(StoreException.Kind.BROKEN, "reading the stored batch " + key, e);
            }
        }
        return proofs.find(agent, key).map(Bytes::sha256);
    }

    @Override
    public List<ToDecode> takeForDecoding(int limit) {
        for (long day : days.days()) {
            boolean any = !closed.contains(day)
                    && days.use(day, file -> file.read("looking for batches to decode", BatchTable::hasToDecode));
            if (any) {
                return days.use(day, file -> take(day, file, limit));
            }
        }
        return List.of();
    }

    private List<ToDecode> take(long day, Database file, int limit) {
        var taken = new ArrayList<ToDecode>();
        file.writeLazily("preparing to decode", connection -> {
            List<DecodingTable.Suspect> suspects = DecodingTable.suspects(connection, run);
            if (!suspects.isEmpty()) {
                // A run ended while these were decoded; which of them was the cause shows when each comes alone.
                var suspect = suspects.getFirst();
                DecodingTable.begin(connection, List.of(suspect.lsn()), run);
                BatchTable.byLsn(connection, suspect.lsn())
                        .ifPresent(row -> taken.add(toDecode(day, row, suspect.runs())));
                return;
            }
            List<BatchTable.Raw> rows = BatchTable.toDecode(connection, limit);
            DecodingTable.begin(
                    connection, rows.stream().map(BatchTable.Raw::lsn).toList(), run);
            rows.forEach(row -> taken.add(toDecode(day, row, 0)));
        });
        return taken;
    }

    private static ToDecode toDecode(long day, BatchTable.Raw row, int attempts) {
        return new ToDecode(day, row.lsn(), row.batch(), row.road(), row.arrivedAt(), attempts);
    }

    /** Takes note that nothing of a day is left to decode or to count. */
    void closed(long day) {
        closed.add(day);
    }

    /** Takes note that a day's file is gone. */
    void deleted(long day) {
        closed.remove(day);
    }

    /** Whether a day was closed and nothing came for it since. */
    boolean isClosed(long day) {
        return closed.contains(day);
    }

    /** Opens a closed day again, since a batch of it is to be decoded after all. */
    void decodeAgain(long day, long lsn) {
        reopen(day);
        days.use(day, file -> {
            file.writeLazily("decoding a batch again", connection -> BatchTable.decodeAgain(connection, lsn));
            return true;
        });
    }

    /** Moves a stored batch that cannot be decoded from the applied to the refused ones. */
    synchronized void refuse(int agent, BatchHeader header) {
        BatchKey key = header.key();
        Holding holding = holdings.get(agent, key.epoch(), key.stream(), header.startNo());
        holding.refuse(key.seq(), header.records());
        holdings.changed(agent, holding);
    }

    /** What changed in the holdings since it was last written, with the commit up to which it counts. */
    record Unwritten(long lsn, List<HoldingTable.Owned> holdings) {}

    synchronized Unwritten takeUnwritten() {
        return new Unwritten(lsn, holdings.takeChanged());
    }

    synchronized void giveBack(Unwritten taken) {
        holdings.giveBack(taken.holdings());
    }
}
