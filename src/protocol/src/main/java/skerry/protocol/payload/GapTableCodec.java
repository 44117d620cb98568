package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * The gap table as a payload of the stream {@code g}: rows {@code [epoch, stream, fromSeq, toSeq, batches, samples, lines,
 * events, from, to, cause]}, and beside it the account as {@link DayAccountCodec} writes it. Thread-safe.
 */
public final class GapTableCodec {
    /** Chunk id, for ever. */
    static final int GAPS = 1;

    /** The account by day; readers before it pass it over. */
    static final int ACCOUNT = 2;

    private GapTableCodec() {}

    public static EncodedPayload encode(GapTable table) {
        return encode(table, Encoding.DEFLATE);
    }

    /** The same, compressed or not. */
    public static EncodedPayload encode(GapTable table, Encoding enc) {
        var out = new CborWriter(1024).array(table.gaps().size());
        for (Gap gap : table.gaps()) {
            out.array(11)
                    .unsigned(gap.epoch())
                    .unsigned(gap.stream().code())
                    .unsigned(gap.fromSeq())
                    .unsigned(gap.toSeq())
                    .unsigned(gap.batches())
                    .unsigned(gap.records().samples())
                    .unsigned(gap.records().lines())
                    .unsigned(gap.records().events())
                    .integer(gap.fromMillis())
                    .integer(gap.toMillis())
                    .unsigned(gap.cause().code());
        }
        var chunks = new Chunks().add(GAPS, out);
        if (!table.days().isEmpty()) {
            chunks.add(ACCOUNT, DayAccountCodec.write(table.days()));
        }
        return chunks.encode(enc);
    }

    /** @throws ProtocolException if this is no gap table, malformed or of a later version */
    public static GapTable decode(BatchHeader header, Bytes payload) throws ProtocolException {
        if (header.kind() != Kind.GAP_TABLE) {
            throw new ProtocolException(Reason.SCHEMA, "A batch of kind " + header.kind() + " holds no gap table.");
        }
        var chunks = ChunkDirectory.open(header, payload);
        var chunk = chunks.chunk(GAPS)
                .orElseThrow(() -> new ProtocolException(Reason.SCHEMA, "A gap table's payload holds none."));
        var account = chunks.chunk(ACCOUNT);
        return new GapTable(
                CborReader.message("a gap table", chunk, 0, chunk.length, GapTableCodec::read),
                account.isPresent() ? DayAccountCodec.decode(account.get()) : List.of());
    }

    private static List<Gap> read(CborReader in) throws ProtocolException {
        int count = in.array(GapTable.MAX_GAPS);
        var gaps = new ArrayList<Gap>(count);
        for (int i = 0; i < count; i++) {
            int more = in.tuple(11);
            gaps.add(new Gap(
                    in.unsigned(),
                    Stream.of((char) in.natural(0, Character.MAX_VALUE)),
                    in.natural(),
                    in.natural(),
                    in.natural(),
                    new RecordCounts(records(in), records(in), records(in)),
                    in.integer(),
                    in.integer(),
                    LossCause.of(in.natural(0, Integer.MAX_VALUE))));
            in.skip(more);
        }
        return gaps;
    }

    private static long records(CborReader in) throws ProtocolException {
        return in.naturalUpTo(Limits.MAX_RECORDS);
    }
}
