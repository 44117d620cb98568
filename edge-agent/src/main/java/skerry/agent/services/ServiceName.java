package skerry.agent.services;

import java.util.regex.Pattern;
import skerry.protocol.series.Labels;

/**
 * Whose requests are counted.
 *
 * @param namespace of the cluster; empty where there is none, or it is not known
 * @param service as the cluster or the site's configuration calls it
 * @param source what they are counted from
 */
public record ServiceName(String namespace, String service, Source source) {
    /** Longer names are of nothing that a cluster may have. */
    static final int LONGEST = 128;

    /** What a deployment's or daemon set's controller puts behind its name, and the number of a pod of a stateful set. */
    private static final Pattern POD_ENDS =
            Pattern.compile("(-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}$|-[0-9]{1,4}$");

    /** Where the numbers come from. */
    public enum Source {
        METRICS("metrics"),
        LOG("log");

        private final String word;

        Source(String word) {
            this.word = word;
        }
    }

    Labels labels() {
        return Labels.of("namespace", namespace, "service", service, "source", source.word);
    }

    boolean isTooLong() {
        return namespace.length() > LONGEST || service.length() > LONGEST;
    }

    /** What runs a pod, by the pod's name. */
    static String workload(String pod) {
        if (pod.length() > 2 * LONGEST) {
            return pod;
        }
        String name = POD_ENDS.matcher(pod).replaceFirst("");
        return name.isEmpty() ? pod : name;
    }
}
