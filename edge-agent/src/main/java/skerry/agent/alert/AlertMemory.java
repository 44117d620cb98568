package skerry.agent.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.agent.ring.AlertNote;
import skerry.protocol.series.Labels;

/** How alerts and broken rules are written down in the ring, as JSON of one version. */
public final class AlertMemory {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int VERSION = 1;
    private static final String RULE = "rule ";

    private AlertMemory() {}

    /** @param boot names the boot whose monotonic clock the alert counts by */
    static AlertNote note(Alert alert, String boot) {
        ObjectNode object = JSON.createObjectNode()
                .put("v", VERSION)
                .put("rule", alert.rule())
                .put("firing", alert.isFiring())
                .put("since", alert.since())
                .put("boot", boot)
                .put("held", alert.heldSince())
                .put("value", NumberText.plain(alert.value()))
                .put("summary", alert.summary())
                .put("description", alert.description())
                .put("runbook", alert.runbook());
        alert.clearedAt().ifPresent(mono -> object.put("cleared", mono));
        ObjectNode labels = object.putObject("labels");
        alert.labels().asMap().forEach(labels::put);
        alert.acknowledged()
                .ifPresent(known -> object.putObject("ack")
                        .put("by", known.by())
                        .put("note", known.note())
                        .put("at", known.wallMillis()));
        return new AlertNote(alert.key(), object.toString());
    }

    static AlertNote forget(String key) {
        return new AlertNote(key, "");
    }

    /** @param id of the rule */
    static AlertNote note(String id, RuleTrouble trouble) {
        return new AlertNote(
                RULE + id,
                JSON.createObjectNode()
                        .put("v", VERSION)
                        .put("group", trouble.group())
                        .put("alert", trouble.alert())
                        .put("problem", trouble.problem())
                        .put("since", trouble.since())
                        .toString());
    }

    static AlertNote forgetRule(String id) {
        return forget(RULE + id);
    }

    static boolean isRule(AlertNote note) {
        return note.key().startsWith(RULE);
    }

    /**
     * An alert that was written down.
     *
     * @param boot by whose monotonic clock it counts
     */
    record Remembered(Alert alert, String boot) {}

    /** The alert of a note; empty if this release cannot read it. */
    static Optional<Remembered> alert(AlertNote note) {
        return object(note).map(object -> {
            Map<String, String> labels = new HashMap<>();
            object.path("labels").properties().forEach(label -> {
                if (!label.getKey().isBlank()) {
                    labels.put(label.getKey(), label.getValue().asText());
                }
            });
            var alert = new Alert(
                    note.key(),
                    object.path("rule").asText(),
                    Labels.of(labels),
                    object.path("since").asLong(),
                    object.path("held").asLong());
            alert.says(
                    number(object.path("value").asText()),
                    object.path("summary").asText(),
                    object.path("description").asText(),
                    object.path("runbook").asText());
            if (object.path("firing").asBoolean()) {
                alert.fires();
            }
            if (object.has("cleared")) {
                alert.cleared(OptionalLong.of(object.path("cleared").asLong()));
            }
            JsonNode ack = object.path("ack");
            if (ack.isObject()) {
                alert.acknowledged(Optional.of(new Acknowledgement(
                        ack.path("by").asText(),
                        ack.path("note").asText(),
                        ack.path("at").asLong())));
            }
            return new Remembered(alert, object.path("boot").asText());
        });
    }

    /** What a note says of an alert, for people; empty if it says nothing of one. */
    public static Optional<AlertView> view(AlertNote note) {
        return isRule(note)
                ? Optional.empty()
                : alert(note).map(Remembered::alert).map(AlertView::of);
    }

    /** What a note says of a rule; empty if it says nothing of one. */
    public static Optional<RuleTrouble> trouble(AlertNote note) {
        return isRule(note)
                ? object(note)
                        .map(object -> new RuleTrouble(
                                object.path("group").asText(),
                                object.path("alert").asText(),
                                object.path("problem").asText(),
                                object.path("since").asLong()))
                : Optional.empty();
    }

    private static Optional<JsonNode> object(AlertNote note) {
        try {
            JsonNode object = JSON.readTree(note.state());
            return Optional.ofNullable(object)
                    .filter(read -> read.isObject() && read.path("v").asInt() == VERSION);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException _) {
                    yield Double.NaN;
                }
            }
        };
    }
}
