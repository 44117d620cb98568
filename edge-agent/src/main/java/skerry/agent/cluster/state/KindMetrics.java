package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import skerry.agent.collect.LabelText;
import skerry.agent.collect.MetricFamily;

/** The metrics of one kind: families whose series all have the labels that name the object, and those of its metadata. */
final class KindMetrics {
    private final List<String> own;
    private final String prefix;
    private final ShownNames shown;
    private final MetricFamily created;
    private final MetricFamily deleted;
    private final MetricFamily labels;
    private final MetricFamily annotations;

    /**
     * @param prefix of the metrics' names: {@code kube_pod}
     * @param own names of the labels that name the object
     */
    KindMetrics(String prefix, ShownNames shown, String... own) {
        this.prefix = prefix;
        this.shown = shown;
        this.own = List.of(own);
        this.created = gauge("created", "When the object was created, seconds since 1970.");
        this.deleted = gauge("deletion_timestamp", "When the object shall be gone, seconds since 1970.");
        this.labels = gauge("labels", "Labels of the object that are chosen to be told.");
        this.annotations = gauge("annotations", "Annotations of the object that are chosen to be told.");
    }

    /**
     * @param name without the prefix
     * @param more labels beside those that name the object
     */
    MetricFamily gauge(String name, String help, String... more) {
        return MetricFamily.gauge(prefix + "_" + name, help, all(more));
    }

    MetricFamily counter(String name, String help, String... more) {
        return MetricFamily.counter(prefix + "_" + name, help, all(more));
    }

    private String[] all(String... more) {
        return Stream.concat(own.stream(), Stream.of(more)).toArray(String[]::new);
    }

    /** When the object was created, and the labels and annotations that are chosen. */
    void metadata(ObjectMeta meta, ObjectSeries series) {
        series.time(created, meta.getCreationTimestamp());
        chosen(labels, "label_", ZeroValues.map(meta.getLabels()), shown.labels(), series);
        chosen(annotations, "annotation_", ZeroValues.map(meta.getAnnotations()), shown.annotations(), series);
    }

    void deletion(ObjectMeta meta, ObjectSeries series) {
        series.time(deleted, meta.getDeletionTimestamp());
    }

    /** Who made the object; without anybody, one series with empty labels. */
    static void owners(MetricFamily family, ObjectMeta meta, ObjectSeries series) {
        List<OwnerReference> owners = ZeroValues.list(meta.getOwnerReferences());
        boolean tellsController = family.labelNames().contains("owner_is_controller");
        if (owners.isEmpty()) {
            series.add(family, 1);
        }
        for (OwnerReference owner : owners) {
            String kind = ZeroValues.text(owner.getKind());
            String name = ZeroValues.text(owner.getName());
            if (tellsController) {
                String controller = Boolean.toString(ZeroValues.flag(owner.getController()));
                series.add(family, 1, "owner_kind", kind, "owner_name", name, "owner_is_controller", controller);
            } else {
                series.add(family, 1, "owner_kind", kind, "owner_name", name);
            }
        }
    }

    private static void chosen(
            MetricFamily family, String prefix, Map<String, String> all, Set<String> chosen, ObjectSeries series) {
        if (chosen.isEmpty()) {
            return;
        }
        var byName = new TreeMap<String, List<String>>();
        new TreeMap<>(all).forEach((key, value) -> {
            if (chosen.contains("*") || chosen.contains(key)) {
                byName.computeIfAbsent(prefix + LabelText.name(key), _ -> new ArrayList<>())
                        .add(ZeroValues.text(value));
            }
        });
        var pairs = new ArrayList<String>();
        byName.forEach((name, values) -> {
            for (int i = 0; i < values.size(); i++) {
                pairs.add(values.size() == 1 ? name : name + "_conflict" + (i + 1));
                pairs.add(values.get(i));
            }
        });
        series.add(family, 1, pairs.toArray(String[]::new));
    }
}
