package skerry.hub.store;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import skerry.hub.store.AlertWord.Kind;
import skerry.hub.store.AlertWord.Moment;
import skerry.hub.store.AlertWord.Place;

/**
 * All that is known of one stretch in which an alert was true, put together from the words that arrived. The order in which
 * words come, and how often, make no difference: of each kind the agent's own order says which word counts.
 *
 * @param about how the agent describes it
 * @param first the oldest word that it fires
 * @param last the newest word that it fires
 * @param resolved the newest word that it is over
 * @param acknowledged the newest word that somebody at the site knows, or by nobody that this was taken back
 */
public record AlertEpisode(
        AlertWord.Id id,
        About about,
        Optional<Said> first,
        Optional<Said> last,
        Optional<Said> resolved,
        Optional<Said> acknowledged) {
    /**
     * How an alert is described; that of the newest word that it fires counts, or the newest one at all.
     *
     * @param firing whether a word that it fires says so
     * @param place of that word
     * @param began when the expression became true
     * @param rule its name, not empty
     * @param labels without the rule's name
     * @param description may be empty, as runbook may
     */
    public record About(
            boolean firing,
            Place place,
            Moment began,
            String rule,
            AlertSeverity severity,
            Map<String, String> labels,
            String summary,
            String description,
            String runbook) {
        private static final Comparator<About> ORDER =
                Comparator.comparing(About::firing).thenComparing(About::place).thenComparing(About::began);

        public About {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * A word, without what it describes.
     *
     * @param at when it was so at the site
     * @param arrivedAt when the hub heard of it
     * @param detail value, reason or person, by its kind
     */
    public record Said(Place place, Moment at, long arrivedAt, String detail, String note) {
        /** The same word may come twice, to a restored hub for instance: its first arrival counts. */
        private static final Comparator<Said> ORDER = Comparator.comparing(Said::place)
                .thenComparing(Comparator.comparingLong(Said::arrivedAt).reversed())
                .thenComparing(Said::at);

        private static final Comparator<Said> OLDEST = Comparator.comparing(Said::place)
                .thenComparingLong(Said::arrivedAt)
                .thenComparing(Said::at);
    }

    /** What a single word tells. */
    public static AlertEpisode of(AlertWord word) {
        Optional<Said> said =
                Optional.of(new Said(word.about().place(), word.at(), word.arrivedAt(), word.detail(), word.note()));
        Optional<Said> firing = said.filter(_ -> word.kind() == Kind.FIRING);
        return new AlertEpisode(
                word.id(),
                word.about(),
                firing,
                firing,
                said.filter(_ -> word.kind() == Kind.RESOLVED),
                said.filter(_ -> word.kind() == Kind.ACKNOWLEDGED || word.kind() == Kind.UNACKNOWLEDGED));
    }

    /**
     * Both together; commutative, associative and idempotent.
     *
     * @throws IllegalArgumentException if they are of different episodes
     */
    public AlertEpisode with(AlertEpisode other) {
        if (!id.equals(other.id)) {
            throw new IllegalArgumentException("the episodes " + id + " and " + other.id + " are two");
        }
        BinaryOperator<Said> newest = BinaryOperator.maxBy(Said.ORDER);
        return new AlertEpisode(
                id,
                BinaryOperator.maxBy(About.ORDER).apply(about, other.about),
                join(first, other.first, BinaryOperator.minBy(Said.OLDEST)),
                join(last, other.last, newest),
                join(resolved, other.resolved, newest),
                join(acknowledged, other.acknowledged, newest));
    }

    private static Optional<Said> join(Optional<Said> one, Optional<Said> other, BinaryOperator<Said> choice) {
        return Stream.of(one, other).flatMap(Optional::stream).reduce(choice);
    }

    /** Whether it is over, by the agent's newest word of it. */
    public boolean isResolved() {
        return resolved.isPresent()
                && last.filter(firing -> firing.place().compareTo(resolved.get().place()) > 0)
                        .isEmpty();
    }

    /** Who at the site knows of it now. */
    public Optional<Said> acknowledgement() {
        return acknowledged.filter(said -> !said.detail().isEmpty());
    }

    /** The newest word that it is not over; empty if only its end was heard. */
    public Optional<Said> told() {
        return join(last, acknowledged, BinaryOperator.maxBy(Said.ORDER));
    }

    /** When the newest word of it arrived, UTC epoch milliseconds. */
    public long heardAt() {
        return Stream.of(first, last, resolved, acknowledged)
                .flatMap(Optional::stream)
                .mapToLong(Said::arrivedAt)
                .max()
                .orElse(0);
    }
}
