package skerry.protocol.control;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/** Heads and ranges of sequence numbers, which several messages carry. */
final class HeadFields {
    static final List<EpochHead> NONE = List.of();

    private HeadFields() {}

    static void write(CborWriter out, List<EpochHead> heads) {
        out.array(heads.size());
        for (EpochHead head : heads) {
            out.array(5)
                    .unsigned(head.epoch())
                    .unsigned(head.startNo())
                    .unsigned(head.stream().code())
                    .unsigned(head.head())
                    .unsigned(head.ringFrom());
        }
    }

    static List<EpochHead> read(CborReader in, int max) throws ProtocolException {
        int count = in.array(max);
        var heads = new ArrayList<EpochHead>(count);
        for (int i = 0; i < count; i++) {
            int more = in.tuple(5);
            heads.add(new EpochHead(in.unsigned(), in.natural(), stream(in), in.natural(), in.natural()));
            in.skip(more);
        }
        return heads;
    }

    /** Ranges as first and length by turns, in one array. */
    static void writeRanges(CborWriter out, List<SeqRange> ranges) {
        out.array(2 * ranges.size());
        ranges.forEach(range -> out.unsigned(range.first()).unsigned(range.last() - range.first()));
    }

    static List<SeqRange> readRanges(CborReader in, int max) throws ProtocolException {
        int count = in.array(2 * max) / 2;
        var ranges = new ArrayList<SeqRange>(count);
        for (int i = 0; i < count; i++) {
            long first = in.natural();
            ranges.add(new SeqRange(first, first + in.naturalUpTo(Long.MAX_VALUE - first)));
        }
        return ranges;
    }

    static Stream stream(CborReader in) throws ProtocolException {
        return Stream.of((char) in.natural(0, Character.MAX_VALUE));
    }

    static void write(CborWriter out, Credit credit) {
        out.array(3).unsigned(credit.bytesPerSecond()).unsigned(credit.window()).unsigned(credit.validForMillis());
    }

    static Credit readCredit(CborReader in) throws ProtocolException {
        int more = in.tuple(3);
        var credit = new Credit(in.natural(), in.natural(0, Integer.MAX_VALUE), in.natural());
        in.skip(more);
        return credit;
    }
}
