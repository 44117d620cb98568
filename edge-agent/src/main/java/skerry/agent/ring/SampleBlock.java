package skerry.agent.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Reads a block of sample rounds; the other side of {@link SampleColumns}. */
final class SampleBlock {
    /** Many times what a block can hold: it only keeps a damaged one from taking all memory and time. */
    private static final long MAX_VALUES = 4L << 20;

    private SampleBlock() {}

    /** Takes the values of one series in the rounds of a group. The arrays are valid during the call. */
    @FunctionalInterface
    interface ColumnSink {
        void column(int seriesId, double[] values);
    }

    /** Takes the rounds of a group, after the columns of its wanted series. The arrays are the taker's. */
    @FunctionalInterface
    interface RoundsSink {
        void rounds(int series, int rounds, long[] wallMillis, long[] monoMillis);
    }

    /** Hands over the values of the series that {@code wanted} selects, group by group. */
    static void read(ByteCursor in, IntPredicate wanted, ColumnSink columns, RoundsSink rounds)
            throws DamagedException {
        int groups = in.count(in.left());
        for (int i = 0; i < groups; i++) {
            readGroup(in, wanted, columns, rounds);
        }
    }

    /** Hands the rounds over as they were added, in order. The round is valid during the call. */
    static void rounds(ByteCursor in, Consumer<SampleRound> sink) throws DamagedException {
        var groups = new ArrayList<Group>();
        var ids = new ArrayList<Integer>();
        var columns = new ArrayList<double[]>();
        read(
                in,
                _ -> true,
                (id, values) -> {
                    ids.add(id);
                    columns.add(values.clone());
                },
                (_, _, wall, mono) -> {
                    groups.add(new Group(List.copyOf(ids), List.copyOf(columns), wall, mono));
                    ids.clear();
                    columns.clear();
                });
        var round = new SampleRound();
        RoundOrder.each(groups.stream().map(Group::mono).toList(), (number, at) -> {
            Group group = groups.get(number);
            round.begin(group.wall()[at], group.mono()[at]);
            for (int s = 0; s < group.ids().size(); s++) {
                round.add(group.ids().get(s), group.columns().get(s)[at]);
            }
            sink.accept(round);
            return true;
        });
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Group(List<Integer> ids, List<double[]> columns, long[] wall, long[] mono) {}

    private static void readGroup(ByteCursor in, IntPredicate wanted, ColumnSink columns, RoundsSink sink)
            throws DamagedException {
        int series = in.count(in.left());
        int rounds = in.count(in.left());
        if ((long) series * rounds > MAX_VALUES) {
            throw new DamagedException("a block claims " + series + " series in " + rounds + " rounds");
        }
        int[] ids = new int[series];
        long id = 0;
        for (int s = 0; s < series; s++) {
            id += in.zigzag();
            ids[s] = (int) id;
        }
        long[] wall = readTimes(in, rounds);
        long[] mono = readTimes(in, rounds);
        int modes = in.skip(series);
        double[] values = new double[rounds];
        for (int s = 0; s < series; s++) {
            ValueColumn.read(in.array()[modes + s], in, values, rounds);
            if (wanted.test(ids[s])) {
                columns.column(ids[s], values);
            }
        }
        sink.rounds(series, rounds, wall, mono);
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
}
