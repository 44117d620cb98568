package skerry.protocol.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Stream;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/** The fields of a receipt. */
final class AckFields {
    private AckFields() {}

    static CborWriter write(Ack ack) {
        var out = new CborWriter(128).map(10);
        out.key(1).unsigned(ack.conn());
        out.key(2).unsigned(ack.hubBoot());
        out.key(3).unsigned(ack.lsn());
        out.key(4).unsigned(ack.epoch());
        out.key(5).unsigned(ack.stream().code());
        out.key(6).unsigned(ack.cum());
        HeadFields.writeRanges(out.key(7), ack.ranges());
        out.key(8).array(ack.nacks().size());
        for (Ack.Nack nack : ack.nacks()) {
            out.array(3).unsigned(nack.seq()).unsigned(nack.reason().code()).unsigned(nack.retryAfterMillis());
        }
        HeadFields.write(out.key(9), ack.credit());
        return out.key(10).integer(ack.nowMillis());
    }

    static Ack read(CborReader in) throws ProtocolException {
        long conn = 0;
        long hubBoot = 0;
        long lsn = 0;
        long epoch = 0;
        var stream = Stream.EVENTS;
        long cum = 0;
        List<SeqRange> ranges = List.of();
        List<Ack.Nack> nacks = List.of();
        var credit = new Credit(0, 0, 0);
        long nowMillis = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> conn = in.unsigned();
                case 2 -> hubBoot = in.unsigned();
                case 3 -> lsn = in.natural();
                case 4 -> epoch = in.unsigned();
                case 5 -> stream = HeadFields.stream(in);
                case 6 -> cum = in.natural();
                case 7 -> ranges = HeadFields.readRanges(in, Ack.MAX_RANGES);
                case 8 -> nacks = readNacks(in);
                case 9 -> credit = HeadFields.readCredit(in);
                case 10 -> nowMillis = in.integer();
                default -> in.skip();
            }
        }
        fields.require(1, 10);
        return new Ack(conn, hubBoot, lsn, epoch, stream, cum, ranges, nacks, credit, nowMillis);
    }

    /** Reasons that a later version added are passed over: the batch stays unconfirmed, which is always safe. */
    private static List<Ack.Nack> readNacks(CborReader in) throws ProtocolException {
        int count = in.array(Limits.MAX_NACKS);
        var nacks = new ArrayList<Ack.Nack>(count);
        for (int i = 0; i < count; i++) {
            int more = in.tuple(3);
            long seq = in.natural();
            Optional<Ack.Reason> reason = Ack.Reason.find(in.natural(0, Integer.MAX_VALUE));
            long retryAfterMillis = in.naturalUpTo(Limits.MAX_SPAN_MILLIS);
            reason.ifPresent(known -> nacks.add(new Ack.Nack(seq, known, retryAfterMillis)));
            in.skip(more);
        }
        return nacks;
    }
}
