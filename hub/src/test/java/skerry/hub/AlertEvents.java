package skerry.hub;

import java.util.HashMap;
import java.util.Map;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/** Events as agents tell of alerts. */
public final class AlertEvents {
    private AlertEvents() {}

    /** The alert that a rule raises at a place, such as a disk; its key is of both. */
    public record Named(String rule, String place, long since, Severity severity) {
        public Named(String rule, String place, long since) {
            this(rule, place, since, Severity.WARNING);
        }

        public Event firing(long at) {
            return event(at, Map.of("state", "firing", "value", "0.93"));
        }

        public Event resolved(long at) {
            return event(at, Map.of("state", "resolved", "reason", "condition"));
        }

        public Event unacknowledged(long at) {
            return event(at, Map.of("state", "unacknowledged"));
        }

        public Event acknowledged(long at, String by) {
            return event(at, Map.of("state", "acknowledged", "by", by, "note", "spare is ordered"));
        }

        public Event event(long at, Map<String, String> more) {
            var attributes = new HashMap<String, String>();
            attributes.put("alert", rule);
            attributes.put("key", "%016x".formatted((rule + place).hashCode() * 0x9E3779B97F4A7C15L));
            attributes.put("since", String.valueOf(since));
            attributes.put("label.device", place);
            attributes.putAll(more);
            return new Event("alert", severity, at, Math.max(0, at - 1_000), rule + " at " + place, attributes);
        }
    }
}
