package skerry.agent.query;

import java.io.IOException;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.List;
import skerry.agent.ring.RingReader;
import skerry.promql.LabelSets;
import skerry.promql.Matcher;
import skerry.promql.SeriesSource;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/**
 * The samples of a ring, by the wall clock that dated them. Nothing in a ring marks the end of a series. Not thread-safe,
 * as its reader is not.
 */
public final class RingSeries implements SeriesSource {
    private final RingReader reader;

    public RingSeries(RingReader reader) {
        this.reader = reader;
    }

    @Override
    public void select(List<Matcher> matchers, long fromMillis, long toMillis, Visitor visitor) throws IOException {
        var named = new IdentityHashMap<Series, Labels>();
        try {
            reader.samples(
                    series -> matches(matchers, series),
                    fromMillis,
                    toMillis,
                    (series, time, value) ->
                            visitor.sample(named.computeIfAbsent(series, RingSeries::labels), time, value));
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Whether a series fits every matcher. */
    public static boolean matches(List<Matcher> matchers, Series series) {
        for (Matcher matcher : matchers) {
            if (!matches(matcher, series)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Matcher matcher, Series series) {
        String label = matcher.label();
        return matcher.matches(
                label.equals(LabelSets.NAME) ? series.name() : series.labels().get(label));
    }

    private static Labels labels(Series series) {
        return LabelSets.named(series.name(), series.labels());
    }
}
