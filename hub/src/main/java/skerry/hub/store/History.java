package skerry.hub.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.ClockSpan;
import skerry.protocol.RecordCounts;
import skerry.protocol.Uid;
import skerry.protocol.payload.LossCause;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;

/** What was stored, by time. Times are UTC epoch milliseconds; the data's are corrected. Thread-safe. */
public interface History {
    /** Takes a log pattern's lines in one hour of one agent. */
    interface PatternVisitor {
        /**
         * Called once per pattern, agent and hour of each day file.
         *
         * @param hour hours since 1970
         * @param bySeverity counts by the severity's code; only valid during the call
         */
        void lines(long hour, Uid uid, long pattern, long[] bySeverity);
    }

    /** A redacted line of a pattern. */
    record Example(long pattern, Uid uid, long at, String text) {}

    /**
     * Something that happened at a node.
     *
     * @param at in corrected time
     * @param arrivedAt when the hub heard of it
     */
    record HappenedAt(
            Uid uid,
            long at,
            String type,
            Severity severity,
            String text,
            Map<String, String> attributes,
            long arrivedAt) {
        public HappenedAt {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * Batches of an agent that arrived in ten minutes by one road.
     *
     * @param at begin of the ten minutes
     * @param late whether they came more than five minutes after they were made
     */
    record Arrived(Uid uid, long at, Road road, boolean late, long batches, long bytes) {}

    /**
     * Windows of an agent that touch {@code from..to}, with the series of the metrics that are asked for. Windows may
     * come in several blocks, which may overlap in time.
     *
     * @param kind {@code MINUTE}, {@code HOUR} or {@code DAY}
     * @param metrics names; empty for windows without series
     */
    List<SeriesBlock> windows(Uid uid, Kind kind, long from, long to, Set<String> metrics);

    /**
     * Visits the summaries of windows of an agent that touch {@code from..to} as they came, for as long as the hub keeps their
     * bytes; a window that came in several batches comes in as many parts.
     *
     * @param kind {@code MINUTE}, {@code HOUR} or {@code DAY}
     */
    void summaries(Uid uid, Kind kind, long from, long to, BiConsumer<ClockSpan, Summary> visitor);

    /** Begin of the oldest window that is held of an agent; empty if none is. */
    OptionalLong first(Uid uid);

    /** Visits pattern counts of all agents from the hour of {@code from} to that of {@code to}. */
    void patterns(long from, long to, PatternVisitor visitor);

    /** Examples of a pattern, the newest first. */
    List<Example> examples(long pattern, long from, long to, int limit);

    /** Events of an agent, the newest first. */
    List<HappenedAt> events(Uid uid, long from, long to, int limit);

    /** Losses that an agent announced and that touch {@code from..to}. */
    List<GapRow> gaps(Uid uid, long from, long to);

    /** How many losses each agent announced; those that announced none are left out. */
    Map<Uid, Long> gapCounts();

    /** What an agent last said became of its records; empty if it never did. */
    Optional<NodeAccount> account(Uid uid);

    /** What agents announced as dropped, by cause. */
    Map<Uid, Map<LossCause, RecordCounts>> dropped();

    /** What arrived of an agent from {@code from} to {@code to}, by the hub's clock. */
    List<Arrived> arrivals(Uid uid, long from, long to);

    /** When an agent was in contact. */
    List<Span> contacts(Uid uid, long from, long to);

    /** When the hub itself was down. */
    List<Span> downtime(long from, long to);

    /** Begin of the oldest day of arrival that is still kept; {@code Long.MAX_VALUE} if none is. */
    long oldest();
}
