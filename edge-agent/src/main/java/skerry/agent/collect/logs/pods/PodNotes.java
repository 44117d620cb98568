package skerry.agent.collect.logs.pods;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

    private int lists;

    /** So many lists of pods more are to come before all of them are known. */
    public synchronized void expect(int more) {
        lists += more;
    }

    /** One of the lists is whole. */
    public synchronized void listed() {
        lists--;
    }

    /** Whether all pods are known as far as anybody looks. */
    public synchronized boolean isListed() {
        return lists <= 0;
    }

    /** Takes what is said of a pod in place of what was said before. */
    public synchronized void put(String namespace, String pod, PodNote note) {
        gone.remove(key(namespace, pod));
        if (note.equals(PodNote.NONE)) {
            notes.remove(key(namespace, pod));
        } else if (!note.equals(notes.get(key(namespace, pod)))) {
            notes.put(key(namespace, pod), note);
        }
    }

    /** The pod is no more; its last lines may be read yet. */
    public synchronized void gone(String namespace, String pod) {
        PodNote last = notes.remove(key(namespace, pod));
        if (last != null) {
            gone.put(key(namespace, pod), last);
        }
    }

    /** What is said of the pod that a source belongs to; the same instance as long as the same is said. */
    public synchronized PodNote note(LogSource source) {
        String pod = source.labels().get("pod");
        if (pod.isEmpty() || (notes.isEmpty() && gone.isEmpty())) {
            return PodNote.NONE;
        }
        String key = key(source.labels().get("namespace"), pod);
        PodNote now = notes.get(key);
        return now == null ? gone.getOrDefault(key, PodNote.NONE) : now;
    }

    @Override
    public Optional<FirstLine> of(LogSource source) {
        return note(source).firstLine();
    }

    private static String key(String namespace, String pod) {
        return namespace + "/" + pod;
    }
}
