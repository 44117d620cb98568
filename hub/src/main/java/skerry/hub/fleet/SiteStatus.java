package skerry.hub.fleet;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.hub.store.Site;

/**
 * A site as it is judged now.
 *
 * @param since when it came into its state, UTC epoch milliseconds
 * @param nextContact when the next contact is expected; empty for a site that is always on or was never seen
 * @param nodes with their own verdicts, ordered by name
 */
public record SiteStatus(
        Site site, Contract contract, Verdict verdict, long since, OptionalLong nextContact, List<Judged> nodes) {
    public SiteStatus {
        nodes = List.copyOf(nodes);
    }

    /** A node and its state. */
    public record Judged(NodeStatus status, Verdict verdict) {}

    /** With what was changed since it was judged. */
    public SiteStatus describedAs(Site now) {
        return new SiteStatus(now, Contract.of(now.contract()), verdict, since, nextContact, nodes);
    }

    /** Last contact of any node; 0 for never. */
    public long seen() {
        return nodes.stream()
                .mapToLong(node -> node.status().facts().seen())
                .max()
                .orElse(0);
    }

    /** The newest moment up to which every node that ever reported is held without a gap; 0 for none. */
    public long dataTo() {
        return nodes.stream()
                .mapToLong(node -> node.status().facts().dataTo())
                .filter(at -> at > 0)
                .min()
                .orElse(0);
    }

    public long filledTo() {
        return nodes.stream()
                .mapToLong(node -> node.status().facts().filledTo())
                .filter(at -> at > 0)
                .min()
                .orElse(0);
    }

    public long backlogBytes() {
        return nodes.stream()
                .mapToLong(node -> node.status().facts().backlogBytes())
                .sum();
    }

    /** In a sentence, which nodes the hub takes nothing of because of their privacy policy; empty if there is none. */
    public Optional<String> policyNotice() {
        return PolicyStanding.notice(
                nodes.stream().map(node -> node.status().policy()).toList());
    }

    public OpenAlerts alerts() {
        return nodes.stream().map(node -> node.status().alerts()).reduce(OpenAlerts.NONE, OpenAlerts::plus);
    }

    public long silentNodes() {
        return nodes.stream()
                .filter(node -> node.verdict().state() == SiteState.OFFLINE_UNEXPECTED)
                .count();
    }
}
