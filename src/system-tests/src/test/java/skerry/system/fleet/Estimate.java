package skerry.system.fleet;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import skerry.hub.query.StoreFacts;
import skerry.protocol.Uid;

/** What a hub at one moment thinks of when each agent's history will be in, to be held against the truth. */
final class Estimate {
    private final long takenAt = System.nanoTime();
    private final Map<Uid, Double> seconds = new HashMap<>();

    private Estimate() {}

    /** Takes the hub's estimates, each scaled down to the part of the history that is enough. */
    static Estimate of(FleetHub hub, List<Uid> fleet) {
        var estimate = new Estimate();
        var clock = InstantSource.system();
        var facts = new StoreFacts(hub.store(), clock);
        for (Uid uid : fleet) {
            int missing = hub.arrivals().enoughOf(uid) - hub.arrivals().of(uid);
            long finishAt =
                    facts.of(hub.store().registry().find(uid).orElseThrow()).finishAt();
            if (missing > 0 && finishAt > 0) {
                double all = (finishAt - clock.millis()) / 1e3;
                estimate.seconds.put(uid, all * missing / hub.arrivals().left(uid));
            }
        }
        return estimate;
    }

    /** Says what was estimated and what came true, in the median of the agents of which enough came. */
    String against(Arrivals arrivals) {
        List<Uid> done = seconds.keySet().stream()
                .filter(uid -> arrivals.doneAt(uid).isPresent())
                .toList();
        return String.format(
                "estimated for %,d agents at half time: %.1f s, in truth %.1f s",
                done.size(),
                median(done, uid -> seconds.getOrDefault(uid, 0.0)),
                median(done, uid -> (arrivals.doneAt(uid).orElse(takenAt) - takenAt) / 1e9));
    }

    private static double median(List<Uid> agents, ToDoubleFunction<Uid> figure) {
        return agents.stream()
                .mapToDouble(figure)
                .sorted()
                .skip(agents.size() / 2)
                .findFirst()
                .orElse(0);
    }
}
