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
    private final Sink sink;
    private final List<Group> groups = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();
    private final List<double[]> columns = new ArrayList<>();
    private long skip;
    private boolean more = true;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Group(int seriesInRound, List<Series> series, List<double[]> columns, long[] wall, long[] mono) {}

    /** Takes a sample with both of its times; says whether to go on. */
    @FunctionalInterface
    interface Sink {
        boolean sample(Series series, long wallMillis, long monoMillis, double value);
    }

    /** @param skip samples to leave out at the beginning, always whole rounds */
    SampleColumnsOut(Map<Integer, Series> wanted, long fromMillis, long toMillis, long skip, Sink sink) {
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
        groups.add(new Group(seriesInRound, List.copyOf(series), List.copyOf(columns), wallMillis, monoMillis));
        series.clear();
        columns.clear();
    }

    /** Hands over what the block has, once all of its groups are here. */
    void end() {
        RoundOrder.each(groups.stream().map(Group::mono).toList(), (number, at) -> {
            round(groups.get(number), at);
            return more;
        });
    }

    private void round(Group group, int at) {
        long wall = group.wall()[at];
        if (skip > 0) {
            skip -= group.seriesInRound();
        } else if (wall >= fromMillis && wall <= toMillis) {
            for (int i = 0; more && i < group.columns().size(); i++) {
                more = sink.sample(
                        group.series().get(i),
                        wall,
                        group.mono()[at],
                        group.columns().get(i)[at]);
            }
        }
    }

    boolean wantsMore() {
        return more;
    }
}
