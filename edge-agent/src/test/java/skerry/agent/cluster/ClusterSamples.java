package skerry.agent.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** What an agent tells of a cluster at one moment, by metric and labels. */
final class ClusterSamples {
    private ClusterSamples() {}

    static Map<String, Double> of(Cluster cluster) {
        var told = new TreeMap<String, Double>();
        try {
            cluster.state().collect((family, labels, value) -> told.put(family.name() + labels, value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return told;
    }
}
