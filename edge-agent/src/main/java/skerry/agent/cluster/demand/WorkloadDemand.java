package skerry.agent.cluster.demand;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.SampleSink;
import skerry.platform.time.MonotonicClock;

/**
 * Adds to what a collector tells of a cluster what its workloads ask for: at once what is new or has changed, and all of it
 * from time to time, so that who has seen nothing for an hour knows that it is no more. Not thread-safe.
 */
public final class WorkloadDemand implements Collector {
    /** So that every whole hour has each of them. */
    static final long EVERY_MILLIS = Duration.ofMinutes(30).toMillis();

    private final Collector state;
    private final MonotonicClock mono;
    private Map<DemandFold.Told, Double> known = Map.of();
    private long toldAllAt;

    /** @param state tells the cluster's objects under the names of kube-state-metrics */
    public WorkloadDemand(Collector state, MonotonicClock mono) {
        this.state = state;
        this.mono = mono;
    }

    @Override
    public String name() {
        return state.name();
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        var fold = new DemandFold();
        state.collect((family, labels, value) -> {
            sink.add(family, labels, value);
            fold.see(family, labels, value);
        });
        Map<DemandFold.Told, Double> now = fold.told();
        boolean all = known.isEmpty() || mono.millis() - toldAllAt >= EVERY_MILLIS;
        if (all) {
            toldAllAt = mono.millis();
        }
        now.forEach((one, value) -> {
            if (all || !value.equals(known.get(one))) {
                sink.add(one.family(), one.labels(), value);
            }
        });
        known = now;
    }
}
