package skerry.hub.web;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Present;
import skerry.protocol.Uid;
import skerry.protocol.control.Autonomy;
import skerry.protocol.control.Live;

/** How far a site's data has come, as one row. */
record SyncRow(
        String id,
        String name,
        String state,
        long backlogBytes,
        long backlogBatches,
        double bytesPerSecond,
        Optional<Long> finishAt,
        Optional<Long> lastBatchAt,
        String road,
        long refused,
        long gaps,
        Optional<Double> summaryDays,
        Optional<Double> rawDays) {

    static SyncRow of(SiteStatus site, FleetStore store, Map<Uid, Long> gaps) {
        List<Present> nodes = site.nodes().stream()
                .flatMap(node -> store.present().of(node.status().agent().uid()).stream())
                .toList();
        var summary = FleetBodies.site(site);
        return new SyncRow(
                summary.id(),
                summary.name(),
                summary.state(),
                summary.backlogBytes(),
                nodes.stream().mapToLong(Present::backlogBatches).sum(),
                nodes.stream().mapToDouble(Present::bytesPerSecond).sum(),
                summary.finishAt(),
                FleetBodies.present(
                        nodes.stream().mapToLong(Present::lastBatchAt).max().orElse(0)),
                summary.road(),
                nodes.stream().mapToLong(Present::refused).sum(),
                nodes.stream()
                        .mapToLong(node -> gaps.getOrDefault(node.uid(), 0L))
                        .sum(),
                shortest(nodes, Autonomy::summaryDays),
                shortest(nodes, Autonomy::rawDays));
    }

    /** A site can stay dark as long as the first of its nodes that loses something; empty while none knows. */
    private static Optional<Double> shortest(List<Present> nodes, Function<Autonomy, Double> days) {
        return nodes.stream()
                .flatMap(node -> autonomy(Optional.of(node)).stream())
                .map(days)
                .min(Comparator.naturalOrder());
    }

    /** How long a node can stay dark, by its last word. */
    static Optional<Autonomy> autonomy(Optional<Present> node) {
        return node.flatMap(Present::live).flatMap(Live::autonomy);
    }

    /**
     * The order that a word asks for, such as {@code backlog} or, the other way round, {@code -backlog}; what a site has
     * nothing of comes last either way.
     *
     * @throws ApiException if there is no such order
     */
    static Comparator<SyncRow> order(String word) {
        boolean down = word.startsWith("-");
        Comparator<SyncRow> byName =
                Comparator.comparing(SyncRow::name, NaturalOrder.OF_NAMES).thenComparing(SyncRow::id);
        Comparator<SyncRow> order = switch (down ? word.substring(1) : word) {
            case "site" -> down ? byName.reversed() : byName;
            case "backlog" -> by(SyncRow::backlogBytes, down);
            case "batches" -> by(SyncRow::backlogBatches, down);
            case "rate" -> by(SyncRow::bytesPerSecond, down);
            case "done" -> by(row -> row.finishAt.orElse(0L), down);
            case "last" -> by(row -> row.lastBatchAt.orElse(0L), down);
            case "road" -> down ? Comparator.comparing(SyncRow::road).reversed() : Comparator.comparing(SyncRow::road);
            case "refused" -> by(SyncRow::refused, down);
            case "gaps" -> by(SyncRow::gaps, down);
            case "dark" -> by(row -> row.summaryDays.orElse(0.0), down);
            default ->
                throw ApiException.badRequest(
                        "'sort' must be site, backlog, batches, rate, done, last, road, refused, gaps or dark, with"
                                + " - in front for the other way round");
        };
        return order.thenComparing(byName);
    }

    private static Comparator<SyncRow> by(ToDoubleFunction<SyncRow> value, boolean down) {
        Comparator<SyncRow> order = Comparator.comparingDouble(value);
        return Comparator.<SyncRow, Boolean>comparing(row -> value.applyAsDouble(row) == 0)
                .thenComparing(down ? order.reversed() : order);
    }
}
