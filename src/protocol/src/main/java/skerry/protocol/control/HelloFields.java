package skerry.protocol.control;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/** The fields of a hello and of its answer. */
final class HelloFields {
    private static final Bytes NO_BYTES = Bytes.of(new byte[0]);

    private HelloFields() {}

    static CborWriter write(Hello hello) {
        var out = new CborWriter(1024).map(13);
        out.key(1).unsigned(hello.conn());
        out.key(2).bytes(hello.bootId().toArray());
        out.key(3).bytes(hello.hwId().toArray());
        HeadFields.write(out.key(4), hello.epochs());
        out.key(5).unsigned(hello.page());
        out.key(6).unsigned(hello.pages());
        out.key(7).unsigned(hello.bytesQueued());
        out.key(8).integer(hello.wallMillis());
        out.key(9).unsigned(hello.monoMillis());
        out.key(10).unsigned(hello.quality().code());
        out.key(11).unsigned(hello.lastHubBoot());
        out.key(12).unsigned(hello.lastLsn());
        return out.key(13).text(hello.agentVersion());
    }

    static Hello readHello(CborReader in) throws ProtocolException {
        long conn = 0;
        Bytes bootId = NO_BYTES;
        Bytes hwId = NO_BYTES;
        var epochs = HeadFields.NONE;
        int page = 0;
        int pages = 0;
        long bytesQueued = 0;
        long wallMillis = 0;
        long monoMillis = 0;
        var quality = ClockQuality.UNKNOWN;
        long lastHubBoot = 0;
        long lastLsn = 0;
        String agentVersion = "";
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> conn = in.unsigned();
                case 2 -> bootId = Bytes.of(in.exactBytes(16));
                case 3 -> hwId = Bytes.of(in.bytes(Limits.MAX_WORD_BYTES));
                case 4 -> epochs = HeadFields.read(in, Hello.MAX_EPOCHS);
                case 5 -> page = in.natural(0, Integer.MAX_VALUE);
                case 6 -> pages = in.natural(0, Integer.MAX_VALUE);
                case 7 -> bytesQueued = in.natural();
                case 8 -> wallMillis = in.integer();
                case 9 -> monoMillis = in.naturalUpTo(Limits.MAX_SPAN_MILLIS);
                case 10 -> quality = ClockQuality.of(in.natural(0, Integer.MAX_VALUE));
                case 11 -> lastHubBoot = in.unsigned();
                case 12 -> lastLsn = in.natural();
                case 13 -> agentVersion = in.text(Limits.MAX_WORD_BYTES);
                default -> in.skip();
            }
        }
        fields.require(1, 13);
        return new Hello(
                conn,
                bootId,
                hwId,
                epochs,
                page,
                pages,
                bytesQueued,
                wallMillis,
                monoMillis,
                quality,
                lastHubBoot,
                lastLsn,
                agentVersion);
    }

    static CborWriter write(HelloReply reply) {
        var out = new CborWriter(1024).map(8);
        out.key(1).unsigned(reply.conn());
        out.key(2).unsigned(reply.hubBoot());
        out.key(3).unsigned(reply.lsn());
        out.key(4).integer(reply.nowMillis());
        out.key(5).unsigned(reply.page());
        HeldFields.write(out.key(6), reply.held());
        HeadFields.write(out.key(7), reply.credit());
        out.key(8).array(reply.want().size());
        reply.want().forEach(out::text);
        return out;
    }

    static HelloReply readReply(CborReader in) throws ProtocolException {
        long conn = 0;
        long hubBoot = 0;
        long lsn = 0;
        long nowMillis = 0;
        int page = 0;
        List<HelloReply.Held> held = List.of();
        var credit = new Credit(0, 0, 0);
        List<String> want = List.of();
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> conn = in.unsigned();
                case 2 -> hubBoot = in.unsigned();
                case 3 -> lsn = in.natural();
                case 4 -> nowMillis = in.integer();
                case 5 -> page = in.natural(0, Integer.MAX_VALUE);
                case 6 -> held = HeldFields.read(in, Hello.MAX_EPOCHS);
                case 7 -> credit = HeadFields.readCredit(in);
                case 8 -> want = readWant(in);
                default -> in.skip();
            }
        }
        fields.require(1, 8);
        return new HelloReply(conn, hubBoot, lsn, nowMillis, page, held, credit, want);
    }

    private static List<String> readWant(CborReader in) throws ProtocolException {
        int count = in.array(Limits.MAX_WANTED);
        var want = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            want.add(in.text(Limits.MAX_WORD_BYTES));
        }
        return want;
    }
}
