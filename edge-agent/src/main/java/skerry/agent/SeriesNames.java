package skerry.agent;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.guard.CardinalityGuard;
import skerry.agent.privacy.Redactor;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/**
 * Finds the series of a sample again: its labels are redacted once. Most series are as they came, and are kept as nothing but
 * themselves, since there are thousands; looking for one makes no object. Not thread-safe.
 */
final class SeriesNames {
    private static final int PLACES = 256;

    private static final long ANEW_MILLIS = 3_600_000;

    private final Redactor redactor;
    private final CardinalityGuard guard;
    /** Those in which nothing is to be redacted, each at the first free place from its own on. */
    private @Nullable Series[] clean = new Series[PLACES];

    private int cleanSize;
    private final Map<Name, Series> others = new HashMap<>();
    private int bound;
    private long since = Long.MIN_VALUE;
    private String masked = "";
    private String maskedName = "";
    private String mask = "";

    private record Name(Series series, Labels chosen) {}

    /**
     * @param bound after so many all are forgotten and found anew
     * @param guard asked for each series that is not known of late
     */
    SeriesNames(Redactor redactor, int bound, CardinalityGuard guard) {
        this.redactor = redactor;
        this.guard = guard;
        this.bound = bound;
    }

    void bound(int most) {
        bound = most;
    }

    /** Each hour all series are asked for anew, so that those that are gone make room for others. */
    void hourly(long nowMillis) {
        if (since == Long.MIN_VALUE) {
            since = nowMillis;
        } else if (nowMillis - since >= ANEW_MILLIS) {
            forget(nowMillis);
        }
    }

    /**
     * The series of a sample.
     *
     * @param source what it comes from, as people know it
     * @param chosen labels that are the site's own words: they stay as they are
     * @param nowMillis of a monotonic clock
     * @return nothing if the source brings too many series
     */
    @Nullable
    Series of(String source, MetricFamily family, Labels labels, Labels chosen, long nowMillis) {
        int place = place(family.name(), labels);
        for (Series one = clean[place]; one != null; one = clean[place]) {
            if (one.type() == family.type()
                    && one.labels().equals(labels)
                    && one.name().equals(family.name())) {
                return one;
            }
            place = (place + 1) & (clean.length - 1);
        }
        return ofOther(source, new Series(family.name(), labels, family.type()), chosen, nowMillis);
    }

    private @Nullable Series ofOther(String source, Series asCollected, Labels chosen, long nowMillis) {
        var name = new Name(asCollected, chosen);
        Series known = others.get(name);
        if (known != null) {
            return known;
        }
        if (cleanSize + others.size() >= bound) {
            forget(nowMillis);
        }
        // As collected: what is masked is many values all the same.
        if (!guard.admits(source, asCollected.name(), asCollected.labels(), nowMillis)) {
            return null;
        }
        // What nobody's words excuse is clean whoever asks.
        if (redacted(asCollected.labels(), Labels.NONE).equals(asCollected.labels())) {
            addClean(asCollected);
            return asCollected;
        }
        var series = new Series(asCollected.name(), redacted(asCollected.labels(), chosen), asCollected.type());
        others.put(name, series);
        return series;
    }

    private void forget(long nowMillis) {
        since = nowMillis;
        clean = new Series[PLACES];
        cleanSize = 0;
        others.clear();
        guard.restart(nowMillis);
    }

    /** Labels as they may be kept. */
    Labels redacted(Labels labels, Labels chosen) {
        Labels result = labels;
        for (int i = 0; i < labels.size(); i++) {
            String value = labels.value(i);
            if (!chosen.get(labels.name(i)).equals(value)) {
                String redacted = redacted(labels.name(i), value);
                if (!redacted.equals(value)) {
                    result = result.with(labels.name(i), redacted);
                }
            }
        }
        return result;
    }

    /** Many series have the address of one target, or addresses that become the same mask: that is kept once. */
    private String redacted(String name, String value) {
        if (value.equals(masked) && name.equals(maskedName)) {
            return mask;
        }
        String redacted = redactor.redactLabel(name, value);
        if (redacted.equals(value)) {
            return value;
        }
        masked = value;
        maskedName = name;
        mask = redacted.equals(mask) ? mask : redacted;
        return mask;
    }

    private void addClean(Series series) {
        if (cleanSize >= clean.length / 4 * 3) {
            @Nullable Series[] before = clean;
            clean = new Series[before.length * 2];
            for (Series one : before) {
                if (one != null) {
                    put(one);
                }
            }
        }
        put(series);
        cleanSize++;
    }

    private void put(Series series) {
        int place = place(series.name(), series.labels());
        while (clean[place] != null) {
            place = (place + 1) & (clean.length - 1);
        }
        clean[place] = series;
    }

    private int place(String name, Labels labels) {
        int hash = name.hashCode() * 31 + labels.hashCode();
        return (hash ^ hash >>> 16) & (clean.length - 1);
    }
}
