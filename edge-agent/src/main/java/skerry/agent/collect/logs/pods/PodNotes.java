package skerry.agent.collect.logs.pods;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.lines.FirstLine;
import skerry.agent.collect.logs.lines.FirstLines;

/**
 * What is said of the logs of each pod, told by who looks at the cluster and asked by who reads the logs. Nothing is said
 * where nobody looks. Of pods that are gone the newest 256 are remembered, since their last lines may not be read yet.
 * Thread-safe.
 */
public final class PodNotes implements FirstLines {
    private static final int GONE = 256;

    private final Map<String, PodNote> notes = new HashMap<>();
    private final Map<String, PodNote> gone = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PodNote> eldest) {
            return size() > GONE;
        }
    };

    private final Set<Object> awaited = new HashSet<>();

    /** One more list of pods is to come before all of them are known. */
    synchronized void expect(Object list) {
        awaited.add(list);
    }

    /** The list is whole, or not to be had. */
    synchronized void answered(Object list) {
        awaited.remove(list);
    }

    /** Whether all pods are known as far as anybody may look. */
    public synchronized boolean isListed() {
        return awaited.isEmpty();
    }

    /** Takes what is said of a pod in place of what was said before. */
    public synchronized void put(String namespace, String pod, PodNote note) {
        String key = key(namespace, pod);
        gone.remove(key);
        if (!note.equals(notes.get(key))) {
            notes.put(key, note.equals(PodNote.NONE) ? PodNote.NONE : note);
        }
    }

    /** The pod is no more; its last lines may be read yet. */
    public synchronized void gone(String namespace, String pod) {
        PodNote last = notes.remove(key(namespace, pod));
        if (last != null) {
            gone.put(key(namespace, pod), last);
        }
    }

    /**
     * What is said of the pod that a source belongs to; the same instance as long as the same is said.
     *
     * @return empty if the pod is not known
     */
    public synchronized Optional<PodNote> note(LogSource source) {
        String pod = source.labels().get("pod");
        if (pod.isEmpty() || (notes.isEmpty() && gone.isEmpty())) {
            return Optional.empty();
        }
        String key = key(source.labels().get("namespace"), pod);
        PodNote note = notes.get(key);
        return Optional.ofNullable(note == null ? gone.get(key) : note);
    }

    @Override
    public Optional<FirstLine> of(LogSource source) {
        return note(source).flatMap(PodNote::firstLine);
    }

    private static String key(String namespace, String pod) {
        return namespace + "/" + pod;
    }
}
