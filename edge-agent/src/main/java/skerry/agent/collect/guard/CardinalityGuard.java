package skerry.agent.collect.guard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import skerry.protocol.series.Labels;

/**
 * Keeps one source from filling the ring with series: a user's id in a label, a path with numbers in it. Asked once for each
 * series that was not seen of late, never for each sample. What is refused is counted by source, and the first time named with the
 * label that grew. Not thread-safe.
 */
public final class CardinalityGuard {
    /** Of all other sources together once there are so many. */
    static final String OTHERS = "other";

    private static final int MOST_SOURCES = 1_024;
    private static final int MOST_TOLD = 4_096;
    private static final long DAY_MILLIS = 86_400_000;

    private final Consumer<Explosion> told;
    private final Map<String, SourceSeries> sources = new HashMap<>();
    /** Source and label of which was told of late. */
    private final Set<String> tellings = new HashSet<>();

    private GuardLimits limits;
    private long sinceMillis;
    private long toldSinceMillis;

    /** Takes what was refused. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param reason {@code series} or {@code label-values}, by the setting that was reached
         * @param samples since the start
         * @param refusing whether it goes on: some were refused within the last two hours at most
         */
        void refused(String source, String reason, long samples, boolean refusing);
    }

    /** @param told hears of each source and label once a day */
    public CardinalityGuard(GuardLimits limits, Consumer<Explosion> told, long nowMillis) {
        this.limits = limits;
        this.told = told;
        this.sinceMillis = nowMillis;
        this.toldSinceMillis = nowMillis;
    }

    /** A source is expected to have so many series. */
    public void expect(int series) {
        limits = limits.withSeries(series);
    }

    public GuardLimits limits() {
        return limits;
    }

    /**
     * Whether a series that was not seen since {@link #restart} is taken.
     *
     * @param nowMillis of a monotonic clock
     */
    public boolean admits(String source, String metric, Labels labels, long nowMillis) {
        SourceSeries known = source(source);
        String label = known.tooMany(labels, limits.values());
        boolean byValues = !label.isEmpty();
        if (!byValues && known.series() < limits.series()) {
            known.add(labels);
            return true;
        }
        known.refuse(byValues);
        tell(source, metric, byValues ? label : known.widest(labels), known, byValues, nowMillis);
        return false;
    }

    /** Counts from here on anew: all series are asked for again. What explodes still is told of again after a day. */
    public void restart(long nowMillis) {
        sinceMillis = nowMillis;
        if (nowMillis - toldSinceMillis >= DAY_MILLIS) {
            toldSinceMillis = nowMillis;
            tellings.clear();
        }
        forgetIdle();
        for (SourceSeries one : sources.values()) {
            one.restart();
        }
    }

    /**
     * Sources come and go with their pods: those that bring nothing any more make room, and what they were refused stays counted,
     * as long as there is room under their own names.
     */
    private void forgetIdle() {
        boolean crowded = sources.size() > MOST_SOURCES / 2;
        var refused = new SourceSeries();
        for (Iterator<Map.Entry<String, SourceSeries>> all = sources.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, SourceSeries> one = all.next();
            SourceSeries source = one.getValue();
            boolean refusedAny = source.refusedBySeries() + source.refusedByValues() > 0;
            if (source.series() == 0
                    && !source.isRefusing()
                    && (crowded || !refusedAny)
                    && !one.getKey().equals(OTHERS)) {
                refused.include(source);
                all.remove();
            }
        }
        if (refused.refusedBySeries() + refused.refusedByValues() > 0) {
            sources.computeIfAbsent(OTHERS, _ -> new SourceSeries()).include(refused);
        }
    }

    public void each(Sink sink) {
        for (Map.Entry<String, SourceSeries> one : sources.entrySet()) {
            if (one.getValue().refusedBySeries() > 0) {
                sink.refused(
                        one.getKey(),
                        "series",
                        one.getValue().refusedBySeries(),
                        one.getValue().isRefusing());
            }
            if (one.getValue().refusedByValues() > 0) {
                sink.refused(
                        one.getKey(),
                        "label-values",
                        one.getValue().refusedByValues(),
                        one.getValue().isRefusing());
            }
        }
    }

    private SourceSeries source(String name) {
        SourceSeries known = sources.get(name);
        if (known == null) {
            String as = sources.size() < MOST_SOURCES ? name : OTHERS;
            known = sources.get(as);
            if (known == null) {
                known = new SourceSeries();
                sources.put(as, known);
            }
        }
        return known;
    }

    private void tell(
            String source, String metric, String label, SourceSeries known, boolean byValues, long nowMillis) {
        if (tellings.size() < MOST_TOLD && tellings.add(source + ' ' + byValues + ' ' + label)) {
            told.accept(new Explosion(
                    source,
                    metric,
                    label,
                    known.values(label),
                    known.series(),
                    Math.max(1, (nowMillis - sinceMillis) / 60_000),
                    byValues ? limits.values() : limits.series(),
                    byValues));
        }
    }
}
