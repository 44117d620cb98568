package skerry.protocol.control;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * What a hub says it holds, in its answer to a hello and in its receipts on sticks. Ranges beyond
 * {@link Limits#MAX_REPLY_RANGES} in all are not written: the agent then sends some batches once more.
 */
public final class HeldFields {
    private static final int KINDS_OF_RANGES = 3;

    private HeldFields() {}

    public static void write(CborWriter out, List<HelloReply.Held> rows) {
        int most = Limits.MAX_REPLY_RANGES / KINDS_OF_RANGES / Math.max(1, rows.size());
        out.array(rows.size());
        for (HelloReply.Held held : rows) {
            out.array(6).unsigned(held.epoch()).unsigned(held.stream().code()).unsigned(held.cum());
            HeadFields.writeRanges(out, first(most, held.applied()));
            HeadFields.writeRanges(out, first(most, held.lost()));
            HeadFields.writeRanges(out, first(most, held.quarantined()));
        }
    }

    /** @param max rows that are allowed */
    public static List<HelloReply.Held> read(CborReader in, int max) throws ProtocolException {
        int count = in.array(max);
        var held = new ArrayList<HelloReply.Held>(count);
        for (int i = 0; i < count; i++) {
            int more = in.tuple(6);
            held.add(new HelloReply.Held(
                    in.unsigned(),
                    HeadFields.stream(in),
                    in.natural(),
                    HeadFields.readRanges(in, Limits.MAX_REPLY_RANGES),
                    HeadFields.readRanges(in, Limits.MAX_REPLY_RANGES),
                    HeadFields.readRanges(in, Limits.MAX_REPLY_RANGES)));
            in.skip(more);
        }
        return held;
    }

    private static List<SeqRange> first(int most, List<SeqRange> ranges) {
        return ranges.subList(0, Math.min(most, ranges.size()));
    }
}
