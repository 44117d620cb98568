package skerry.hub.ingest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import skerry.protocol.BatchKey;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;

/**
 * Joins verdicts of one agent for at most 200 ms or 7 batches, whichever comes first, so that a burst costs one receipt per
 * stream. After 7 an agent that catches up sends no more before it hears. Pure: the caller brings the time. Not thread-safe.
 */
final class ReceiptJoiner {
    static final long MAX_WAIT_MILLIS = 200;
    static final int MAX_BATCHES = 7;

    /** An epoch and stream of an agent. */
    record Run(long epoch, Stream stream) {}

    /** What an agent is to be told: of these runs, and of what was not taken in each. */
    record Due(Uid uid, Map<Run, List<Ack.Nack>> runs) {}

    private static final class Pending {
        private final long since;
        private final Map<Run, Set<Ack.Nack>> runs = new LinkedHashMap<>();
        private int batches;

        Pending(long since) {
            this.since = since;
        }
    }

    /** In the order in which they began to wait. */
    private final Map<Uid, Pending> pending = new LinkedHashMap<>();

    void add(Verdict verdict, long now) {
        BatchKey key = verdict.key();
        Pending own = pending.computeIfAbsent(key.uid(), _ -> new Pending(now));
        Set<Ack.Nack> nacks = own.runs.computeIfAbsent(new Run(key.epoch(), key.stream()), _ -> new LinkedHashSet<>());
        if (verdict instanceof Verdict.NotTaken(BatchKey _, Ack.Reason reason, long retryAfter)) {
            nacks.add(new Ack.Nack(key.seq(), reason, retryAfter));
        }
        own.batches++;
    }

    /** Takes out those that waited long enough or are many. */
    List<Due> due(long now) {
        var due = new ArrayList<Due>();
        Iterator<Map.Entry<Uid, Pending>> all = pending.entrySet().iterator();
        while (all.hasNext()) {
            var entry = all.next();
            Pending own = entry.getValue();
            if (own.batches >= MAX_BATCHES || now - own.since >= MAX_WAIT_MILLIS) {
                var runs = new LinkedHashMap<Run, List<Ack.Nack>>();
                own.runs.forEach((run, nacks) -> runs.put(run, List.copyOf(nacks)));
                due.add(new Due(entry.getKey(), runs));
                all.remove();
            }
        }
        return due;
    }

    /** Milliseconds until some are due; {@code Long.MAX_VALUE} if none wait. */
    long untilDue(long now) {
        for (Pending own : pending.values()) {
            return Math.max(0, own.since + MAX_WAIT_MILLIS - now);
        }
        return Long.MAX_VALUE;
    }
}
