package skerry.agent.collect.targets;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/** What scraping has done since the agent started: by job and cause, never by target, so that it stays small. Thread-safe. */
public final class ScrapeTally {
    private final Map<Key, Long> failed = new TreeMap<>();
    private final Map<Key, Long> dropped = new TreeMap<>();
    private final Map<Key, Long> exemplars = new TreeMap<>();
    private List<TargetState> states = List.of();

    /** By what is counted. */
    record Key(String job, String cause) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byJob = job.compareTo(other.job);
            return byJob != 0 ? byJob : cause.compareTo(other.cause);
        }
    }

    synchronized void failed(Target target, ScrapeFailure failure) {
        failed.merge(new Key(target.job().name(), failure.reason().word()), 1L, Long::sum);
    }

    synchronized void read(Target target, ScrapeReading reading) {
        String job = target.job().name();
        add(dropped, new Key(job, "too-old"), reading.tooOld());
        add(dropped, new Key(job, "too-new"), reading.tooNew());
        add(dropped, new Key(job, "duplicate"), reading.twice());
        add(exemplars, new Key(job, ""), reading.exemplars());
    }

    private static void add(Map<Key, Long> counts, Key key, long more) {
        if (more > 0) {
            counts.merge(key, more, Long::sum);
        }
    }

    synchronized void states(List<TargetState> present) {
        states = List.copyOf(present);
    }

    /** Every target, in the order of the source. */
    public synchronized List<TargetState> states() {
        return states;
    }

    synchronized void eachFailed(ObjLongConsumer<Key> sink) {
        failed.forEach(sink::accept);
    }

    synchronized void eachDropped(ObjLongConsumer<Key> sink) {
        dropped.forEach(sink::accept);
    }

    synchronized void eachExemplars(ObjLongConsumer<Key> sink) {
        exemplars.forEach(sink::accept);
    }
}
