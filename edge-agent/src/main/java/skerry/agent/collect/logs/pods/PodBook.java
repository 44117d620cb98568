package skerry.agent.collect.logs.pods;

import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import skerry.agent.collect.LabelText;
import skerry.protocol.series.Labels;

/**
 * Takes the pods of one list, whoever brings them, and makes of them what those who read logs want to know: notes, and how
 * containers ended. Called by one thread.
 */
public final class PodBook {
    /** What is not known where nobody tells of pods. */
    public static final String COST =
            "what pods say of their logs, such as to leave them aside, their labels, and how their containers ended";

    private static final System.Logger LOG = System.getLogger(PodBook.class.getName());
    private static final String SKERRY = "skerry.io/";
    /** A pod has some ten; each becomes part of the name of a log source. */
    private static final int MOST_LABELS = 16;

    private static final int MOST_CHARS = 256;
    private static final int MOST_SAID = 1_024;
    private static final String EVERY = "*";

    private final Set<String> shown;
    private final PodNotes notes;
    private final Consumer<ContainerEnd> ends;
    private final Set<String> listing = new HashSet<>();
    /** Of the last list, and since. */
    private final Set<String> known = new HashSet<>();

    private final Set<String> said = new HashSet<>();
    private boolean listed;

    /**
     * From now on the list is waited for.
     *
     * @param shown keys of labels to join; {@code *} for all
     * @param ends takes how containers ended; the same end comes many times
     */
    public PodBook(Set<String> shown, PodNotes notes, Consumer<ContainerEnd> ends) {
        this.shown = Set.copyOf(shown);
        this.notes = notes;
        this.ends = ends;
        notes.expect(this);
    }

    /** Whether a label is to be told. */
    public boolean wantsLabel(String key) {
        return shown.contains(EVERY) || shown.contains(key);
    }

    /** Whether an annotation is to be told. */
    public static boolean wantsAnnotation(String key) {
        return key.startsWith(SKERRY);
    }

    /** A list begins: what it does not hold when it ends is gone. */
    public void listBegins() {
        listing.clear();
    }

    /** A pod as it is now. */
    public void put(ToldPod pod) {
        String namespace = pod.namespace();
        String name = pod.name();
        listing.add(namespace + "/" + name);
        known.add(namespace + "/" + name);
        var annotations = new HashMap<>(pod.annotations());
        annotations.keySet().removeIf(key -> !wantsAnnotation(key));
        notes.put(
                namespace,
                name,
                PodNote.of(annotations, labels(pod.labels()), problem -> say(namespace + "/" + name + ": " + problem)));
        ends(pod);
    }

    /** A pod is gone. */
    public void remove(String namespace, String name) {
        forget(namespace + "/" + name);
    }

    /** The list is whole. */
    public void listEnds() {
        for (String pod : Set.copyOf(known)) {
            if (!listing.contains(pod)) {
                forget(pod);
            }
        }
        listing.clear();
        listed = true;
        notes.answered(this);
    }

    /** The list is not to be had, which is known for sure: nobody need wait for it. */
    public void refused() {
        notes.answered(this);
    }

    private void forget(String pod) {
        known.remove(pod);
        int slash = pod.indexOf('/');
        notes.gone(pod.substring(0, slash), pod.substring(slash + 1));
    }

    private Labels labels(Map<String, String> told) {
        if (shown.isEmpty()) {
            return Labels.NONE;
        }
        Map<String, String> labels = new TreeMap<>();
        new TreeMap<>(told).forEach((key, value) -> {
            if (wantsLabel(key) && labels.size() < MOST_LABELS && !value.isEmpty() && value.length() <= MOST_CHARS) {
                labels.put("label_" + LabelText.name(key), value);
            }
        });
        return Labels.of(labels);
    }

    private void ends(ToldPod pod) {
        for (ToldPod.LastEnd end : pod.ends()) {
            if (end.restarts() > 0) {
                ends.accept(new ContainerEnd(
                        pod.namespace(),
                        pod.name(),
                        end.container(),
                        end.restarts() - 1,
                        end.reason(),
                        end.exitCode(),
                        millis(end.finishedAt())));
            }
        }
        // What the first list shows may have been evicted days ago.
        if (listed && pod.reason().equals("Evicted")) {
            ends.accept(new ContainerEnd(pod.namespace(), pod.name(), "", -1, "Evicted", -1, 0));
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
