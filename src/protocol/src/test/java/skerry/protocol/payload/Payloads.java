package skerry.protocol.payload;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.ClockSpan;
import skerry.protocol.EncodedPayload;
import skerry.protocol.RecordCounts;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborWriter;

/** Payloads with their headers, also ones that no encoder makes. */
final class Payloads {
    private Payloads() {}

    static BatchHeader header(Kind kind, EncodedPayload payload) {
        return header(kind, BatchHeader.SCHEMA, payload.enc(), payload.dictId(), payload.rawLen());
    }

    static BatchHeader header(Kind kind, int schema, Encoding enc, int dictId, int rawLen) {
        return new BatchHeader(
                BatchHeader.VERSION,
                new BatchKey(Uid.of(Bytes.of(new byte[16])), 1, kind.stream(), 1),
                1,
                kind,
                schema,
                "",
                List.of(),
                enc,
                dictId,
                rawLen,
                Bytes.of(new byte[32]),
                RecordCounts.NONE,
                new ClockSpan(Bytes.of(new byte[16]), 0, 0, 0, 0, ClockQuality.UNKNOWN, -1),
                Optional.empty());
    }

    /** A payload of these chunks as they are. */
    static EncodedPayload stored(Map<Integer, byte[]> chunks) {
        var out = new CborWriter().array(3 * chunks.size());
        int rawLen = 0;
        var inOrder = new TreeMap<>(chunks);
        for (var chunk : inOrder.entrySet()) {
            out.unsigned(chunk.getKey()).unsigned(chunk.getValue().length).unsigned(chunk.getValue().length);
            rawLen += chunk.getValue().length;
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(out.toByteArray());
        inOrder.values().forEach(all::writeBytes);
        return new EncodedPayload(Encoding.NONE, 0, rawLen, Bytes.of(all.toByteArray()));
    }
}
