package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Why a pod is as it is: one of a few words that are known, so that free text of controllers makes no series. */
final class PodReasons {
    private static final String OTHER = "Other";

    private static final Set<String> STATUS = Set.of(
            "Evicted",
            "NodeAffinity",
            "NodeLost",
            "PreemptionByScheduler",
            "SchedulingGated",
            "Shutdown",
            "TerminationByKubelet",
            "UnexpectedAdmissionError");

    private static final Set<String> DISRUPTION = Set.of(
            "PreemptionByScheduler",
            "DeletionByTaintManager",
            "EvictionByEvictionAPI",
            "DeletionByPodGC",
            "TerminationByKubelet");

    private PodReasons() {}

    /** The pod's own reason, else a known one of its conditions, else a known one of a container that ended. */
    static Optional<String> ofStatus(PodStatus status) {
        String reason = ZeroValues.text(status.getReason());
        if (STATUS.contains(reason)) {
            return Optional.of(reason);
        }
        Stream<String> conditions = ZeroValues.list(status.getConditions()).stream()
                .map(condition -> ZeroValues.text(condition.getReason()));
        Stream<String> containers =
                ZeroValues.list(status.getContainerStatuses()).stream().map(PodReasons::endOf);
        return Stream.concat(conditions, containers)
                .filter(STATUS::contains)
                .findFirst()
                .or(() -> reason.isEmpty() ? Optional.empty() : Optional.of(OTHER));
    }

    /** Why the pod is about to be ended by somebody else than itself. */
    static Optional<String> ofDisruption(PodStatus status) {
        for (PodCondition condition : ZeroValues.list(status.getConditions())) {
            String reason = ZeroValues.text(condition.getReason());
            if ("DisruptionTarget".equals(condition.getType())
                    && "True".equals(condition.getStatus())
                    && !reason.isEmpty()) {
                return Optional.of(DISRUPTION.contains(reason) ? reason : OTHER);
            }
        }
        return Optional.empty();
    }

    private static String endOf(ContainerStatus container) {
        return container.getState() == null || container.getState().getTerminated() == null
                ? ""
                : ZeroValues.text(container.getState().getTerminated().getReason());
    }
}
