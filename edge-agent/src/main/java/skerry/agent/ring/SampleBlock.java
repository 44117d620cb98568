package skerry.agent.ring;

import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Reads a block of sample rounds; the other side of {@link SampleColumns}. */
final class SampleBlock {
    /** Many times what a block can hold: it only keeps a damaged one from taking all memory and time. */
    private static final long MAX_VALUES = 4L << 20;

    private SampleBlock() {}

    /** Takes the rounds of one series that share a group. The arrays are valid during the call. */
    @FunctionalInterface
    interface ColumnSink {
        void column(int seriesId, int rounds, long[] wallMillis, long[] monoMillis, double[] values)
                throws DamagedException;
    }

    /** Hands over the values of the series that {@code wanted} selects, series by series. */
    static void read(ByteCursor in, IntPredicate wanted, ColumnSink sink) throws DamagedException {
        int groups = in.count(in.left());
        for (int i = 0; i < groups; i++) {
            readGroup(in, wanted, sink);
        }
    }

    private static void readGroup(ByteCursor in, IntPredicate wanted, ColumnSink sink) throws DamagedException {
        int series = in.count(in.left());
        int rounds = in.count(in.left());
        if ((long) series * rounds > MAX_VALUES) {
            throw new DamagedException("a block claims " + series + " series in " + rounds + " rounds");
        }
        int[] ids = new int[series];
        long id = 0;
        for (int s = 0; s < series; s++) {
            id += in.zigzag();
            ids[s] = Math.toIntExact(Math.clamp(id, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        long[] wall = readTimes(in, rounds);
        long[] mono = readTimes(in, rounds);
        int modes = in.skip(series);
        double[] values = new double[rounds];
        for (int s = 0; s < series; s++) {
            ValueColumn.read(in.array()[modes + s], in, values, rounds);
            if (wanted.test(ids[s])) {
                sink.column(ids[s], rounds, wall, mono, values);
            }
        }
    }

    private static long[] readTimes(ByteCursor in, int rounds) throws DamagedException {
        long[] times = new long[rounds];
        long time = 0;
        for (int i = 0; i < rounds; i++) {
            time += in.zigzag();
            times[i] = time;
        }
        return times;
    }

    /** Hands the rounds over as they were added, in order. */
    static void rounds(ByteCursor in, Consumer<SampleRound> sink) throws DamagedException {
        int groups = in.count(in.left());
        var round = new SampleRound();
        for (int g = 0; g < groups; g++) {
            var ids = new ArrayList<Integer>();
            var columns = new ArrayList<double[]>();
            long[][] times = new long[2][];
            readGroup(in, _ -> true, (id, _, wall, mono, values) -> {
                ids.add(id);
                columns.add(values.clone());
                times[0] = wall;
                times[1] = mono;
            });
            int rounds = columns.isEmpty() ? 0 : columns.getFirst().length;
            for (int r = 0; r < rounds; r++) {
                round.begin(times[0][r], times[1][r]);
                for (int s = 0; s < ids.size(); s++) {
                    round.add(ids.get(s), columns.get(s)[r]);
                }
                sink.accept(round);
            }
        }
    }
}
