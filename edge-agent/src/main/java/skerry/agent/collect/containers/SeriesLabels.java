package skerry.agent.collect.containers;

import java.util.HashMap;
import java.util.Map;
import skerry.protocol.series.Labels;

/**
 * Labels of a container's series that have one more than the container's own, kept so that a series that lives on costs no
 * memory per round. Not thread-safe.
 */
final class SeriesLabels {
    /** Above this many all are forgotten: names of short-lived containers must not pile up. */
    private static final int BOUND = 4_096;

    private final Map<Key, Labels> known = new HashMap<>();

    private record Key(Labels container, String name, String value) {}

    /** Kubernetes' own queries ask for {@code cpu="total"}. */
    Labels total(Labels container) {
        return of(container, "cpu", "total");
    }

    Labels device(Labels container, String device) {
        return of(container, "device", device);
    }

    Labels networkInterface(Labels pod, String name) {
        return of(pod, "interface", name);
    }

    /** @param type {@code pgfault} or {@code pgmajfault} */
    Labels faults(Labels container, String type) {
        return of(of(container, "scope", "container"), "failure_type", type);
    }

    private Labels of(Labels container, String name, String value) {
        var key = new Key(container, name, value);
        Labels labels = known.get(key);
        if (labels == null) {
            if (known.size() == BOUND) {
                known.clear();
            }
            labels = container.with(name, value);
            known.put(key, labels);
        }
        return labels;
    }
}
