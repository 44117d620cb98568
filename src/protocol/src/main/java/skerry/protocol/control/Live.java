package skerry.protocol.control;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.protocol.ClockQuality;

/**
 * An agent's present state ({@code up/live}), at most 2 KiB encoded; the latest wins and none is stored. What does not fit
 * is cut when it is encoded: a long reason at 256 characters, values beyond the first 24 in the order of their names.
 *
 * @param heads highest sequence number per stream of the present epoch
 * @param status one word, {@code ok} or {@code look}, with {@code reason} as one redacted sentence
 * @param values a few present values by short metric name: {@code cpu}, {@code mem}, {@code disk}, {@code temp} as ratios and °C
 * @param budget of its link, if that has one; readers of an earlier release skip it
 * @param autonomy how long it can stay dark; empty while it does not know
 * @param contact when it keeps contact, as {@link skerry.protocol.contact.Contact} reads it; empty if always, or of an
 *     earlier release
 */
public record Live(
        long conn,
        long wallMillis,
        ClockQuality quality,
        long uptimeMillis,
        String version,
        List<EpochHead> heads,
        long bytesQueued,
        String status,
        String reason,
        Map<String, Double> values,
        Optional<LinkBudget> budget,
        Optional<Autonomy> autonomy,
        Optional<String> contact) {
    public Live {
        heads = List.copyOf(heads);
        values = Map.copyOf(values);
    }

    /** Of an agent without a byte budget that does not know how long it can stay dark. */
    public Live(
            long conn,
            long wallMillis,
            ClockQuality quality,
            long uptimeMillis,
            String version,
            List<EpochHead> heads,
            long bytesQueued,
            String status,
            String reason,
            Map<String, Double> values) {
        this(
                conn,
                wallMillis,
                quality,
                uptimeMillis,
                version,
                heads,
                bytesQueued,
                status,
                reason,
                values,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
