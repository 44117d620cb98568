package skerry.agent.ring;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import skerry.agent.collect.logs.LogRecord;
import skerry.protocol.RecordCounts;

/** The open block of log lines. */
final class OpenLines extends OpenBlock {
    private static final int MUCH_BYTES = 128 << 10;

    private final int blockBytes;
    private final BlockPacker packer;
    private final ByteColumn scratch;
    private final LineColumns lines;
    /** Few, of numbers that may be large. */
    private final Set<Integer> sources = new HashSet<>();

    /** @param blockBytes text after which a block is finished */
    OpenLines(int blockBytes, BlockPacker packer, ByteColumn scratch) {
        this.blockBytes = blockBytes;
        this.packer = packer;
        this.scratch = scratch;
        this.lines = new LineColumns(blockBytes);
    }

    void add(int source, LogRecord line, long mono) {
        adding(mono);
        lines.add(source, line);
        sources.add(source);
    }

    /** Bytes of memory behind the lines that wait for their first commit. */
    int waitingBytes() {
        return lines.textBytes(stored(), lines.size()) + LineColumns.LINE_BYTES * (lines.size() - stored());
    }

    @Override
    int size() {
        return lines.size();
    }

    @Override
    RecordCounts waiting() {
        return new RecordCounts(0, lines.size() - stored(), 0);
    }

    @Override
    List<NewBlock> packWaiting(NewBlock.Stamp stamp) {
        var blocks = new ArrayList<NewBlock>();
        int from = stored();
        while (from < lines.size()) {
            int to = lines.partEnd(from, blockBytes);
            blocks.add(pack(from, to, monoFirst(false), stamp));
            from = to;
        }
        return blocks;
    }

    @Override
    NewBlock packAll(NewBlock.Stamp stamp) {
        return pack(0, lines.size(), monoFirst(true), stamp);
    }

    @Override
    boolean isMuch() {
        return lines.textBytes(0, lines.size()) >= MUCH_BYTES;
    }

    @Override
    boolean isFull() {
        return lines.textBytes(0, lines.size()) >= blockBytes || lines.size() >= LineColumns.MAX_LINES / 2;
    }

    @Override
    void subjects(BitSet used) {
        sources.forEach(used::set);
    }

    @Override
    void clearContent() {
        lines.clear();
        sources.clear();
    }

    @Override
    void trimContent() {
        lines.trim();
    }

    private NewBlock pack(int from, int to, long monoFirst, NewBlock.Stamp stamp) {
        return new NewBlock(
                BlockClass.LINES,
                stamp,
                new NewBlock.Span(monoFirst, monoLast(), lines.firstTime(from, to), lines.lastTime(from, to)),
                new RecordCounts(0, to - from, 0),
                0,
                lines.textBytes(from, to),
                lines.pack(from, to, scratch, packer));
    }
}
