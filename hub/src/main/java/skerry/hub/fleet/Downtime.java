package skerry.hub.fleet;

import java.util.List;

/**
 * When the hub itself was down: silence in that time is the hub's, not a site's.
 *
 * @param spans in order, not overlapping
 */
public record Downtime(List<Span> spans) {
    public static final Downtime NONE = new Downtime(List.of());

    public Downtime {
        spans = List.copyOf(spans);
    }

    /** UTC epoch milliseconds by the hub's clock. */
    public record Span(long from, long to) {}

    /** Milliseconds between {@code from} and {@code to} in which the hub was down. */
    public long within(long from, long to) {
        long sum = 0;
        for (Span span : spans) {
            sum += Math.max(0, Math.min(to, span.to()) - Math.max(from, span.from()));
        }
        return sum;
    }
}
