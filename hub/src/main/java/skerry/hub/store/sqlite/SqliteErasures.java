package skerry.hub.store.sqlite;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import skerry.hub.store.Erasures;
import skerry.hub.store.PatternBook;
import skerry.hub.store.PatternInfo;
import skerry.hub.store.StoreException;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;

/**
 * Erases in {@code control.db} and in the day files. First it is written down what is to be erased, and from then on nothing of it
 * comes in any more; then file after file is gone through and written anew. A start goes on where a run was stopped.
 * Thread-safe.
 */
final class SqliteErasures implements Erasures {
    private static final int AT_ONCE = 200;

    private final Database control;
    private final DayFiles days;
    private final SqliteBatchLog log;
    private final SqliteReadModels models;
    private final PatternBook patterns;
    private final ErasedList list;
    private final InstantSource clock;
    private final ReentrantLock arranging;

    /** @param arranging held by whoever closes, deletes or copies days */
    SqliteErasures(
            Database control,
            DayFiles days,
            SqliteBatchLog log,
            SqliteReadModels models,
            PatternBook patterns,
            ErasedList list,
            InstantSource clock,
            ReentrantLock arranging) {
        this.control = control;
        this.days = days;
        this.log = log;
        this.models = models;
        this.patterns = patterns;
        this.list = list;
        this.clock = clock;
        this.arranging = arranging;
    }

    @Override
    public Optional<Erased> of(long pattern) {
        return list.of(pattern);
    }

    @Override
    public Outcome erase(Erased what) {
        arranging.lock();
        try {
            var all = new ArrayList<Erased>();
            for (long id : patterns.mergedInto(what.pattern())) {
                boolean textToo = !what.examplesOnly()
                        || list.of(id).filter(before -> !before.examplesOnly()).isPresent();
                all.add(new Erased(id, !textToo, what.by(), what.at()));
            }
            boolean unfinished = isUnfinished();
            models.whileNobodyApplies(() -> {
                control.writeAll("noting what is to be erased", c -> ErasedPatternTable.put(c, all));
                list.add(all);
                patterns.forgetTexts(all.stream()
                        .filter(one -> !one.examplesOnly())
                        .map(Erased::pattern)
                        .toList());
            });
            return sweep(all.size(), unfinished);
        } finally {
            arranging.unlock();
        }
    }

    /** Finishes what an earlier run of the hub was stopped in. */
    void resume() {
        if (isUnfinished()) {
            arranging.lock();
            try {
                patterns.forgetTexts(list.patterns().stream()
                        .filter(id ->
                                list.of(id).filter(one -> !one.examplesOnly()).isPresent())
                        .toList());
                sweep(0, true);
            } finally {
                arranging.unlock();
            }
        }
    }

    private boolean isUnfinished() {
        return control.read("reading what was erased", ErasedPatternTable::all).stream()
                .anyMatch(row -> !row.done());
    }

    /** @param all whether every file is written anew, since a run that was stopped may have left that out */
    private Outcome sweep(int erased, boolean all) {
        int batches = chunks();
        quarantine();
        control.scrub();
        int examples = 0;
        var answers = new ErasedAnswers(days, list.patterns());
        for (long day : days.days()) {
            List<BatchTexts.Left> emptied = answers.left(day);
            var found = days.use(day, file -> sweep(file, emptied, all));
            batches += found.batches();
            examples += found.examples();
            if (found.batches() + found.examples() > 0 && log.isClosed(day)) {
                // By the moment at which it was closed a backup knows whether it has the day already.
                control.writeAll("noting that a closed day changed", c -> ClosedDayTable.put(c, day, clock.millis()));
            }
        }
        control.writeAll("noting that all is erased", ErasedPatternTable::allDone);
        return new Outcome(erased, batches, examples);
    }

