package skerry.agent.sync.usb;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import skerry.protocol.Limits;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;
import skerry.protocol.stick.StickFile.Run;

/** The runs of batches in a file that is being sealed. Numbers of a stream come in ascending order. Not thread-safe. */
final class SealedRuns {
    private final Map<Stream, SeqRange> open = new EnumMap<>(Stream.class);
    private final List<Run> ended = new ArrayList<>();

    /** Whether one more batch still leaves no more runs than a file may have. */
    boolean fits(Stream stream, long seq) {
        return continues(stream, seq) || ended.size() + open.size() < Limits.MAX_STICK_RUNS;
    }

    void add(Stream stream, long seq) {
        SeqRange before = open.get(stream);
        boolean joins = continues(stream, seq);
        if (before != null && !joins) {
            ended.add(new Run(stream, before));
        }
        open.put(stream, before != null && joins ? new SeqRange(before.first(), seq) : new SeqRange(seq, seq));
    }

    List<Run> all() {
        var all = new ArrayList<>(ended);
        open.forEach((stream, range) -> all.add(new Run(stream, range)));
        return all;
    }

    private boolean continues(Stream stream, long seq) {
        SeqRange before = open.get(stream);
        return before != null && before.last() + 1 == seq;
    }
}
