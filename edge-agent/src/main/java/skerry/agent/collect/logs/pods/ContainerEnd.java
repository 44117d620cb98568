package skerry.agent.collect.logs.pods;

/**
 * How a container ended that ran before the present one, or a pod as a whole.
 *
 * @param container empty for the whole pod
 * @param restart number of the container that ended; -1 for a pod
 * @param reason in Kubernetes' words: {@code OOMKilled}, {@code Error}, {@code Completed}, {@code Evicted}
 * @param exitCode -1 if it is not known
 * @param atMillis when it ended, UTC epoch milliseconds; 0 if that is not told
 */
public record ContainerEnd(
        String namespace, String pod, String container, int restart, String reason, int exitCode, long atMillis) {}
