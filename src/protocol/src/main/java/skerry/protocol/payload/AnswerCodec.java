package skerry.protocol.payload;

import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Texts;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * A part of an answer as a payload of the stream {@code r}: {@code [cmdId, outcome, sentence, name, part, parts, content]}.
 * A sentence that is too long is cut, and says so by its last character. Thread-safe.
 */
public final class AnswerCodec {
    /** Chunk id, for ever. */
    static final int ANSWER = 1;

    private static final int MAX_NAME_BYTES = 64;

    private AnswerCodec() {}

    public static EncodedPayload encode(Answer answer) {
        return encode(answer, Encoding.DEFLATE);
    }

    /** The same, compressed or not. */
    public static EncodedPayload encode(Answer answer, Encoding enc) {
        var out = new CborWriter(answer.content().size() + 1024)
                .array(7)
                .bytes(answer.cmdId().toArray())
                .unsigned(answer.outcome().code())
                .text(Texts.cut(answer.sentence(), Limits.MAX_REASON_BYTES))
                .text(answer.name())
                .unsigned(answer.part())
                .unsigned(answer.parts())
                .bytes(answer.content().toArray());
        return new Chunks().add(ANSWER, out).encode(enc);
    }

    /** @throws ProtocolException if this is no answer, malformed or of a later version */
    public static Answer decode(BatchHeader header, Bytes payload) throws ProtocolException {
        if (header.kind() != Kind.TICKET_RESULT) {
            throw new ProtocolException(Reason.SCHEMA, "A batch of kind " + header.kind() + " holds no answer.");
        }
        var chunk = ChunkDirectory.open(header, payload)
                .chunk(ANSWER)
                .orElseThrow(() -> new ProtocolException(Reason.SCHEMA, "An answer's payload holds none."));
        return CborReader.message("an answer", chunk, 0, chunk.length, AnswerCodec::read);
    }

    private static Answer read(CborReader in) throws ProtocolException {
        int more = in.tuple(7);
        var answer = new Answer(
                Bytes.of(in.exactBytes(16)),
                Answer.Outcome.of(in.natural(0, Integer.MAX_VALUE)),
                in.text(Limits.MAX_REASON_BYTES),
                in.text(MAX_NAME_BYTES),
                in.natural(0, Limits.MAX_ANSWER_PARTS),
                in.natural(0, Limits.MAX_ANSWER_PARTS),
                Bytes.of(in.bytes(Limits.MAX_ANSWER_PART_BYTES)));
        in.skip(more);
        return answer;
    }
}
