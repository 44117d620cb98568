package skerry.system.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import skerry.hub.store.BatchLog;
import skerry.hub.store.FleetPresent;
import skerry.hub.store.Present;
import skerry.protocol.BatchKey;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.system.model.ChangedStore;

/** A batch log that notes in which order history comes, and how each agent was known to be when the first of it came. */
final class Arrivals extends ChangedStore.Log {
    private static final int LOOK_EVERY = 500;

    private final FleetPresent present;
    private final long since;
    private final Map<Uid, Integer> backlogs;
    private final int enough;
    private final Map<Uid, Integer> arrived = new HashMap<>();
    private final Map<Uid, Long> doneAt = new HashMap<>();
    private final List<Look> looks = new ArrayList<>();
    private final Set<String> silent = new TreeSet<>();
    private final long madeAt = System.nanoTime();
    private long firstAt;
    private int total;

    /**
     * How far those were who had history left.
     *
     * @param share batches that had arrived of each, in the mean
     * @param least batches that had arrived of the one that was furthest behind
     * @param most of the one that was furthest ahead
     */
    record Look(int total, int agents, int share, int least, int most) {}

    /**
     * @param since what agents told before this moment was told to an earlier run
     * @param backlogs how many batches of history each agent has
     * @param enough of what each has, to note when it came
     */
    Arrivals(BatchLog honest, FleetPresent present, long since, Map<Uid, Integer> backlogs, int enough) {
        super(honest);
        this.present = present;
        this.since = since;
        this.backlogs = Map.copyOf(backlogs);
        this.enough = enough;
    }

    @Override
    public List<Outcome> append(List<Arrival> arrivals) {
        List<Outcome> outcomes = super.append(arrivals);
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Stored) {
                note(arrivals.get(i).batch().header().key());
            }
        }
        return outcomes;
    }

    private synchronized void note(BatchKey key) {
        if (key.stream() != Stream.MINUTES && key.stream() != Stream.SUMMARIES) {
            return;
        }
        if (total == 0) {
            firstAt = System.nanoTime();
            for (Uid uid : backlogs.keySet()) {
                if (present.of(uid).map(Present::liveAt).orElse(0L) < since) {
                    silent.add(uid.value());
                }
            }
        }
        total++;
        int came = arrived.merge(key.uid(), 1, Integer::sum);
        if (came == enoughOf(key.uid())) {
            doneAt.put(key.uid(), System.nanoTime());
        }
        if (total % LOOK_EVERY == 0) {
            look();
        }
    }

    private void look() {
        int agents = 0;
        int sum = 0;
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (var one : backlogs.entrySet()) {
            int came = arrived.getOrDefault(one.getKey(), 0);
            if (came < one.getValue()) {
                agents++;
                sum += came;
                least = Math.min(least, came);
                most = Math.max(most, came);
            }
        }
        if (agents > 0) {
            looks.add(new Look(total, agents, sum / agents, least, most));
        }
    }

    /** Those who had not told how they are when the first batch of history came. */
    synchronized Set<String> silentAtFirstHistory() {
        return Set.copyOf(silent);
    }

    /** How long no history came. */
    synchronized Duration beforeFirstHistory() {
        return Duration.ofNanos(firstAt - madeAt);
    }

    synchronized List<Look> looks() {
        return List.copyOf(looks);
    }

    /** Batches of history that came. */
    synchronized int total() {
        return total;
    }

    synchronized int of(Uid uid) {
        return arrived.getOrDefault(uid, 0);
    }

    /** What is enough of an agent's history, or all of it. */
    int enoughOf(Uid uid) {
        return Math.min(enough, backlogs.getOrDefault(uid, 0));
    }

    /** Batches of an agent that are still to come. */
    synchronized int left(Uid uid) {
        return backlogs.getOrDefault(uid, 0) - of(uid);
    }

    /** How many agents have sent enough. */
    synchronized int done() {
        return doneAt.size();
    }

    /** When enough of an agent had come, as {@link System#nanoTime} has it; empty if it has not. */
    synchronized Optional<Long> doneAt(Uid uid) {
        return Optional.ofNullable(doneAt.get(uid));
    }
}
