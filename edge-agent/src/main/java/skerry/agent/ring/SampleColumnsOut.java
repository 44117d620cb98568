package skerry.agent.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import skerry.protocol.series.Series;

/** Turns the columns of a block back into samples in order of time, for one reader. */
final class SampleColumnsOut {
    private final Map<Integer, Series> wanted;
    private final long fromMillis;
    private final long toMillis;
    private final RingReader.SampleSink sink;
    private final List<Series> series = new ArrayList<>();
    private final List<double[]> columns = new ArrayList<>();
    private long skip;
    private boolean more = true;

    /** @param skip samples to leave out at the beginning, always whole rounds */
    SampleColumnsOut(
            Map<Integer, Series> wanted, long fromMillis, long toMillis, long skip, RingReader.SampleSink sink) {
        this.wanted = wanted;
        this.fromMillis = fromMillis;
        this.toMillis = toMillis;
        this.skip = skip;
        this.sink = sink;
    }

    void column(int seriesId, double[] values) {
        Series known = wanted.get(seriesId);
        if (known != null) {
            series.add(known);
            columns.add(values.clone());
        }
    }

    void rounds(int seriesInRound, int rounds, long[] wallMillis, long[] monoMillis) {
        for (int round = 0; more && round < rounds; round++) {
            if (skip > 0) {
                skip -= seriesInRound;
            } else if (wallMillis[round] >= fromMillis && wallMillis[round] <= toMillis) {
                for (int i = 0; more && i < columns.size(); i++) {
                    more = sink.sample(series.get(i), wallMillis[round], columns.get(i)[round]);
                }
            }
        }
        series.clear();
        columns.clear();
    }

    boolean wantsMore() {
        return more;
    }
}
