package skerry.agent.ring;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.left.BatchContent;
import skerry.agent.left.LeftKind;
import skerry.agent.left.LeftLedger;
import skerry.agent.left.LeftNote;
import skerry.agent.left.LeftRoad;
import skerry.agent.left.LeftRow;
import skerry.agent.left.LeftSum;
import skerry.agent.left.LeftSums;
import skerry.agent.left.LiveExample;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;

/**
 * The ledger of what left. An entry is made before its bytes are handed over, and stored with the ring's next transaction;
 * ahead of that an allowance is stored, durably, which what is not stored yet never exceeds. So whatever ends the process, the
 * ledger with its allowance says at least as much as has left: at the next start the allowance is booked as not certain. While
 * the disk takes nothing, entries wait in memory, and sending goes on. Thread-safe by the ring's lock.
 */
public final class LeftBook implements LeftLedger {
    /** What may leave between two durable transactions without a durable one of its own. */
    private static final long USUAL_ALLOWANCE = 64 << 10;

    private static final long MOST_ALLOWANCE = 1 << 20;
    private static final int STEP = 4;
    /** After so long without anything that left, nothing is allowed ahead any more. */
    private static final long IDLE_MILLIS = 600_000;

    private final RingAccess access;
    private final InstantSource wall;
    private final MonotonicClock mono;
    private final int days;
    private final LeftSums sums = new LeftSums();
    private final BatchContent content;
    /** Marks of the roads by which batches have left, and which their rows do not have yet. */
    private final Map<Long, Integer> marks = new HashMap<>();

    private long allowed;
    private long wanted;
    /** Bytes that left since the last durable transaction. */
    private long unsafe;

    private long lastLeft;
    private long mergedOn = -1;
    private boolean begun;
    private boolean dated;
    private boolean closing;

    /** @param days that are told apart */
    LeftBook(RingAccess access, RingOutbox outbox, InstantSource wall, MonotonicClock mono, int days) {
        this.access = access;
        this.wall = wall;
        this.mono = mono;
        this.days = days;
        this.content = new BatchContent(hash -> carrier(outbox, hash), sums);
        this.lastLeft = mono.millis();
    }

    @Override
    public void batch(LeftRoad road, BatchKey key, byte[] bytes) {
        access.lock().lock();
        try {
            if (isFirst(road, key)) {
                content.add(today(), road, bytes);
            } else {
                content.repeat(today(), road, bytes);
            }
            take(bytes.length);
        } finally {
            access.lock().unlock();
        }
    }

    @Override
    public void live(LeftRoad road, byte[] bytes) {
        access.lock().lock();
        try {
            LeftSum sum = sums.of(today(), road, LeftKind.LIVE);
            sum.add(1, bytes.length, 1);
            if (!sum.hasExample()) {
                sum.example(LiveExample.of(bytes));
            }
            take(bytes.length);
        } finally {
            access.lock().unlock();
        }
    }

    @Override
    public void message(LeftRoad road, LeftKind kind, long bytes, String example) {
        access.lock().lock();
        try {
            LeftSum sum = sums.of(today(), road, kind);
            sum.add(1, bytes, 1);
            sum.example(example);
            take(bytes);
        } finally {
            access.lock().unlock();
        }
    }

    /**
     * Takes over what another process counted, durably.
     *
     * @return whether it is stored; if not, it is to be handed over again
     */
    public boolean takeOver(LeftNote note) {
        return access.write(true, database -> {
                    for (LeftRow row : note.rows()) {
                        database.left.add(new LeftSum(row));
                    }
                    for (int i = 0; i + 1 < note.orders().size(); i += 2) {
                        database.batches.mark(
                                note.orders().get(i),
                                note.orders().get(i + 1),
                                note.road().mark());
                    }
                    return true;
                })
                .isPresent();
    }

    /** What left, with what is not stored yet. */
    public LeftAccount account() {
        access.lock().lock();
        try {
            return access.read(
                    database -> {
                        LeftAccount stored = database.left.load();
                        var all = new HashMap<Long, LeftSum>();
                        for (LeftRow row : stored.rows()) {
                            all.put(row.id(), new LeftSum(row));
                        }
                        for (LeftSum sum : sums.all()) {
                            LeftSum known = all.get(sum.id());
                            if (known == null) {
                                all.put(sum.id(), new LeftSum(sum.row()));
                            } else {
                                known.add(sum);
                            }
                        }
                        List<LeftRow> rows = all.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(one -> one.getValue().row())
                                .toList();
                        return new LeftAccount(rows, stored.damaged(), stored.open());
                    },
                    LeftAccount.NONE);
        } finally {
            access.lock().unlock();
        }
    }

