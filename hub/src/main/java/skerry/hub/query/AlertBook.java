package skerry.hub.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import skerry.hub.fleet.AlertJudge;
import skerry.hub.fleet.AlertStanding;
import skerry.hub.fleet.Contract;
import skerry.hub.store.Agent;
import skerry.hub.store.Alerts.Unresolved;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Holding;
import skerry.hub.store.Present;
import skerry.hub.store.Site;
import skerry.protocol.Stream;
import skerry.protocol.Uid;

/** Alerts whose end was not heard, each with what it counts for now; answered from memory. Thread-safe. */
public final class AlertBook {
    /** A fleet has fewer contracts than this that differ; beyond, they are read anew. */
    private static final int CONTRACTS_KEPT = 1_000;

    private static final Comparator<Judged> NEWEST_FIRST = Comparator.<Judged>comparingLong(
                    one -> one.alert().began())
            .reversed()
            .thenComparing(one -> one.alert().rule());

    private final FleetStore store;
    private final Map<Site.SiteContract, Contract> contracts = new ConcurrentHashMap<>();

    public AlertBook(FleetStore store) {
        this.store = store;
    }

    /** An alert of an agent and what it counts for. */
    public record Judged(Agent agent, Unresolved alert, AlertStanding standing) {}

    /** Those that are open at an agent, the newest first. */
    public List<Unresolved> open(Agent agent) {
        return judged(agent).stream()
                .filter(one -> one.standing().isOpen())
                .map(Judged::alert)
                .toList();
    }

    /** All of an agent, the newest first. */
    public List<Judged> judged(Agent agent) {
        return judged(agent, store.alerts().unresolved(agent.uid()));
    }

    /** All of the fleet, the newest first; those of retired agents too. */
    public List<Judged> judged() {
        var byAgent = new HashMap<Uid, List<Unresolved>>();
        store.alerts()
                .unresolved()
                .forEach(one -> byAgent.computeIfAbsent(one.uid(), _ -> new ArrayList<>())
                        .add(one));
        var all = new ArrayList<Judged>();
        byAgent.forEach(
                (uid, alerts) -> store.registry().find(uid).ifPresent(agent -> all.addAll(judged(agent, alerts))));
        all.sort(NEWEST_FIRST);
        return all;
    }

    private List<Judged> judged(Agent agent, List<Unresolved> alerts) {
        if (alerts.isEmpty()) {
            return List.of();
        }
        Contract contract = store.registry()
                .site(agent.site())
                .map(site -> contract(site.contract()))
                .orElse(Contract.ALWAYS_ON);
        long newest = store.present().of(agent.uid()).map(Present::newest).orElse(0L);
        return alerts.stream()
                .map(alert -> new Judged(
                        agent,
                        alert,
                        agent.retired()
                                ? AlertStanding.END_UNHEARD
                                : AlertJudge.standing(alert, contract, newest, () -> isAllHeard(agent.uid()))))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private Contract contract(Site.SiteContract stored) {
        if (contracts.size() > CONTRACTS_KEPT) {
            contracts.clear();
        }
        return contracts.computeIfAbsent(stored, Contract::of);
    }

    /** Whether every batch of events that the agent is known to have made is held. */
    private boolean isAllHeard(Uid uid) {
        return store.batches().holdings(uid).stream()
                .filter(holding -> holding.stream() == Stream.EVENTS)
                .allMatch(Holding::isComplete);
    }
}
