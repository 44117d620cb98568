package skerry.agent.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * An event of Kubernetes, read from either of its two forms.
 *
 * @param uid of the event, which lives on while it is counted up
 * @param warning whether it is of type Warning
 * @param count how often it happened
 * @param first when, empty if it does not say
 * @param last when it happened last, empty if it does not say
 */
record ClusterEvent(
        String uid,
        boolean warning,
        String reason,
        String message,
        String kind,
        String namespace,
        String name,
        String component,
        long count,
        Optional<Instant> first,
        Optional<Instant> last) {
    /** Of {@code events.k8s.io/v1} or {@code v1}; empty for what is neither. */
    static Optional<ClusterEvent> of(JsonNode event) {
        boolean isNew = event.has("regarding");
        JsonNode about = event.path(isNew ? "regarding" : "involvedObject");
        JsonNode series = event.path("series");
        String uid = event.path("metadata").path("uid").asText("");
        String reason = event.path("reason").asText("");
        if (uid.isEmpty() || about.path("kind").asText("").isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> created = time(event.path("metadata").path("creationTimestamp"));
        Optional<Instant> eventTime = time(event.path("eventTime"));
        Optional<Instant> first = time(event.path(isNew ? "deprecatedFirstTimestamp" : "firstTimestamp"))
                .or(() -> eventTime);
        Optional<Instant> last = time(series.path("lastObservedTime"))
                .or(() -> time(event.path(isNew ? "deprecatedLastTimestamp" : "lastTimestamp")))
                .or(() -> eventTime);
        long count = series.has("count")
                ? series.path("count").asLong(1)
                : event.path(isNew ? "deprecatedCount" : "count").asLong(1);
        return Optional.of(new ClusterEvent(
                uid,
                event.path("type").asText("").equals("Warning"),
                reason,
                event.path(isNew ? "note" : "message").asText(""),
                about.path("kind").asText(""),
                about.path("namespace").asText(""),
                about.path("name").asText(""),
                component(event),
                Math.max(1, count),
                first.or(() -> created),
                last.or(() -> created)));
    }

    private static String component(JsonNode event) {
        for (String form : new String[] {"reportingController", "reportingComponent"}) {
            String name = event.path(form).asText("");
            if (!name.isEmpty()) {
                return name;
            }
        }
        JsonNode source = event.has("source") ? event.path("source") : event.path("deprecatedSource");
        return source.path("component").asText("");
    }

    private static Optional<Instant> time(JsonNode text) {
        try {
            return text.isTextual() && text.asText().length() <= 40
                    ? Optional.of(OffsetDateTime.parse(text.asText()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
