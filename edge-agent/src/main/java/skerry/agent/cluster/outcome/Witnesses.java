package skerry.agent.cluster.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import skerry.agent.cluster.outcome.Testimony.Word;

/** What jobs, pods and events say of the objects that they belong to. Pure; whatever is not understood says nothing. */
public final class Witnesses {
    /** Label of the jobs and pods that install a chart (k3s-io/helm-controller). */
    public static final String OF_CHART = "helmcharts.helm.cattle.io/chart";
    /** Label of the jobs and pods that change a node (rancher/system-upgrade-controller). */
    public static final String OF_PLAN = "upgrade.cattle.io/plan";

    private static final int MAX_TIME = 40;
    /** A container that waits for one of these has tried before and will try again. */
    private static final Set<String> FAILING = Set.of(
            "CrashLoopBackOff",
            "CreateContainerConfigError",
            "ErrImageNeverPull",
            "ErrImagePull",
            "ImagePullBackOff",
            "InvalidImageName");

    /** Of k3s's deploy controller. */
    private static final Set<String> APPLY_FAILURES =
            Set.of("ApplyManifestFailed", "ParseManifestFailed", "ReadManifestFailed");

    private static final String APPLIED = "AppliedManifest";

    private Witnesses() {}

    /** @param label by which the job names its owner */
    public static Optional<Testimony> ofJob(JsonNode job, String label) {
        JsonNode status = job.path("status");
        Word word = Word.RUNNING;
        if (isTrue(status, "Failed")) {
            word = Word.FAILED;
        } else if (isTrue(status, "Complete")) {
            word = Word.DONE;
        } else if (status.path("failed").asInt(0) > 0) {
            word = Word.FAILED; // tried, and tried again
        }
        return testimony(job, label, word);
    }

    /** Pods of these jobs are started again and again in place, which the job does not count. */
    public static Optional<Testimony> ofPod(JsonNode pod, String label) {
        for (String kind : new String[] {"initContainerStatuses", "containerStatuses"}) {
            for (JsonNode container : pod.path("status").path(kind)) {
                if (FAILING.contains(container.at("/state/waiting/reason").asText(""))) {
                    return testimony(pod, label, Word.FAILED);
                }
            }
        }
        return Optional.empty();
    }

    /** Of {@code events.k8s.io/v1} or {@code v1}, about an add-on. */
    public static Optional<Testimony> ofAddonEvent(JsonNode event) {
        JsonNode about = event.path(event.has("regarding") ? "regarding" : "involvedObject");
        String reason = event.path("reason").asText("");
        if (!about.path("kind").asText("").equals("Addon")
                || !(APPLY_FAILURES.contains(reason) || reason.equals(APPLIED))) {
            return Optional.empty();
        }
        Instant at = time(event.at("/series/lastObservedTime"))
                .or(() -> time(event.path("deprecatedLastTimestamp")))
                .or(() -> time(event.path("lastTimestamp")))
                .or(() -> time(event.path("eventTime")))
                .or(() -> time(event.at("/metadata/creationTimestamp")))
                .orElse(Instant.EPOCH);
        return Optional.of(new Testimony(
                about.path("namespace").asText("") + "/" + about.path("name").asText(""),
                at,
                reason.equals(APPLIED) ? Word.DONE : Word.FAILED));
    }

    private static Optional<Testimony> testimony(JsonNode object, String label, Word word) {
        JsonNode metadata = object.path("metadata");
        String owner = metadata.path("labels").path(label).asText("");
        return owner.isEmpty()
                ? Optional.empty()
                : Optional.of(new Testimony(
                        metadata.path("namespace").asText("") + "/" + owner,
                        time(metadata.path("creationTimestamp")).orElse(Instant.EPOCH),
                        word));
    }

    /** Whether the object's own conditions have this one. */
    public static boolean isTrue(JsonNode status, String type) {
        return says(status, type, "True");
    }

    static boolean says(JsonNode status, String type, String word) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText("").equals(type)) {
                return condition.path("status").asText("").equals(word);
            }
        }
        return false;
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return text.isTextual() && text.asText().length() <= MAX_TIME
                    ? Optional.of(OffsetDateTime.parse(text.asText()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
