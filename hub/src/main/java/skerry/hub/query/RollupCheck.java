package skerry.hub.query;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import skerry.hub.store.History;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Uid;
import skerry.protocol.ticket.TicketRequest;

/**
 * Compares raw detail that a ticket brought with the summaries that came before it. What belongs to a minute is decided by
 * arrival on the node's monotonic clock, as the node did, never by the times that records carry; a minute of which the ticket's
 * window may have cut off a record, or the ring given one up, is left out, and said to be. Hours are compared
 * with the same records as their minutes.
 */
public final class RollupCheck {
    /** A minute that ended so long before the ring was read is whole in it: its end had been stored. */
    private static final long STORED = Duration.ofSeconds(30).toMillis();

    /** By how much the window is to be wider than the hours that are to be compared. */
    public static final long MARGIN = Duration.ofMinutes(2).toMillis();

    /** Nodes' clocks may be corrected by the hub. */
    private static final long CLOCKS = Duration.ofHours(2).toMillis();

    private final History history;

    /** What a comparison came to. */
    public enum State {
        VERIFIED,
        DIFFERS,
        /** Nothing differs, but not all of it could be compared. */
        PARTIAL
    }

    /**
     * A figure that is another in the raw detail than in the summary.
     *
     * @param what the series, or the severity of lines
     * @param figure count, min, max, sum, last, increase, resets or lines
     */
    public record Difference(long at, String what, String figure, double raw, double told) {}

    /**
     * One hour of the node's clock.
     *
     * @param minutes of it that the hub was told of
     * @param compared how many of these could be compared
     * @param figures that agree or not, of minutes and hour
     * @param summary whether the hour's own summary could be compared too
     */
    public record Hour(long at, State state, int minutes, int compared, long figures, boolean summary) {}

    /** @param sentence for people */
    public record Result(State state, String sentence, List<Hour> hours, List<Difference> differences) {}

    public RollupCheck(History history) {
        this.history = history;
    }

    /** Compares the answer of a ticket. */
    public Result check(Uid uid, TicketRequest request, TicketAnswer answer) {
        List<ToldWindow> minutes = told(uid, Kind.MINUTE, request);
        var comparison = new Comparison();
        if (request.kind() == TicketRequest.Kind.SERIES) {
            SampleCheck.compare(minutes, told(uid, Kind.HOUR, request), request, answer, comparison);
        } else {
            List<ToldWindow> whole =
                    minutes.stream().filter(minute -> isWhole(minute, answer)).toList();
            LineCheck.compare(whole, request, answer, comparison);
        }
        return comparison.result(request);
    }

    /** Whether the records of a minute had been stored when the ring was read. */
    static boolean isWhole(ToldWindow minute, TicketAnswer answer) {
        return minute.span.wallLast() <= answer.made() - STORED;
    }

    private List<ToldWindow> told(Uid uid, Kind kind, TicketRequest request) {
        var windows = new TreeMap<String, ToldWindow>();
        history.summaries(uid, kind, request.fromMillis() - CLOCKS, request.toMillis() + CLOCKS, (span, summary) -> {
            String key = span.bootId().hex()
                    + String.format("%020d", span.monoFirst())
                    + summary.window().startMillis();
            windows.computeIfAbsent(key, _ -> new ToldWindow(span, summary)).add(summary);
        });
        return windows.values().stream()
                .filter(one -> one.end > request.fromMillis() && one.start < request.toMillis())
                .toList();
    }
}
