package skerry.agent.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import skerry.protocol.RecordCounts;

/** The open block of sample rounds. */
final class OpenSamples extends OpenBlock {
    private static final int MUCH_SAMPLES = 16 << 10;
    private static final int FULL_SAMPLES = 64 << 10;

    private final BlockPacker packer;
    private final ByteColumn scratch;
    private final SampleColumns rounds = new SampleColumns();
    /** Per round: its samples, and those of them that leave the site. */
    private final List<Round> counts = new ArrayList<>();

    private record Round(int samples, int leaving) {}

    OpenSamples(BlockPacker packer, ByteColumn scratch) {
        this.packer = packer;
        this.scratch = scratch;
    }

    /** @param leaving how many of its samples the send profile selects */
    void add(SampleRound round, int leaving) {
        adding(round.monoMillis());
        rounds.add(round);
        counts.add(new Round(round.size(), leaving));
    }

    /** Samples that wait for their first commit. */
    int waitingSamples() {
        return samples(stored(), rounds.size());
    }

    /** Samples that wait and never leave the site. */
    int waitingSiteOnly() {
        return waitingSamples() - leaving(stored(), rounds.size());
    }

    /** Hands over the samples that wait for their first commit. */
    void eachWaiting(SampleColumns.EachSink sink) {
        rounds.each(stored(), sink);
    }

    @Override
    RecordCounts waiting() {
        return new RecordCounts(leaving(stored(), rounds.size()), 0, 0);
    }

    @Override
    int size() {
        return rounds.size();
    }

    @Override
    List<NewBlock> packWaiting(NewBlock.Stamp stamp) {
        return isWaiting() ? List.of(pack(stored(), rounds.size(), monoFirst(false), stamp)) : List.of();
    }

    @Override
    NewBlock packAll(NewBlock.Stamp stamp) {
        return pack(0, rounds.size(), monoFirst(true), stamp);
    }

    @Override
    boolean isMuch() {
        return samples(0, rounds.size()) >= MUCH_SAMPLES;
    }

    @Override
    boolean isFull() {
        return samples(0, rounds.size()) >= FULL_SAMPLES;
    }

    @Override
    void subjects(BitSet used) {
        rounds.seriesIds(used);
    }

    @Override
    void clearContent() {
        rounds.clear();
        counts.clear();
    }

    private NewBlock pack(int from, int to, long monoFirst, NewBlock.Stamp stamp) {
        long[] times = rounds.wallTimes(from, to);
        int leaving = leaving(from, to);
        int all = samples(from, to);
        return new NewBlock(
                BlockClass.SAMPLES,
                stamp,
                new NewBlock.Span(
                        monoFirst,
                        monoLast(),
                        Arrays.stream(times).min().orElse(0),
                        Arrays.stream(times).max().orElse(0)),
                new RecordCounts(leaving, 0, 0),
                all - leaving,
                8L * all,
                rounds.pack(from, to, scratch, packer));
    }

    private int leaving(int from, int to) {
        return counts.subList(from, to).stream().mapToInt(Round::leaving).sum();
    }

    private int samples(int from, int to) {
        return counts.subList(from, to).stream().mapToInt(Round::samples).sum();
    }
}
