package skerry.hub.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.History.HappenedAt;

/** When the machines of a site were started again, and why, as their agents judged. Thread-safe. */
public final class BootList {
    private static final String TYPE = "boot";

    private final FleetStore store;

    public BootList(FleetStore store) {
        this.store = store;
    }

    /**
     * A start.
     *
     * @param at when the machine booted, in corrected time; UTC epoch milliseconds, as {@code arrivedAt}
     * @param cause one word, such as {@code power-cut}
     * @param sure one word: sure, probably, perhaps
     * @param text cause and evidence as a sentence
     * @param lastedSeconds for how long the boot before had been up when it was last seen
     */
    public record Boot(
            String node,
            long at,
            long arrivedAt,
            String cause,
            String sure,
            String text,
            Optional<Long> lastedSeconds) {}

    /** The newest first; each boot once, although its agent may have said it again. */
    public List<Boot> of(List<Agent> nodes, long from, long to) {
        var boots = new ArrayList<Boot>();
        for (Agent node : nodes.subList(0, Math.min(SiteSeries.MAX_NODES, nodes.size()))) {
            for (Agent agent : store.registry().lineage(node)) {
                List<HappenedAt> events = store.history().events(agent.uid(), from, to, Happenings.MAX_OF_NODE).stream()
                        .filter(event -> event.type().equals(TYPE))
                        .toList();
                Happenings.once(events).forEach(event -> boots.add(boot(agent.node(), event)));
            }
        }
        boots.sort(Comparator.comparingLong(Boot::at).reversed().thenComparing(Boot::node));
        return boots;
    }

    private static Boot boot(String node, HappenedAt event) {
        Map<String, String> said = event.attributes();
        long up = number(said, "up").orElse(0L);
        return new Boot(
                node,
                event.at() - up * 1000,
                event.arrivedAt(),
                said.getOrDefault("reason", "unknown"),
                said.getOrDefault("sure", "perhaps"),
                event.text(),
                number(said, "lasted"));
    }

    private static Optional<Long> number(Map<String, String> said, String name) {
        String text = said.getOrDefault(name, "");
        return text.matches("\\d{1,10}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
