package skerry.hub.query;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.fleet.AlertJudge;
import skerry.hub.fleet.Downtime;
import skerry.hub.fleet.FleetFacts;
import skerry.hub.fleet.NodeFacts;
import skerry.hub.fleet.NodeStatus;
import skerry.hub.fleet.OpenAlerts;
import skerry.hub.fleet.PolicyStanding;
import skerry.hub.store.Agent;
import skerry.hub.store.Alerts.Unresolved;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Present;
import skerry.hub.store.Road;
import skerry.protocol.ClockQuality;
import skerry.protocol.control.Live;

/** The facts by which the fleet is judged, from the store's present state. Thread-safe. */
public final class StoreFacts implements FleetFacts {
    /** As far back as the longest contract looks. */
    private static final long DOWNTIME_MILLIS = Duration.ofDays(400).toMillis();

    /** Longer than two agents with one identity keep out of each other's way. */
    private static final long TWINS_MILLIS = Duration.ofHours(1).toMillis();

    private final FleetStore store;
    private final InstantSource clock;
    private final AlertBook alerts;

    public StoreFacts(FleetStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.alerts = new AlertBook(store);
    }

    @Override
    public NodeStatus of(Agent agent) {
        Optional<Present> known = store.present().of(agent.uid());
        if (known.isEmpty()) {
            return new NodeStatus(
                    agent,
                    new NodeFacts(agent.node(), false, 0, 0, 0, 0, List.of()),
                    "",
                    Road.MQTT.word(),
                    ClockQuality.UNKNOWN,
                    0,
                    -1,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    new PolicyStanding("", store.batches().requiredPolicy()),
                    OpenAlerts.NONE,
                    Map.of());
        }
        Present present = known.get();
        List<Unresolved> open = alerts.open(agent);
        var policy = new PolicyStanding(present.policy(), store.batches().requiredPolicy());
        return new NodeStatus(
                agent,
                new NodeFacts(
                        agent.node(),
                        present.connected(),
                        present.seen(),
                        present.dataTo(),
                        present.filledTo(),
                        present.backlogBytes(),
                        problems(present, policy, open)),
                present.version(),
                present.road().word(),
                present.clock().quality() < 0
                        ? ClockQuality.UNKNOWN
                        : ClockQuality.of(present.clock().quality()),
                present.clock().driftMillis(),
                present.clock().errorMillis(),
                finishAt(present),
                present.live().flatMap(Live::budget),
                present.live().flatMap(Live::contact),
                policy,
                AlertJudge.count(open),
                present.live().map(Live::values).orElse(Map.of()));
    }

    private List<String> problems(Present present, PolicyStanding policy, List<Unresolved> open) {
        var problems = new ArrayList<String>();
        if (present.twinsAt() > 0 && clock.millis() - present.twinsAt() < TWINS_MILLIS) {
            problems.add(
                    "two machines speak as this node by turns: stop the one with the copied data folder, delete the"
                            + " folder there, and let it join as a node of its own");
        }
        policy.problem().ifPresent(problems::add);
        present.live()
                .filter(live -> live.status().equals("look") && !live.reason().isEmpty())
                .ifPresent(live -> problems.add(live.reason()));
        AlertJudge.problem(open).ifPresent(problems::add);
        return problems;
    }

    @Override
    public Downtime downtime() {
        long now = clock.millis();
        return new Downtime(store.history().downtime(now - DOWNTIME_MILLIS, now).stream()
                .map(span -> new Downtime.Span(span.from(), span.to()))
                .toList());
    }

    private long finishAt(Present present) {
        return present.connected() && present.backlogBytes() > 0 && present.bytesPerSecond() > 1
                ? clock.millis() + Math.round(present.backlogBytes() * 1000 / present.bytesPerSecond())
                : 0;
    }
}
