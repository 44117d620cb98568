package skerry.agent.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Sample rounds in memory, as the columns that a block is made of: those that wait for their first commit, and before
 * them those of the parts that will be merged into one block. Owned by the ring's lock.
 *
 * <p>Layout of a block, numbers are varints: groups of rounds with the same series, whose rounds may lie between those of
 * other groups in time; per group the counts of series and
 * rounds, the series ids as differences, wall and monotonic times as differences in ms, then series by series the values
 * as {@link ValueColumn} writes them.
 */
final class SampleColumns {
    private static final int SETTLED = 4096;
    /** How far back a round is looked for that has the same series: more than there are targets to scrape. */
    private static final int LOOK_BACK = 80;
    /** Series of which a block takes few rounds, see {@link OpenSamples}. */
    private static final int LARGE = 16 << 10;

    private final List<Group> groups = new ArrayList<>();
    private int rounds;
    private int samples;

    /** Rounds with the same series; {@code values} holds them round by round, {@code at} which of all rounds each is. */
    private static final class Group {
        final int[] ids;
        int rounds;
        int[] at;
        long[] wall;
        long[] mono;
        double[] values;

        Group(int[] ids) {
            int expected = ids.length > LARGE ? 1 : 4;
            this.ids = ids;
            this.at = new int[expected];
            this.wall = new long[expected];
            this.mono = new long[expected];
            this.values = new double[Math.max(1, ids.length) * wall.length];
        }

        void add(SampleRound round, int number) {
            if (rounds == wall.length) {
                at = Arrays.copyOf(at, rounds * 2);
                wall = Arrays.copyOf(wall, rounds * 2);
                mono = Arrays.copyOf(mono, rounds * 2);
                values = Arrays.copyOf(values, values.length * 2);
            }
            at[rounds] = number;
            wall[rounds] = round.wallMillis();
            mono[rounds] = round.monoMillis();
            round.copyValues(values, rounds * ids.length);
            rounds++;
        }

        /** How many of its rounds come before this one. */
        int before(int number) {
            int found = Arrays.binarySearch(at, 0, rounds, number);
            return found < 0 ? -found - 1 : found;
        }
    }

    /** @param round later on the monotonic clock than those before: by that their order is found again */
    void add(SampleRound round) {
        groupOf(round).add(round, rounds);
        rounds++;
        samples += round.size();
    }

    /** Rounds of the host and of each target come by turns, and pack well only beside their like. */
    private Group groupOf(SampleRound round) {
        for (int i = groups.size() - 1; i >= Math.max(0, groups.size() - LOOK_BACK); i--) {
            if (round.sameSeries(groups.get(i).ids)) {
                return groups.get(i);
            }
        }
        var group = new Group(round.copyOfIds());
        groups.add(group);
        return group;
    }

    /** Rounds held. */
    int size() {
        return rounds;
    }

    /** Samples held, over all rounds. */
    int samples() {
        return samples;
    }

    /** The wall times of rounds {@code from} to {@code to}, exclusive. */
    long[] wallTimes(int from, int to) {
        long[] all = new long[to - from];
        for (Group group : groups) {
            for (int i = 0; i < group.rounds; i++) {
                int round = group.at[i];
                if (round >= from && round < to) {
                    all[round - from] = group.wall[i];
                }
            }
        }
        return all;
    }

    /** Adds the id of every series that has a sample here. */
    void seriesIds(BitSet used) {
        for (Group group : groups) {
            for (int id : group.ids) {
                used.set(id);
            }
        }
    }

    /** Takes one sample. */
    @FunctionalInterface
    interface EachSink {
        void sample(int seriesId, long monoMillis, double value);
    }

    /** Hands over the samples of rounds {@code from} and later, group by group. */
    void each(int from, EachSink sink) {
        for (Group group : groups) {
            for (int i = group.before(from); i < group.rounds; i++) {
                for (int s = 0; s < group.ids.length; s++) {
                    sink.sample(group.ids[s], group.mono[i], group.values[i * group.ids.length + s]);
                }
            }
        }
    }

    /** Packs rounds {@code from} to {@code to}, exclusive. */
    byte[] pack(int from, int to, ByteColumn scratch, BlockPacker packer) {
        var parts = groups.stream()
                .filter(group -> group.before(to) > group.before(from))
                .toList();
        scratch.clear();
        scratch.varint(parts.size());
        for (Group group : parts) {
            write(group, group.before(from), group.before(to), scratch);
        }
        return packer.pack(scratch);
    }

    /** Forgets all rounds. */
    void clear() {
        groups.clear();
        rounds = 0;
        samples = 0;
    }

    private static void write(Group group, int first, int last, ByteColumn out) {
        int series = group.ids.length;
        out.varint(series);
        out.varint(last - first);
        int idBefore = 0;
        for (int id : group.ids) {
            out.zigzag((long) id - idBefore);
            idBefore = id;
        }
        writeTimes(group.wall, first, last, out);
        writeTimes(group.mono, first, last, out);
        double[] column = new double[last - first];
        var modes = new ByteColumn(series);
        var numbers = new ByteColumn(SETTLED);
        for (int s = 0; s < series; s++) {
            for (int round = first; round < last; round++) {
                column[round - first] = group.values[round * series + s];
            }
            ValueColumn.write(column, modes, numbers);
        }
        out.bytes(modes.array(), 0, modes.size());
        out.bytes(numbers.array(), 0, numbers.size());
    }

    private static void writeTimes(long[] times, int first, int last, ByteColumn out) {
        long before = 0;
        for (int i = first; i < last; i++) {
            out.zigzag(times[i] - before);
            before = times[i];
        }
    }
}
