package skerry.agent.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Sample rounds in memory, as the columns that a block is made of: those that wait for their first commit, and before
 * them those of the parts that will be merged into one block. Owned by the ring's lock.
 *
 * <p>Layout of a block, numbers are varints: groups of rounds with the same series; per group the counts of series and
 * rounds, the series ids as differences, wall and monotonic times as differences in ms, then series by series the values
 * as {@link ValueColumn} writes them.
 */
final class SampleColumns {
    private static final int SETTLED = 4096;

    private final List<Group> groups = new ArrayList<>();
    private int rounds;
    private int samples;

    /** Rounds with the same series; {@code values} holds them round by round. */
    private static final class Group {
        final int[] ids;
        final int firstRound;
        int rounds;
        long[] wall = new long[4];
        long[] mono = new long[4];
        double[] values;

        Group(int[] ids, int firstRound) {
            this.ids = ids;
            this.firstRound = firstRound;
            this.values = new double[Math.max(1, ids.length) * 4];
        }

        void add(SampleRound round) {
            if (rounds == wall.length) {
                wall = Arrays.copyOf(wall, rounds * 2);
                mono = Arrays.copyOf(mono, rounds * 2);
                values = Arrays.copyOf(values, values.length * 2);
            }
            wall[rounds] = round.wallMillis();
            mono[rounds] = round.monoMillis();
            round.copyValues(values, rounds * ids.length);
            rounds++;
        }
    }

    void add(SampleRound round) {
        if (groups.isEmpty() || !round.sameSeries(groups.getLast().ids)) {
            groups.add(new Group(round.copyOfIds(), rounds));
        }
        groups.getLast().add(round);
        rounds++;
        samples += round.size();
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
                int round = group.firstRound + i;
                if (round >= from && round < to) {
                    all[round - from] = group.wall[i];
                }
            }
        }
        return all;
    }

    /** Adds the id of every series that has a sample here. */
    void seriesIds(Set<Integer> used) {
        for (Group group : groups) {
            for (int id : group.ids) {
                used.add(id);
            }
        }
    }

    /** Packs rounds {@code from} to {@code to}, exclusive. */
    byte[] pack(int from, int to, ByteColumn scratch, BlockPacker packer) {
        var parts = groups.stream()
                .filter(group -> group.firstRound < to && group.firstRound + group.rounds > from)
                .toList();
        scratch.clear();
        scratch.varint(parts.size());
        for (Group group : parts) {
            int first = Math.max(0, from - group.firstRound);
            int last = Math.min(group.rounds, to - group.firstRound);
            write(group, first, last, scratch);
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
