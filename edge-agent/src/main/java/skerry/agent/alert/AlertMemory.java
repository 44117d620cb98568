package skerry.agent.alert;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.agent.ring.AlertNote;
import skerry.protocol.series.Labels;

/** How alerts and broken rules are written down in the ring, as JSON of one version. */
public final class AlertMemory {
    private static final int VERSION = 1;
    private static final String RULE = "rule ";
    private static final String LABELS = "labels.";

    private AlertMemory() {}

    /** @param boot names the boot whose monotonic clock the alert counts by */
    static AlertNote note(Alert alert, String boot) {
        return new AlertNote(alert.key(), FlatJson.write(out -> {
            out.writeNumberField("v", VERSION);
            out.writeStringField("rule", alert.rule());
            out.writeBooleanField("firing", alert.isFiring());
            out.writeNumberField("since", alert.since());
            out.writeStringField("boot", boot);
            out.writeNumberField("held", alert.heldSince());
            out.writeStringField("value", NumberText.plain(alert.value()));
            out.writeStringField("summary", alert.summary());
            out.writeStringField("description", alert.description());
            out.writeStringField("runbook", alert.runbook());
            if (alert.clearedAt().isPresent()) {
                out.writeNumberField("cleared", alert.clearedAt().getAsLong());
            }
            out.writeObjectFieldStart("labels");
            for (var label : alert.labels().asMap().entrySet()) {
                out.writeStringField(label.getKey(), label.getValue());
            }
            out.writeEndObject();
            if (alert.acknowledged().isPresent()) {
                out.writeObjectFieldStart("ack");
                alert.acknowledged().get().write(out);
                out.writeEndObject();
            }
        }));
    }

    static AlertNote forget(String key) {
        return new AlertNote(key, "");
    }

    /** @param id of the rule */
    static AlertNote note(String id, RuleTrouble trouble) {
        return new AlertNote(RULE + id, FlatJson.write(out -> {
            out.writeNumberField("v", VERSION);
            out.writeStringField("group", trouble.group());
            out.writeStringField("alert", trouble.alert());
            out.writeStringField("problem", trouble.problem());
            out.writeNumberField("since", trouble.since());
        }));
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
            var labels = new HashMap<String, String>();
            object.forEach((name, value) -> {
                if (name.startsWith(LABELS) && !name.substring(LABELS.length()).isBlank()) {
                    labels.put(name.substring(LABELS.length()), value);
                }
            });
            var alert = new Alert(
                    note.key(),
                    object.getOrDefault("rule", ""),
                    Labels.of(labels),
                    FlatJson.whole(object, "since"),
                    FlatJson.whole(object, "held"));
            alert.says(
                    number(object.getOrDefault("value", "")),
                    object.getOrDefault("summary", ""),
                    object.getOrDefault("description", ""),
                    object.getOrDefault("runbook", ""));
            if (Boolean.parseBoolean(object.getOrDefault("firing", ""))) {
                alert.fires();
            }
            if (object.containsKey("cleared")) {
                alert.cleared(OptionalLong.of(FlatJson.whole(object, "cleared")));
            }
            alert.acknowledged(Acknowledgement.read(object, "ack."));
            return new Remembered(alert, object.getOrDefault("boot", ""));
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
                                object.getOrDefault("group", ""),
                                object.getOrDefault("alert", ""),
                                object.getOrDefault("problem", ""),
                                FlatJson.whole(object, "since")))
                : Optional.empty();
    }

    private static Optional<Map<String, String>> object(AlertNote note) {
        return FlatJson.read(note.state()).filter(read -> FlatJson.whole(read, "v") == VERSION);
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
