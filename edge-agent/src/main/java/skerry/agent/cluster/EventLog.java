package skerry.agent.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import skerry.agent.cluster.EventTally.Outcome;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/**
 * Makes the cluster's events into the agent's own: warnings, and of the others those that tell why something ended, moved or
 * changed its size; each once, again when it goes on for long, and not more than so many a minute. All else is counted.
 */
final class EventLog implements ObjectIntake {
    static final int MOST_PER_MINUTE = 60;
    /** How long an event that is counted up is not told again. */
    static final Duration AGAIN_AFTER = Duration.ofMinutes(10);
    /** How far back an agent that looks for the first time tells. */
    static final Duration FIRST_LOOK = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 2_048;
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_ATTRIBUTE = 253;

    /** Of type Normal. */
    private static final Set<String> ASKED_FOR = Set.of(
            "AppliedManifest",
            "Completed",
            "DeletingNode",
            "Evicted",
            "Killing",
            "NodeNotReady",
            "NodeNotSchedulable",
            "NodeReady",
            "NodeSchedulable",
            "Preempted",
            "Preempting",
            "Rebooted",
            "RemovingNode",
            "ScalingReplicaSet",
            "Starting",
            "SuccessfulRescale",
            "TaintManagerEviction");

    private final Consumer<Event> sink;
    private final UnaryOperator<String> redact;
    private final EventTally tally;
    private final EventMark mark;
    private final EventRate rate;
    private final MonotonicClock mono;
    private final InstantSource wall;
    /** When each was told last. */
    private final Map<String, Long> told = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private boolean listing;

    /**
     * @param redact takes personal data out of a text
     * @param rate of all namespaces together
     */
    EventLog(
            Consumer<Event> sink,
            UnaryOperator<String> redact,
            EventTally tally,
            EventMark mark,
            EventRate rate,
            MonotonicClock mono,
            InstantSource wall) {
        this.sink = sink;
        this.redact = redact;
        this.tally = tally;
        this.mark = mark;
        this.rate = rate;
        this.mono = mono;
        this.wall = wall;
    }

    @Override
    public void listBegins() {
        listing = true;
    }

    @Override
    public void put(ObjectNode object) {
        long version = version(object.path("metadata").path("resourceVersion").asText(""));
        tally.add(outcome(object, version));
        if (!listing && version > 0) {
            mark.reach(version, mono.millis());
        }
    }

    @Override
    public void remove(ObjectNode object) {
        told.remove(object.path("metadata").path("uid").asText(""));
    }

    @Override
    public void listEnds(String version) {
        listing = false;
        long reached = version(version);
        if (reached > 0) {
            mark.reach(reached, mono.millis());
        }
    }

    private Outcome outcome(ObjectNode object, long version) {
        Optional<ClusterEvent> read = ClusterEvent.of(object);
        if (read.isEmpty()) {
            return Outcome.UNREADABLE;
        }
        ClusterEvent event = read.get();
        if (listing && isOld(event, version)) {
            return Outcome.OLD;
        }
        if (!event.warning() && !ASKED_FOR.contains(event.reason())) {
            return Outcome.QUIET;
        }
        long now = mono.millis();
        Long before = told.get(event.uid());
        if (before != null && now - before < AGAIN_AFTER.toMillis()) {
            return Outcome.REPEATED;
        }
        synchronized (rate) {
            if (!rate.take(now)) {
                return Outcome.LIMITED;
            }
        }
        told.put(event.uid(), now);
        sink.accept(told(event, now));
        return Outcome.TOLD;
    }

    /** Told before the agent was started again; or, for one that never looked, long gone. */
    private boolean isOld(ClusterEvent event, long version) {
        OptionalLong known = mark.value();
        if (known.isPresent() && version > 0) {
            return version <= known.getAsLong();
        }
        Instant from = wall.instant().minus(FIRST_LOOK);
        return event.last().map(last -> last.isBefore(from)).orElse(true);
    }

    private Event told(ClusterEvent event, long now) {
        var attributes = new TreeMap<String, String>();
        attribute(attributes, "namespace", event.namespace());
        attribute(attributes, "kind", event.kind());
        attribute(attributes, "name", event.name());
        attribute(attributes, "reason", event.reason());
        attribute(attributes, "component", event.component());
        attributes.put("count", Long.toString(event.count()));
        event.first().ifPresent(first -> attributes.put("first", first.toString()));
        event.last().ifPresent(last -> attributes.put("last", last.toString()));
        return new Event(
                "kubernetes",
                event.warning() ? Severity.WARNING : Severity.INFO,
                wall.millis(),
                now,
                redact.apply(cut(event.message(), MAX_TEXT)),
                attributes);
    }

    private void attribute(Map<String, String> attributes, String name, String value) {
        if (!value.isEmpty()) {
            attributes.put(name, redact.apply(cut(value, MAX_ATTRIBUTE)));
        }
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** A number wherever the store is etcd or kine; 0 for anything else. */
    private static long version(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
