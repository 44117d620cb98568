package skerry.agent.collect.logs.pods;

import java.util.List;
import java.util.Map;

/**
 * What Kubernetes tells of a pod, as far as those who read logs want to know.
 *
 * @param uid as in the name of the folder of its logs; empty if it is not asked for
 * @param labels those that the site chose, at least
 * @param annotations those of Skerry, at least
 * @param ends how its containers ended before they were started last
 * @param reason why the pod as a whole is as it is, such as {@code Evicted}; empty as a rule
 */
public record ToldPod(
        String namespace,
        String name,
        String uid,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<LastEnd> ends,
        String reason) {
    public ToldPod {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        ends = List.copyOf(ends);
    }

    /**
     * The last end of a container, as its status has it.
     *
     * @param restarts how often it was started again
     * @param reason in Kubernetes' words
     * @param exitCode -1 if it is not told
     * @param finishedAt as in RFC 3339; empty if it is not told
     */
    public record LastEnd(String container, int restarts, String reason, int exitCode, String finishedAt) {}
}
