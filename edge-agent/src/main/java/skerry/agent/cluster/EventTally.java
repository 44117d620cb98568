package skerry.agent.cluster;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** What became of the cluster's events since the agent started. Thread-safe. */
final class EventTally {
    /** In one of which each event ends. */
    enum Outcome {
        /** Handed over. */
        TOLD,
        /** Of one that was handed over lately, with a higher count. */
        REPEATED,
        /** Nothing that anyone would ask for. */
        QUIET,
        /** Beyond the rate. */
        LIMITED,
        /** Older than this agent's look at the cluster, or handed over before it was started again. */
        OLD,
        /** Not an event as Kubernetes writes it. */
        UNREADABLE
    }

    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    synchronized void add(Outcome outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    synchronized long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }

    /** Hands over the count of each word. */
    synchronized void each(ObjLongConsumer<String> sink) {
        for (Outcome outcome : Outcome.values()) {
            sink.accept(outcome.name().toLowerCase(Locale.ROOT), count(outcome));
        }
    }
}
