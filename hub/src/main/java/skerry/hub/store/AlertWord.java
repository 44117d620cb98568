package skerry.hub.store;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import skerry.protocol.Limits;
import skerry.protocol.Texts;
import skerry.protocol.payload.Event;

/**
 * What one event says of an alert.
 *
 * @param id which episode
 * @param at when the state changed at the site
 * @param arrivedAt when it reached the hub, UTC epoch milliseconds
 * @param about how it describes the alert, and where in all that the agent said it stands
 * @param detail of firing the value, of resolved the reason, of acknowledged who did it; may be empty
 * @param note of acknowledged; may be empty
 */
public record AlertWord(
        Id id, Kind kind, Moment at, long arrivedAt, AlertEpisode.About about, String detail, String note) {
    /** Type of the events that tell of alerts. */
    public static final String EVENT = "alert";

    private static final String LABEL = "label.";
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{16}");
    private static final int MOST_DIGITS = 15;

    /** What a word can say. */
    public enum Kind {
        FIRING,
        RESOLVED,
        ACKNOWLEDGED,
        /** An acknowledgement was taken back. */
        UNACKNOWLEDGED
    }

    /**
     * An episode of an agent: one stretch in which one alert was true.
     *
     * @param key names the alert within its agent for ever; an unsigned number
     * @param since when its expression became true, as the node saw it, UTC epoch milliseconds
     */
    public record Id(long key, long since) {}

    /**
     * Where in all that an agent said a word stands; the later place is the newer word, whatever clocks say.
     *
     * @param startNo orders the agent's epochs
     * @param seq of the batch
     * @param index in the batch
     */
    public record Place(long startNo, long epoch, long seq, int index) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::startNo)
                .thenComparingLong(Place::epoch)
                .thenComparingLong(Place::seq)
                .thenComparingInt(Place::index);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A moment on a clock.
     *
     * @param base 0 for UTC epoch milliseconds, else the number of a boot, whose monotonic clock it is
     */
    public record Moment(int base, long millis) implements Comparable<Moment> {
        private static final Comparator<Moment> ORDER =
                Comparator.comparingInt(Moment::base).thenComparingLong(Moment::millis);

        @Override
        public int compareTo(Moment other) {
            return ORDER.compare(this, other);
        }
    }

    /** What became of an event. */
    public sealed interface Reading {
        /** @param unknown attributes that this version does not know */
        record Read(AlertWord word, int unknown) implements Reading {}

        /** A state that this version does not know. */
        record UnknownState() implements Reading {}

        /** Without a name, key or beginning it belongs to no alert. */
        record Unreadable() implements Reading {}
    }

    /** @param base of the batch: which clock its stamps are kept on */
    public static Reading read(Event event, Place place, int base, long arrivedAt) {
        Map<String, String> said = event.attributes();
        Optional<Kind> kind = kind(said.getOrDefault("state", ""));
        String rule = Texts.cut(said.getOrDefault("alert", "").strip(), Limits.MAX_WORD_BYTES);
        String key = said.getOrDefault("key", "");
        long since = since(said.getOrDefault("since", ""));
        if (rule.isEmpty() || !KEY.matcher(key).matches() || since < 0) {
            return new Reading.Unreadable();
        }
        if (kind.isEmpty()) {
            return new Reading.UnknownState();
        }
        var labels = new TreeMap<String, String>();
        int unknown = 0;
        for (var attribute : said.entrySet()) {
            String name = attribute.getKey();
            if (name.startsWith(LABEL) && name.length() > LABEL.length()) {
                labels.put(name.substring(LABEL.length()), attribute.getValue());
            } else if (!isKnown(name)) {
                unknown++;
            }
        }
        long at = base == 0 ? event.wallMillis() : event.monoMillis();
        return new Reading.Read(
                new AlertWord(
                        new Id(Long.parseUnsignedLong(key, 16), since),
                        kind.get(),
                        new Moment(base, at),
                        arrivedAt,
                        new AlertEpisode.About(
                                kind.get() == Kind.FIRING,
                                place,
                                new Moment(base, at - (event.wallMillis() - since)),
                                rule,
                                AlertSeverity.of(event.severity()),
                                labels,
                                event.text(),
                                said.getOrDefault("description", ""),
                                said.getOrDefault("runbook", "")),
                        detail(kind.get())
                                .map(name -> said.getOrDefault(name, ""))
                                .orElse(""),
                        said.getOrDefault("note", "")),
                unknown);
    }

    private static Optional<Kind> kind(String word) {
        return switch (word) {
            case "firing" -> Optional.of(Kind.FIRING);
            case "resolved" -> Optional.of(Kind.RESOLVED);
            case "acknowledged" -> Optional.of(Kind.ACKNOWLEDGED);
            case "unacknowledged" -> Optional.of(Kind.UNACKNOWLEDGED);
            default -> Optional.empty();
        };
    }

    private static Optional<String> detail(Kind kind) {
        return switch (kind) {
            case FIRING -> Optional.of("value");
            case RESOLVED -> Optional.of("reason");
            case ACKNOWLEDGED -> Optional.of("by");
            case UNACKNOWLEDGED -> Optional.empty();
        };
    }

    private static boolean isKnown(String name) {
        return switch (name) {
            case "state", "alert", "key", "since", "value", "reason", "by", "note", "runbook", "description" -> true;
            default -> false;
        };
    }

    /** -1 if it is no moment. */
    private static long since(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        long since = Long.parseLong(text);
        return Limits.isWallTime(since) ? since : -1;
    }
}
