package skerry.protocol.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/** The header as a CBOR map; the package's description lists its fields. */
final class HeaderCodec {
    private static final int LAST_ALWAYS_PRESENT = 21;
    private static final int MAX_RECORD_KINDS = 16;

    private HeaderCodec() {}

    static byte[] encode(BatchHeader header) {
        var key = header.key();
        var span = header.span();
        boolean knowsError = span.errorMillis() >= 0;
        var out = new CborWriter(320)
                .map(LAST_ALWAYS_PRESENT
                        + (knowsError ? 1 : 0)
                        + (header.hubKeyId().isPresent() ? 1 : 0));
        out.key(1).unsigned(header.version());
        out.key(2).bytes(key.uid().bits().toArray());
        out.key(3).unsigned(key.epoch());
        out.key(4).unsigned(header.startNo());
        out.key(5).unsigned(key.stream().code());
        out.key(6).unsigned(key.seq());
        out.key(7).unsigned(header.kind().code());
        out.key(8).unsigned(header.schema());
        out.key(9).text(header.policyId());
        out.key(10).bytes(joined(header.dictRefs()));
        out.key(11).unsigned(header.enc().code());
        out.key(12).unsigned(header.dictId());
        out.key(13).unsigned(header.rawLen());
        out.key(14).bytes(header.payloadSha256().toArray());
        var records = header.records();
        out.key(15)
                .array(3)
                .unsigned(records.samples())
                .unsigned(records.lines())
                .unsigned(records.events());
        out.key(16).bytes(span.bootId().toArray());
        out.key(17).unsigned(span.monoFirst());
        out.key(18).unsigned(span.monoLast());
        out.key(19).integer(span.wallFirst());
        out.key(20).integer(span.wallLast());
        out.key(21).unsigned(span.quality().code());
        if (knowsError) {
            out.key(22).unsigned(span.errorMillis());
        }
        header.hubKeyId().ifPresent(id -> out.key(23).bytes(id.toArray()));
        return out.toByteArray();
    }

    /** Leaves the reader at the payload's first byte. */
    static BatchHeader decode(CborReader in) throws ProtocolException {
        try {
            return new Fields().read(in).header();
        } catch (IllegalArgumentException e) {
            throw ProtocolException.outOfRange("the batch header", e);
        }
    }

    private static byte[] joined(List<Bytes> refs) {
        byte[] all = new byte[refs.size() * Limits.DICT_HASH_BYTES];
        for (int i = 0; i < refs.size(); i++) {
            refs.get(i).asBuffer().get(all, i * Limits.DICT_HASH_BYTES, Limits.DICT_HASH_BYTES);
        }
        return all;
    }

    /** What has been read of a header so far. */
    private static final class Fields {
        private int version;
        private Bytes uid = NOTHING;
        private long epoch;
        private long startNo;
        private int stream;
        private long seq;
        private int kind;
        private int schema;
        private String policyId = "";
        private byte[] dictRefs = {};
        private int enc;
        private int dictId;
        private int rawLen;
        private Bytes payloadSha256 = NOTHING;
        private RecordCounts records = RecordCounts.NONE;
        private Bytes bootId = NOTHING;
        private long monoFirst;
        private long monoLast;
        private long wallFirst;
        private long wallLast;
        private int quality;
        private long errorMillis = -1;
        private Optional<Bytes> hubKeyId = Optional.empty();

        private static final Bytes NOTHING = Bytes.of(new byte[0]);

        Fields read(CborReader in) throws ProtocolException {
            var fields = in.fields();
            while (fields.next()) {
                switch (fields.key()) {
                    case 1 -> version = version(in);
                    case 2 -> uid = Bytes.of(in.exactBytes(16));
                    case 3 -> epoch = in.unsigned();
                    case 4 -> startNo = in.natural();
                    case 5 -> stream = in.natural(0, Character.MAX_VALUE);
                    case 6 -> seq = in.natural();
                    case 7 -> kind = in.natural(0, Integer.MAX_VALUE);
                    case 8 -> schema = in.natural(1, Integer.MAX_VALUE);
                    case 9 -> policyId = in.text(4 * Limits.MAX_POLICY_CHARS);
                    case 10 -> dictRefs = in.bytes(Limits.MAX_DICT_REFS * Limits.DICT_HASH_BYTES);
                    case 11 -> enc = in.natural(0, Integer.MAX_VALUE);
                    case 12 -> dictId = in.natural(0, Integer.MAX_VALUE);
                    case 13 -> rawLen = in.natural(0, Limits.MAX_RAW_BYTES);
                    case 14 -> payloadSha256 = Bytes.of(in.exactBytes(32));
                    case 15 -> records = records(in);
                    case 16 -> bootId = Bytes.of(in.exactBytes(16));
                    case 17 -> monoFirst = in.natural();
                    case 18 -> monoLast = in.natural();
                    case 19 -> wallFirst = in.integer();
                    case 20 -> wallLast = in.integer();
                    case 21 -> quality = in.natural(0, Integer.MAX_VALUE);
                    case 22 -> errorMillis = in.natural();
                    case 23 -> hubKeyId = Optional.of(Bytes.of(in.exactBytes(8)));
                    default -> in.skip();
                }
            }
            fields.require(1, LAST_ALWAYS_PRESENT);
            return this;
        }

        BatchHeader header() {
            return new BatchHeader(
                    version,
                    new BatchKey(Uid.of(uid), epoch, Stream.of((char) stream), seq),
                    startNo,
                    BatchHeader.Kind.of(kind),
                    schema,
                    policyId,
                    refs(),
                    BatchHeader.Encoding.of(enc),
                    dictId,
                    rawLen,
                    payloadSha256,
                    records,
                    new ClockSpan(
                            bootId, monoFirst, monoLast, wallFirst, wallLast, ClockQuality.of(quality), errorMillis),
                    hubKeyId);
        }

        private static int version(CborReader in) throws ProtocolException {
            int version = in.natural(0, Integer.MAX_VALUE);
            if (version != BatchHeader.VERSION) {
                throw new ProtocolException(
                        Reason.SCHEMA,
                        "A batch of protocol version " + version
                                + " cannot be read by this program, which knows version " + BatchHeader.VERSION
                                + ": update it.");
            }
            return version;
        }

        private static RecordCounts records(CborReader in) throws ProtocolException {
            int kinds = in.array(MAX_RECORD_KINDS);
            long[] counts = new long[Math.max(kinds, 3)];
            for (int i = 0; i < kinds; i++) {
                counts[i] = in.naturalUpTo(Limits.MAX_RECORDS);
            }
            return new RecordCounts(counts[0], counts[1], counts[2]);
        }

        private List<Bytes> refs() {
            if (dictRefs.length % Limits.DICT_HASH_BYTES != 0) {
                throw new IllegalArgumentException("names of dictionary chunks have 16 bytes each");
            }
            var refs = new ArrayList<Bytes>(dictRefs.length / Limits.DICT_HASH_BYTES);
            for (int at = 0; at < dictRefs.length; at += Limits.DICT_HASH_BYTES) {
                refs.add(Bytes.of(dictRefs, at, at + Limits.DICT_HASH_BYTES));
            }
            return refs;
        }
    }
}
