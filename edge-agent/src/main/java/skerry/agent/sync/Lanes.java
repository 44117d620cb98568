package skerry.agent.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import skerry.agent.ring.Outbox;
import skerry.protocol.BatchKey;
import skerry.protocol.Stream;

/**
 * Finds the batch that goes next, without holding more of the backlog than a few rows per lane. Each row is offered once
 * until {@link #rewind}; the window remembers what is under way. Not thread-safe.
 */
final class Lanes {
    private static final int PAGE = 16;

    /** The hub asks again for what it still misses. */
    private static final int MOST_ASKED = 64;

    private final Outbox outbox;
    private final List<Row> rows = new ArrayList<>();
    private final Deque<BatchKey> asked = new ArrayDeque<>();
    private long floor;

    Lanes(Outbox outbox) {
        this.outbox = outbox;
        for (Lane lane : Lane.values()) {
            lane.streams().forEach(stream -> rows.add(new Row(lane, stream)));
        }
    }

    /** A batch and the lane it goes in. */
    record Next(Lane lane, BatchKey key, int bytes) {}

    /** A connection begins: what comes after this moment is new. */
    void connected() {
        floor = outbox.newestOrder();
        asked.clear();
        rewind();
    }

    /** More may leave than before on this connection: what was held back until now is no longer new. */
    void reopened() {
        floor = outbox.newestOrder();
        rewind();
    }

    /** What the hub holds is known anew: everything unconfirmed is offered again. */
    void rewind() {
        rows.forEach(Row::rewind);
    }

    /** The ring has batches that it had not when a row was found empty. None of them is old. */
    void more() {
        for (Row row : rows) {
            row.empty &= row.lane.age() == Lane.Age.OLD;
        }
    }

    /** The hub asks for this one, confirmed or not. */
    void ask(BatchKey key) {
        if (asked.size() < MOST_ASKED && !asked.contains(key)) {
            asked.add(key);
        }
    }

    /**
     * The first batch of the first lane that {@code open} lets through, and {@code within} for its stream; those that
     * {@code skip} names are passed over.
     */
    Optional<Next> next(Predicate<Lane> open, BiPredicate<Lane, Stream> within, Predicate<BatchKey> skip) {
        if (!asked.isEmpty() && open.test(Lane.DICTIONARY) && within.test(Lane.DICTIONARY, Stream.DICTIONARY)) {
            BatchKey key = asked.peek();
            return Optional.of(new Next(Lane.DICTIONARY, key, 0));
        }
        for (Row row : rows) {
            if (open.test(row.lane) && within.test(row.lane, row.stream)) {
                while (row.fill()) {
                    var entry = row.page.getFirst();
                    if (!skip.test(entry.key())) {
                        return Optional.of(new Next(row.lane, entry.key(), entry.bytes()));
                    }
                    row.page.removeFirst();
                }
            }
        }
        return Optional.empty();
    }

    /** The batch last found is under way or cannot be sent; the next one follows. */
    void taken(Next next) {
        if (next.key().equals(asked.peek())) {
            asked.remove();
            return;
        }
        for (Row row : rows) {
            if (row.lane == next.lane()
                    && !row.page.isEmpty()
                    && row.page.getFirst().key().equals(next.key())) {
                row.page.removeFirst();
                return;
            }
        }
    }

    /** One stream's share of a lane. */
    private final class Row {
        private final Lane lane;
        private final Stream stream;
        private final Deque<Outbox.Entry> page = new ArrayDeque<>();
        private long after;
        private boolean empty;

        Row(Lane lane, Stream stream) {
            this.lane = lane;
            this.stream = stream;
        }

        void rewind() {
            page.clear();
            after = lane.age() == Lane.Age.NEW ? floor : 0;
            empty = false;
        }

        /** Whether the page holds at least one entry. */
        boolean fill() {
            if (page.isEmpty() && !empty) {
                for (var entry : outbox.pending(stream, after, PAGE)) {
                    if (lane.age() == Lane.Age.OLD && entry.order() > floor) {
                        break;
                    }
                    page.add(entry);
                    after = entry.order();
                }
                empty = page.isEmpty();
            }
            return !page.isEmpty();
        }
    }
}