    private Outcome sweep(Database file, List<BatchTexts.Left> answers, boolean scrub) {
        int examples = file.erase("erasing examples", c -> ExampleTable.delete(c, list.patterns()));
        put(file, answers);
        int batches = answers.size()
                + sweep(file, BatchState.DECODED, row -> without(row.batch()))
                + sweep(file, BatchState.WAITING, row -> list.withoutDoubtful(row.batch()))
                + sweep(
                        file,
                        BatchState.REFUSED,
                        row -> list.withoutRefused(row.agent(), row.arrivedAt(), row.batch()));
        if (scrub || batches + examples > 0) {
            file.scrub();
        }
        return new Outcome(0, batches, examples);
    }

    /** @return how many batches are not what they were */
    private int sweep(Database file, BatchState state, Function<BatchTable.Raw, Optional<Batch>> erasing) {
        int batches = 0;
        long after = 0;
        List<BatchTable.Raw> rows;
        do {
            long from = after;
            rows = file.read("reading batches", c -> BatchTexts.having(c, state, from, AT_ONCE));
            var left = new ArrayList<BatchTexts.Left>();
            for (BatchTable.Raw row : rows) {
                erasing.apply(row).ifPresent(batch -> left.add(new BatchTexts.Left(row.lsn(), batch)));
                after = row.lsn();
            }
            put(file, left);
            batches += left.size();
        } while (rows.size() == AT_ONCE);
        return batches;
    }

    private void put(Database file, List<BatchTexts.Left> left) {
        if (!left.isEmpty()) {
            file.erase("erasing text of batches", c -> {
                BatchTexts.put(c, left, clock.millis());
                return true;
            });
        }
    }

    private int chunks() {
        int changed = 0;
        Bytes after = Bytes.of(new byte[0]);
        List<DictionaryTable.Row> rows;
        do {
            Bytes from = after;
            rows = control.read("reading dictionary chunks", c -> DictionaryTable.after(c, from, AT_ONCE));
            for (DictionaryTable.Row row : rows) {
                after = row.hash();
                Optional<Batch> left = decode(row.batch().toArray()).flatMap(this::without);
                if (left.isPresent()) {
                    changed++;
                    control.erase("erasing text of a dictionary chunk", c -> {
                        DictionaryTable.erased(c, row.hash(), left.get().encode(), clock.millis());
                        return true;
                    });
                }
            }
        } while (rows.size() == AT_ONCE);
        List<PatternInfo> named = patterns.takeChanged();
        boolean done = false;
        try {
            done = control.erase("erasing texts", c -> {
                PatternTable.put(c, named);
                return true;
            });
        } finally {
            if (!done) {
                patterns.giveBack(named);
            }
        }
        return changed;
    }

    /** Of what is quarantined and holds the text, or may hold it, the digests are enough. */
    private void quarantine() {
        long after = 0;
        List<QuarantineTable.Held> rows;
        do {
            long from = after;
            rows = control.read("reading the quarantine", c -> QuarantineTable.withBytes(c, from, AT_ONCE));
            for (QuarantineTable.Held row : rows) {
                after = row.no();
                if (mayHoldText(row.bytes().toArray())) {
                    control.erase("erasing a quarantined batch", c -> {
                        QuarantineTable.keepDigest(c, row.no());
                        return true;
                    });
                }
            }
        } while (rows.size() == AT_ONCE);
    }

    private boolean mayHoldText(byte[] bytes) {
        try {
            Batch batch = BatchCodec.decode(bytes);
            return batch.header().kind() == Kind.TICKET_RESULT
                    || list.withoutDoubtful(batch).isPresent();
        } catch (ProtocolException _) {
            return true;
        }
    }

    private static Optional<Batch> decode(byte[] bytes) {
        try {
            return Optional.of(BatchCodec.decode(bytes));
        } catch (ProtocolException e) {
            throw new StoreException(StoreException.Kind.BROKEN, "reading a stored dictionary chunk", e);
        }
    }

    private Optional<Batch> without(Batch batch) {
        try {
            return list.without(batch);
        } catch (ProtocolException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "reading the stored batch " + batch.header().key(),
                    e);
        }
    }
}
