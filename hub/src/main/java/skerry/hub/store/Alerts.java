package skerry.hub.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.protocol.Uid;

/**
 * Alerts of all agents, by episode. What is not over is answered from memory; whether it counts as open now is decided in
 * {@code skerry.hub.fleet}. Times are UTC epoch milliseconds; the data's are corrected. Thread-safe.
 */
public interface Alerts {
    /** Episodes of an agent that are not over, at most; more are counted and not kept. */
    int MOST_UNRESOLVED = 1_000;

    /** Episodes of an agent that are over, at most; older ones make room. */
    int MOST_RESOLVED = 1_000;

    /** Longer than an agent waits before it says again that an alert fires: it does so once a day. */
    Duration REPEATED = Duration.ofHours(49);

    /**
     * An alert whose end was not heard.
     *
     * @param began when its expression became true
     * @param arrivedAt when the hub first heard of it
     * @param toldAt when it was last so at the site
     * @param toldArrivedAt when the hub heard that
     */
    record Unresolved(
            Uid uid,
            AlertWord.Id id,
            String rule,
            AlertSeverity severity,
            long began,
            long arrivedAt,
            long toldAt,
            long toldArrivedAt,
            boolean acknowledged) {}

    /**
     * A whole episode, its times corrected.
     *
     * @param firedAt when it began to fire; 0 if only its end was heard
     * @param arrivedAt when the hub first heard that it fires, or of it at all
     * @param value the expression's, as last told; may be empty
     * @param resolved empty if its end was not heard
     */
    record Episode(
            Uid uid,
            AlertWord.Id id,
            AlertEpisode.About about,
            long began,
            long firedAt,
            long arrivedAt,
            String value,
            Optional<Mark> resolved,
            Optional<Mark> acknowledged) {}

    /**
     * An end, with its reason, or an acknowledgement, with who gave it.
     *
     * @param at when, at the site
     */
    record Mark(long at, long arrivedAt, String detail, String note) {}

    /**
     * Resolved episodes of one rule and severity at one agent.
     *
     * @param oldest the earliest began
     * @param newest the latest began
     */
    record Resolved(Uid uid, String rule, AlertSeverity severity, long episodes, long oldest, long newest) {}

    /**
     * Why a word was left aside; counted since the hub started.
     */
    enum Ignored {
        /** Its state is of a later version. */
        STATE("unknown-state"),
        /** An attribute of a later version; the rest of the word counted. */
        ATTRIBUTE("unknown-attribute"),
        /** It names no alert. */
        UNREADABLE("unreadable"),
        /** The agent has as many open alerts as the hub keeps. */
        FULL("too-many-open");

        private final String word;

        Ignored(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** What is not over at an agent, in no order. */
    List<Unresolved> unresolved(Uid uid);

    /** What is not over anywhere. */
    List<Unresolved> unresolved();

    /** What is over, per agent. */
    List<Resolved> resolved();

    /** How many episodes are over, by severity. */
    Map<AlertSeverity, Long> resolvedCounts();

    /** An episode; empty if it is not known. */
    Optional<Episode> find(Uid uid, AlertWord.Id id);

    /**
     * Episodes of a rule that are over, those that the hub heard of last first.
     *
     * @param agents only theirs; empty for all
     */
    List<Episode> resolved(String rule, AlertSeverity severity, Set<Uid> agents, long from, int limit);

    Map<Ignored, Long> ignored();
}
