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
     * The labels of both.
     *
     * @param honor whether the sample's own label stays
     */
    static Labels joined(Labels sample, Labels target, boolean honor) {
        var pairs = new String[2 * (sample.size() + target.size())];
        int own = 0;
        int theirs = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            int order = own == sample.size()
                    ? 1
                    : theirs == target.size() ? -1 : sample.name(own).compareTo(target.name(theirs));
            if (order == 0) {
                return Labels.of(attached(sample, target, honor));
            }
            pairs[i] = order < 0 ? sample.name(own) : target.name(theirs);
            pairs[i + 1] = order < 0 ? sample.value(own++) : target.value(theirs++);
        }
        return Labels.ofSorted(pairs, pairs.length);
    }

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
