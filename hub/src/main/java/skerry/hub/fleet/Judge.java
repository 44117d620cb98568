package skerry.hub.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides the state of nodes and sites: silence is judged by contract, with the hub's own downtime subtracted. Pure;
 * thread-safe.
 */
public final class Judge {
    /** Data older than this while in contact means that history is still on its way. */
    static final Duration BEHIND = Duration.ofMinutes(10);

    private Judge() {}

    /** The state of one node. */
    public static Verdict node(Contract contract, NodeFacts node, Downtime downtime, long now) {
        if (node.seen() == 0) {
            return new Verdict(SiteState.NEVER_SEEN, "enrolled, no contact yet", 0);
        }
        long silence = Math.max(0, now - node.seen() - downtime.excused(node.seen(), now));
        Optional<Verdict> overdue = overdue(contract, node, downtime, silence, now);
        if (overdue.isPresent()) {
            return overdue.get();
        }
        if (!node.connected() && silence > fresh(contract)) {
            return new Verdict(
                    SiteState.OFFLINE_EXPECTED,
                    "silent for " + Spans.text(Duration.ofMillis(silence)) + ", as agreed (" + contract.text() + ")"
                            + contract.next(node.seen(), now).stream()
                                    .mapToObj(at -> ": next contact expected "
                                            + contract.contact().moment(at))
                                    .findFirst()
                                    .orElse(""),
                    0);
        }
        if (!node.problems().isEmpty()) {
            return new Verdict(SiteState.DEGRADED, node.problems().getFirst(), 0);
        }
        if (isBehind(node, now)) {
            return new Verdict(SiteState.BACK_FILLING, "in contact, older data still on its way", 0);
        }
        return new Verdict(SiteState.HEALTHY, "", 0);
    }

    private static Optional<Verdict> overdue(
            Contract contract, NodeFacts node, Downtime downtime, long silence, long now) {
        if (contract.contact().calendar().isPresent()) {
            return contract.missed(node.seen(), downtime, now)
                    .map(window -> overdue(
                            contract,
                            now - window.to(),
                            ": no contact in the window of "
                                    + contract.contact().moment(window.from())));
        }
        Duration every = contract.contact().every();
        return silence > every.plus(contract.contact().grace()).toMillis()
                ? Optional.of(overdue(contract, silence - every.toMillis(), ""))
                : Optional.empty();
    }

    private static Verdict overdue(Contract contract, long millis, String how) {
        return new Verdict(
                SiteState.OFFLINE_UNEXPECTED,
                "silent " + Spans.text(Duration.ofMillis(millis)) + " longer than agreed (" + contract.text() + ")"
                        + how,
                millis);
    }

    /** The state of a site from its nodes: what a person should look at first wins. */
    public static Verdict site(Contract contract, List<NodeFacts> nodes, Downtime downtime, long now) {
        var verdicts =
                nodes.stream().map(node -> node(contract, node, downtime, now)).toList();
        long silent = count(verdicts, SiteState.OFFLINE_UNEXPECTED);
        long never = count(verdicts, SiteState.NEVER_SEEN);
        if (never == verdicts.size()) {
            return new Verdict(SiteState.NEVER_SEEN, "enrolled, no contact yet", 0);
        }
        if (silent > 0 && silent + never == verdicts.size()) {
            return verdicts.stream()
                    .filter(verdict -> verdict.state() == SiteState.OFFLINE_UNEXPECTED)
                    .min((a, b) -> Long.compare(a.overdueMillis(), b.overdueMillis()))
                    .orElseThrow();
        }
        if (silent > 0) {
            return new Verdict(
                    SiteState.DEGRADED, silent + " of " + nodes.size() + " nodes silent longer than agreed", 0);
        }
        for (SiteState state :
                List.of(SiteState.DEGRADED, SiteState.BACK_FILLING, SiteState.HEALTHY, SiteState.OFFLINE_EXPECTED)) {
            for (int i = 0; i < verdicts.size(); i++) {
                if (verdicts.get(i).state() == state) {
                    return nodes.size() == 1 || verdicts.get(i).reason().isEmpty()
                            ? verdicts.get(i)
                            : new Verdict(
                                    state,
                                    nodes.get(i).name() + ": " + verdicts.get(i).reason(),
                                    0);
                }
            }
        }
        throw new IllegalStateException("no verdict over " + verdicts);
    }

    /** An always-on site has no agreed silence: it stays what it is until its contract has passed. */
    private static long fresh(Contract contract) {
        return contract.isAlwaysOn() ? contract.lookBack().toMillis() : 0;
    }

    private static boolean isBehind(NodeFacts node, long now) {
        return node.backlogBytes() > 0 && now - node.dataTo() > BEHIND.toMillis();
    }

    private static long count(List<Verdict> verdicts, SiteState state) {
        return verdicts.stream().filter(verdict -> verdict.state() == state).count();
    }
}
