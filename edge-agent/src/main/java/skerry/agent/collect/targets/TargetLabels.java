package skerry.agent.collect.targets;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.series.Labels;

/** Puts a target's labels to those of a sample, by Prometheus's rule for names that both have. */
final class TargetLabels {
    private static final String EXPORTED = "exported_";

    private TargetLabels() {}

    /**
     * @param honor whether the sample's own label stays; otherwise it becomes {@code exported_job} and the like
     * @return a map of its own, free to be changed
     */
    static Map<String, String> attached(Labels sample, Labels target, boolean honor) {
        Map<String, String> all = sample.asMap();
        var moved = new TreeMap<String, String>(
                Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        for (int i = 0; i < target.size(); i++) {
            String name = target.name(i);
            if (honor) {
                all.putIfAbsent(name, target.value(i));
            } else {
                String own = all.put(name, target.value(i));
                if (own != null) {
                    moved.put(name, own);
                }
            }
        }
        moved.forEach((name, value) -> {
            String free = EXPORTED + name;
            while (all.containsKey(free)) {
                free = EXPORTED + free;
            }
            all.put(free, value);
        });
        return all;
    }
}
