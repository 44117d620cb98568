package skerry.agent.sync;

import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.Limits;

/**
 * How a node is, in its own judgement.
 *
 * @param reason one redacted sentence if a person should look, else empty; cut to 256 characters
 * @param values a few present values by short metric name: {@code cpu}, {@code mem}, {@code disk} as ratios, {@code temp}
 *     in °C; those beyond 24, and those that are no numbers, are left out
 */
public record LiveStatus(String reason, Map<String, Double> values) {
    public static final LiveStatus GOOD = new LiveStatus("", Map.of());

    public LiveStatus {
        reason = reason.length() <= Limits.MAX_REASON_CHARS ? reason : reason.substring(0, Limits.MAX_REASON_CHARS);
        var kept = new TreeMap<String, Double>();
        new TreeMap<>(values).forEach((name, value) -> {
            if (kept.size() < Limits.MAX_LIVE_VALUES && !value.isNaN() && !value.isInfinite()) {
                kept.put(name, value);
            }
        });
        values = Map.copyOf(kept);
    }

    boolean isGood() {
        return reason.isEmpty();
    }
}
