package skerry.agent.alert;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import skerry.agent.ring.Moment;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/** Makes the events that tell of alerts, whose texts are redacted already. */
final class AlertEvents {
    static final String TYPE = "alert";
    private static final int MOST_TEXT = 512;
    private static final int MOST_VALUE = 1_024;
    /** With the others below the attributes that an event may have: the rest is cut by name, and would take these. */
    private static final int MOST_LABELS = 20;

    private AlertEvents() {}

    /** @param reason of one that is resolved */
    static Event event(AlertWord word, AlertWord.Reason reason, Alert alert, Moment now) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("state", word.word());
        attributes.put("alert", alert.name());
        attributes.put("key", alert.key());
        attributes.put("since", Long.toString(alert.since()));
        if (word == AlertWord.RESOLVED) {
            attributes.put("reason", reason.name().toLowerCase(Locale.ROOT));
        } else {
            attributes.put("value", NumberText.plain(alert.value()));
        }
        if (word == AlertWord.ACKNOWLEDGED) {
            Optional<Acknowledgement> by = alert.acknowledged();
            by.ifPresent(known -> put(attributes, "by", known.by()));
            by.ifPresent(known -> put(attributes, "note", known.note()));
        }
        put(attributes, "description", alert.description());
        put(attributes, "runbook", alert.runbook());
        labels(alert.labels(), attributes);
        return new Event(
                TYPE,
                severity(alert.labels().get("severity")),
                now.wallMillis(),
                now.monoMillis(),
                cut(alert.summary(), MOST_TEXT),
                attributes);
    }

    private static void labels(Labels labels, Map<String, String> attributes) {
        int given = 0;
        for (int i = 0; i < labels.size() && given < MOST_LABELS; i++) {
            if (!labels.name(i).equals("alertname")) {
                attributes.put("label." + labels.name(i), labels.value(i));
                given++;
            }
        }
    }

    private static void put(Map<String, String> attributes, String name, String text) {
        if (!text.isEmpty()) {
            attributes.put(name, cut(text, MOST_VALUE));
        }
    }

    private static Severity severity(String label) {
        return switch (label) {
            case "critical" -> Severity.FATAL;
            case "warning" -> Severity.WARNING;
            default -> Severity.INFO;
        };
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
