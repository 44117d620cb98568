package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;

/** Writes amounts of resources, each in its unit. */
final class ResourceAmounts {
    private ResourceAmounts() {}

    /** What a container asks for or may have: cores to the thousandth, all else whole, and no pods. */
    static void ofContainer(
            MetricFamily family, @Nullable Map<String, Quantity> amounts, ObjectSeries series, String... more) {
        sorted(amounts)
                .forEach((name, quantity) -> Resource.of(name)
                        .filter(_ -> !name.equals("pods"))
                        .ifPresent(resource -> {
                            if (resource.unit() == Resource.Unit.CORE) {
                                series.thousandths(family, quantity, labels(resource, more));
                            } else {
                                series.whole(family, quantity, labels(resource, more));
                            }
                        }));
    }

    /** What a node has. */
    static void ofNode(MetricFamily family, @Nullable Map<String, Quantity> amounts, ObjectSeries series) {
        sorted(amounts)
                .forEach((name, quantity) -> Resource.of(name)
                        .ifPresent(resource -> series.thousandths(family, quantity, labels(resource))));
    }

    private static String[] labels(Resource resource, String... more) {
        String[] all = Arrays.copyOf(more, more.length + 4);
        all[more.length] = "resource";
        all[more.length + 1] = resource.name();
        all[more.length + 2] = "unit";
        all[more.length + 3] = resource.unit().word();
        return all;
    }

    private static Map<String, Quantity> sorted(@Nullable Map<String, Quantity> amounts) {
        return new TreeMap<>(ZeroValues.map(amounts));
    }
}
