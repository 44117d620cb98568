package skerry.hub.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import skerry.hub.store.AlertSeverity;
import skerry.hub.store.Site;
import skerry.protocol.Uid;

/**
 * A cause, that is a rule and its severity, with the places where it strikes.
 *
 * @param open episodes that are open
 * @param past episodes that are over, or may be
 * @param acknowledged of those that are open
 * @param nodes where any is
 * @param newest when the last of them began, UTC epoch milliseconds
 * @param oldest when the first of them began
 * @param summary of the newest of them
 * @param at the sites with the most, a few
 */
record AlertRow(
        String rule,
        String severity,
        String summary,
        long open,
        long past,
        long acknowledged,
        long sites,
        long nodes,
        long newest,
        long oldest,
        List<Place> at) {
    private static final int SITES_NAMED = 6;

    /** A site and how many episodes it has. */
    record Place(String id, String name, long episodes) {}

    AlertRow withSummary(String text) {
        return new AlertRow(rule, severity, text, open, past, acknowledged, sites, nodes, newest, oldest, at);
    }

    /** Which row an episode belongs to. */
    record Cause(String rule, AlertSeverity severity) {}

    /** Adds episodes up to a row. Not thread-safe. */
    static final class Sum {
        private final Map<String, Place> at = new HashMap<>();
        private final Set<Uid> nodes = new HashSet<>();
        private long open;
        private long past;
        private long acknowledged;
        private long newest = Long.MIN_VALUE;
        private long oldest = Long.MAX_VALUE;

        void add(Uid uid, Site site, long episodes, boolean areOpen, long first, long last) {
            nodes.add(uid);
            at.merge(
                    site.id(),
                    new Place(site.id(), site.name(), episodes),
                    (a, b) -> new Place(a.id(), a.name(), a.episodes() + b.episodes()));
            if (areOpen) {
                open += episodes;
            } else {
                past += episodes;
            }
            oldest = Math.min(oldest, first);
            newest = Math.max(newest, last);
        }

        void acknowledge() {
            acknowledged++;
        }

        AlertRow row(Cause cause) {
            var places = new ArrayList<>(at.values());
            places.sort(Comparator.comparingLong(Place::episodes)
                    .reversed()
                    .thenComparing(Place::name, NaturalOrder.OF_NAMES)
                    .thenComparing(Place::id));
            return new AlertRow(
                    cause.rule(),
                    cause.severity().word(),
                    "",
                    open,
                    past,
                    acknowledged,
                    places.size(),
                    nodes.size(),
                    newest,
                    oldest,
                    places.stream().limit(SITES_NAMED).toList());
        }
    }

    /**
     * The order that a word asks for, such as {@code rule} or, the other way round, {@code -rule}.
     *
     * @throws ApiException if there is no such order
     */
    static Comparator<AlertRow> order(String word) {
        boolean down = word.startsWith("-");
        Comparator<AlertRow> order = switch (down ? word.substring(1) : word) {
            case "severity" -> by(row -> gravity(row.severity));
            case "rule" -> Comparator.comparing(AlertRow::rule, NaturalOrder.OF_NAMES);
            case "sites" -> by(AlertRow::sites);
            case "nodes" -> by(AlertRow::nodes);
            case "alerts" -> by(row -> row.open + row.past);
            case "newest" -> by(AlertRow::newest);
            case "oldest" -> by(AlertRow::oldest);
            default ->
                throw ApiException.badRequest(
                        "'sort' must be severity, rule, sites, nodes, alerts, newest or oldest, with - in front for the"
                                + " other way round");
        };
        return (down ? order.reversed() : order)
                .thenComparing(by(AlertRow::newest).reversed())
                .thenComparing(AlertRow::rule)
                .thenComparing(AlertRow::severity);
    }

    private static Comparator<AlertRow> by(ToLongFunction<AlertRow> value) {
        return Comparator.comparingLong(value);
    }

    private static long gravity(String severity) {
        return AlertSeverity.of(severity).orElseThrow().code();
    }
}