    /** Takes note of a file: what may have left before an end without warning counts as left. Part of opening. */
    void opened(RingDatabase database) throws SQLException {
        allowed = database.left.open();
        for (LeftRow row : database.left.ofDay(today())) {
            if (!row.example().isEmpty()) {
                sums.shown(row.id());
            }
        }
        if (!begun) {
            begun = true;
            if (allowed > 0) {
                LeftSum sum = sums.of(today(), LeftRoad.LINK, LeftKind.UNCERTAIN);
                sum.add(1, allowed, 1);
                sum.example("at most this many bytes, when the agent ended without warning");
                unsafe = allowed;
            }
        }
    }

    /** Whether the date can be trusted: a clock in 2099 must not make months of all days. */
    void dated(boolean trusted) {
        dated = trusted;
    }

    boolean isWaiting() {
        return !sums.isEmpty();
    }

    /** Stores what waits; part of a transaction, {@link #stored} follows once it has succeeded. */
    void store(RingDatabase database) throws SQLException {
        for (LeftSum sum : sums.all()) {
            database.left.add(sum);
        }
        for (Map.Entry<Long, Integer> mark : marks.entrySet()) {
            database.batches.markWaiting(mark.getKey(), mark.getValue());
        }
        long today = today();
        if (dated && mergedOn != today) {
            database.left.merge(today - days);
        }
        wanted = wanted();
        if (wanted != allowed) {
            database.left.open(wanted);
        }
    }

    /** @param durable whether the transaction outlives a power cut */
    void stored(boolean durable) {
        sums.stored();
        marks.clear();
        mergedOn = dated ? today() : mergedOn;
        if (durable) {
            unsafe = 0;
            allowed = wanted;
        } else if (wanted < allowed) {
            // A power cut may bring the larger one back, which says too much and not too little.
            allowed = wanted;
        }
    }

    /** Stores what waits, and that nothing leaves any more. */
    void close() {
        closing = true;
        if (allowed > 0 || isWaiting()) {
            storeNow();
        }
    }

    private long wanted() {
        if (closing || (unsafe == 0 && mono.millis() - lastLeft > IDLE_MILLIS)) {
            return 0;
        }
        return unsafe > allowed ? Math.clamp(allowed * STEP, USUAL_ALLOWANCE, MOST_ALLOWANCE) : calmed();
    }

    /** After a burst, the next end without warning is to claim less again. */
    private long calmed() {
        return unsafe < allowed / (2 * STEP) ? Math.max(Math.min(allowed, USUAL_ALLOWANCE), allowed / STEP) : allowed;
    }

    private void take(long bytes) {
        lastLeft = mono.millis();
        unsafe += bytes;
        if (unsafe > allowed) {
            storeNow();
        }
    }

    private void storeNow() {
        if (access.write(true, database -> {
                    store(database);
                    return true;
                })
                .isPresent()) {
            stored(true);
        }
    }

    /** Whether a batch has not left by this road; what the hub has confirmed has left by the link. */
    private boolean isFirst(LeftRoad road, BatchKey key) {
        return access.read(
                database -> {
                    Optional<StoredBatch> batch = RingOutbox.find(database, key);
                    if (batch.isEmpty()) {
                        return true;
                    }
                    long id = batch.get().id();
                    int marked = database.batches.road(id) | marks.getOrDefault(id, 0);
                    boolean first = batch.get().state() == StoredBatch.WAITING && (marked & road.mark()) == 0;
                    if (first) {
                        marks.merge(id, road.mark(), (before, mark) -> before | mark);
                    }
                    return first;
                },
                true);
    }

    private static Optional<byte[]> carrier(RingOutbox outbox, Bytes hash) {
        return outbox.chunk(hash)
                .filter(key -> key.stream() == Stream.DICTIONARY)
                .flatMap(outbox::load);
    }

    private long today() {
        return Ledger.day(wall.millis());
    }
}
