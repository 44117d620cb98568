package skerry.hub.fleet;

import java.time.Duration;
import java.util.List;

/**
 * When the hub itself was down: silence in that time is the hub's, not a site's. So is the time after it in which agents
 * are still looking for the hub: their pauses between two attempts grow with the time that it was away (sync protocol,
 * "reconnect").
 *
 * @param spans in order, not overlapping
 */
public record Downtime(List<Span> spans) {
    public static final Downtime NONE = new Downtime(List.of());

    private static final long SHORTEST_SEARCH = Duration.ofMinutes(3).toMillis();
    /** The longest pause between two attempts, and the attempt itself. */
    private static final long LONGEST_SEARCH =
            Duration.ofMinutes(15).plusSeconds(30).toMillis();

    public Downtime {
        spans = List.copyOf(spans);
    }

    /** UTC epoch milliseconds by the hub's clock. */
    public record Span(long from, long to) {}

    /** How long agents may still look for a hub that was away for {@code downMillis}. */
    public static long searchMillis(long downMillis) {
        return Math.clamp(2 * downMillis, SHORTEST_SEARCH, LONGEST_SEARCH);
    }

    /** Milliseconds of the silence of a node since {@code seen} that are the hub's. */
    public long excused(long seen, long now) {
        long sum = 0;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (span.to() > seen) {
                long next = i + 1 < spans.size() ? spans.get(i + 1).from() : now;
                long found = Math.min(Math.min(next, now), span.to() + searchMillis(span.to() - span.from()));
                sum += Math.max(0, Math.max(found, Math.min(now, span.to())) - Math.max(seen, span.from()));
            }
        }
        return sum;
    }

    /** Whether agents that were in contact before the last downtime may still be looking for the hub. */
    public boolean isSearchedAt(long now) {
        return !spans.isEmpty()
                && now
                        < spans.getLast().to()
                                + searchMillis(
                                        spans.getLast().to() - spans.getLast().from());
    }
}
