package skerry.agent.sync;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skerry.protocol.Limits;
import skerry.protocol.control.Autonomy;
import skerry.protocol.control.LinkBudget;

/**
 * How a node is, in its own judgement.
 *
 * @param reason one redacted sentence if a person should look, else empty; cut to what the wire takes
 * @param values a few present values by short metric name: {@code cpu}, {@code mem}, {@code disk} as ratios, {@code temp}
 *     in °C; those beyond 24, and those that are no numbers, are left out
 * @param budget of the link, if that has one
 * @param autonomy how long it can stay dark; empty while it does not know
 */
public record LiveStatus(
        String reason, Map<String, Double> values, Optional<LinkBudget> budget, Optional<Autonomy> autonomy) {
    public static final LiveStatus GOOD = new LiveStatus("", Map.of());

    /** Without a byte budget, of a node that does not know how long it can stay dark. */
    public LiveStatus(String reason, Map<String, Double> values) {
        this(reason, values, Optional.empty(), Optional.empty());
    }

    public LiveStatus {
        reason = cut(reason);
        var kept = new TreeMap<String, Double>();
        new TreeMap<>(values).forEach((name, value) -> {
            if (kept.size() < Limits.MAX_LIVE_VALUES && !value.isNaN() && !value.isInfinite()) {
                kept.put(name, value);
            }
        });
        values = Map.copyOf(kept);
    }

    /** To the limit of the wire, between characters. */
    private static String cut(String text) {
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > Limits.MAX_REASON_BYTES) {
                return text.substring(0, at);
            }
            at += Character.charCount(codePoint);
        }
        return text;
    }

    public LiveStatus with(Optional<LinkBudget> linkBudget) {
        return new LiveStatus(reason, values, linkBudget, autonomy);
    }

    boolean isGood() {
        return reason.isEmpty();
    }
}
