package skerry.hub.store.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import skerry.hub.store.OnlineCopy;
import skerry.platform.CloseStack;
import skerry.platform.sqlite.Snapshot;

/**
 * Copies the store as a power cut at one moment would leave it: {@code control.db} and the open days are held together in a
 * moment in which nobody writes to them, so that what the one says of the other is true. Closed days do not change, and proofs
 * come last, since what retention deletes meanwhile is in them before it is gone.
 */
final class StoreCopy implements OnlineCopy {
    private static final long AGAIN_NANOS = 200_000;

    private final Database control;
    private final DayFiles days;
    private final SqliteBatchLog log;
    private final ProofFiles proofs;
    private final ReentrantLock arranging;
    private final Runnable flush;

    /**
     * @param arranging held by whoever closes or deletes days
     * @param flush writes durably what control.db tells of the batches of all day files
     */
    StoreCopy(
            Database control,
            DayFiles days,
            SqliteBatchLog log,
            ProofFiles proofs,
            ReentrantLock arranging,
            Runnable flush) {
        this.control = control;
        this.days = days;
        this.log = log;
        this.proofs = proofs;
        this.arranging = arranging;
        this.flush = flush;
    }

    /**
     * One moment of the files that are written to.
     *
     * @param closed days, with when they were closed
     */
    private record Moment(Snapshot control, List<OpenDay> open, SortedMap<Long, Long> closed, long lsn) {}

    private record OpenDay(long day, Snapshot held) {}

    @Override
    public void copyTo(Taker taker) throws IOException {
        SortedMap<Long, Long> closed;
        arranging.lock();
        try (var held = new CloseStack()) {
            flush.run();
            Moment moment = hold(held);
            closed = moment.closed();
            taker.upTo(moment.lsn());
            FileCopy.live(moment.control(), control.file(), "control.db", taker);
            for (OpenDay day : moment.open()) {
                FileCopy.live(day.held(), days.file(day.day()), dayName(day.day()), taker);
            }
        } finally {
            arranging.unlock();
        }
        for (Map.Entry<Long, Long> day : closed.entrySet()) {
            copyClosed(day.getKey(), day.getValue(), taker);
        }
        for (Path file : proofs.files()) {
            arranging.lock();
            try {
                FileCopy.resting(file, "proof/" + file.getFileName(), "", taker);
            } finally {
                arranging.unlock();
            }
        }
    }

    private Moment hold(CloseStack held) {
        while (true) {
            Optional<Moment> moment = control.whileNobodyWrites(() -> holdDays(held));
            if (moment.isPresent()) {
                return moment.get();
            }
            held.close();
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    /** Empty if someone writes to a day now, who may wait for control.db. */
    private Optional<Moment> holdDays(CloseStack held) {
        // A batch that control.db counts was in its day's file before, so no day that matters begins after this.
        List<Long> written =
                days.days().stream().filter(day -> !log.isClosed(day)).toList();
        return holdDays(held, written, new ArrayList<>());
    }

    private Optional<Moment> holdDays(CloseStack held, List<Long> left, List<OpenDay> got) {
        if (left.isEmpty()) {
            long lsn = Math.max(
                    got.stream().mapToLong(this::newest).max().orElse(0),
                    control.read("reading the store's state", c -> MetaTable.get(c, MetaTable.SYNCED_LSN)));
            return Optional.of(new Moment(
                    held.push(control.snapshot()),
                    got,
                    control.read("reading closed days", ClosedDayTable::times),
                    lsn));
        }
        long day = left.getFirst();
        return days.use(
                day,
                file -> file.ifNobodyWrites(() -> {
                            got.add(new OpenDay(day, held.push(file.snapshot())));
                            return holdDays(held, left.subList(1, left.size()), got);
                        })
                        .flatMap(moment -> moment));
    }

    private long newest(OpenDay day) {
        return days.use(day.day(), file -> file.read("reading " + file.file(), BatchTable::newest));
    }

    private void copyClosed(long day, long closedAt, Taker taker) throws IOException {
        arranging.lock();
        try {
            if (!days.days().contains(day)) {
                return; // retention deleted it, and its proofs are still to come
            }
            FileCopy.resting(days.file(day), dayName(day), closedAt + "-", taker);
            Long now =
                    control.read("reading closed days", ClosedDayTable::times).get(day);
            if (now == null || now != closedAt) {
                throw new IOException("the day of " + days.file(day).getFileName()
                        + " got batches while it was copied, since the hub's clock went back: back up again");
            }
        } finally {
            arranging.unlock();
        }
    }

    private String dayName(long day) {
        return "day/" + days.file(day).getFileName();
    }
}
