package skerry.agent.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import skerry.agent.cluster.state.LabelText;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.collect.logs.pods.ContainerEnd;
import skerry.agent.collect.logs.pods.PodNote;
import skerry.agent.collect.logs.pods.PodNotes;
import skerry.protocol.series.Labels;

/** Takes from pods what those who read logs want to know of them, and hands the pods on. Called by one thread. */
final class PodFacts implements ObjectIntake {
    private static final System.Logger LOG = System.getLogger(PodFacts.class.getName());
    private static final String SKERRY = "skerry.io/";
    /** A pod has some ten; each becomes part of the name of a log source. */
    private static final int MOST_LABELS = 16;

    private static final int MOST_CHARS = 256;
    private static final int MOST_SAID = 1_024;

    private final ObjectIntake next;
    private final Set<String> shown;
    private final PodNotes notes;
    private final Consumer<ContainerEnd> ends;
    private final Set<String> listing = new HashSet<>();
    /** Of the last list, and since. */
    private final Set<String> known = new HashSet<>();

    private final Set<String> said = new HashSet<>();
    private boolean listed;

    /**
     * @param shown keys of labels to join; {@code *} for all
     * @param ends takes how containers ended; the same end comes many times
     */
    PodFacts(ObjectIntake next, Set<String> shown, PodNotes notes, Consumer<ContainerEnd> ends) {
        this.next = next;
        this.shown = shown;
        this.notes = notes;
        this.ends = ends;
    }

    @Override
    public void listBegins() {
        listing.clear();
        next.listBegins();
    }

    @Override
    public void put(ObjectNode pod) {
        String namespace = pod.path("metadata").path("namespace").asText("");
        String name = pod.path("metadata").path("name").asText("");
        listing.add(namespace + "/" + name);
        known.add(namespace + "/" + name);
        var annotations = new HashMap<String, String>();
        pod.path("metadata").path("annotations").properties().forEach(annotation -> {
            if (annotation.getKey().startsWith(SKERRY)) {
                annotations.put(annotation.getKey(), annotation.getValue().asText(""));
            }
        });
        notes.put(
                namespace,
                name,
                PodNote.of(annotations, labels(pod), problem -> say(namespace + "/" + name + ": " + problem)));
        ends(namespace, name, pod.path("status"));
        next.put(pod);
    }

    @Override
    public void remove(ObjectNode pod) {
        forget(pod.path("metadata").path("namespace").asText("") + "/"
                + pod.path("metadata").path("name").asText(""));
        next.remove(pod);
    }

    @Override
    public void listEnds(String version) {
        for (String pod : Set.copyOf(known)) {
            if (!listing.contains(pod)) {
                forget(pod);
            }
        }
        listing.clear();
        if (!listed) {
            listed = true;
            notes.listed();
        }
        next.listEnds(version);
    }

    private void forget(String pod) {
        known.remove(pod);
        int slash = pod.indexOf('/');
        notes.gone(pod.substring(0, slash), pod.substring(slash + 1));
    }

    private Labels labels(ObjectNode pod) {
        if (shown.isEmpty()) {
            return Labels.NONE;
        }
        Map<String, String> labels = new TreeMap<>();
        pod.path("metadata").path("labels").properties().forEach(label -> {
            boolean chosen = shown.contains("*") || shown.contains(label.getKey());
            String value = label.getValue().asText("");
            if (chosen && labels.size() < MOST_LABELS && !value.isEmpty() && value.length() <= MOST_CHARS) {
                labels.put("label_" + LabelText.name(label.getKey()), value);
            }
        });
        return Labels.of(labels);
    }

    private void ends(String namespace, String name, JsonNode status) {
        for (String kind : new String[] {"containerStatuses", "initContainerStatuses"}) {
            for (JsonNode container : status.path(kind)) {
                JsonNode end = container.path("lastState").path("terminated");
                int restarts = container.path("restartCount").asInt(0);
                if (end.isObject() && restarts > 0) {
                    ends.accept(new ContainerEnd(
                            namespace,
                            name,
                            container.path("name").asText(""),
                            restarts - 1,
                            end.path("reason").asText(""),
                            end.path("exitCode").asInt(-1),
                            millis(end.path("finishedAt").asText(""))));
                }
            }
        }
        // What the first list shows may have been evicted days ago.
        if (listed && status.path("reason").asText("").equals("Evicted")) {
            ends.accept(new ContainerEnd(namespace, name, "", -1, "Evicted", -1, 0));
        }
    }

    private static long millis(String time) {
        try {
            return time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
        } catch (DateTimeException _) {
            return 0;
        }
    }

    /** Once for each pod, since a pod is told of with every change. */
    private void say(String sentence) {
        if (said.size() < MOST_SAID && said.add(sentence)) {
            LOG.log(Level.WARNING, "{0}", sentence);
        }
    }
}
