package skerry.protocol.payload;

import java.util.Optional;
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
 * A part of an answer as a payload of the stream {@code r}: {@code [cmdId, outcome, sentence, name, part, parts, content]},
 * and for a ticket an eighth item, {@link TicketWord}. A sentence that is too long is cut, and says so by its last character. Thread-safe.
 */
public final class AnswerCodec {
    /** Chunk id, for ever. */
    static final int ANSWER = 1;

    private static final int MAX_NAME_BYTES = 64;
    private static final int FIELDS = 7;

    private AnswerCodec() {}

    public static EncodedPayload encode(Answer answer) {
        return encode(answer, Encoding.DEFLATE);
    }

    /** The same, compressed or not. */
    public static EncodedPayload encode(Answer answer, Encoding enc) {
        return new Chunks().add(ANSWER, written(answer, answer.content())).encode(enc);
    }

    /** The chunk of an answer, with nothing where its content was. */
    static byte[] withoutContent(Answer answer) {
        return written(answer, Bytes.of(new byte[0])).toByteArray();
    }

    private static CborWriter written(Answer answer, Bytes content) {
        var out = new CborWriter(content.size() + 1024)
                .array(answer.ticket().isPresent() ? FIELDS + 1 : FIELDS)
                .bytes(answer.cmdId().toArray())
                .unsigned(answer.outcome().code())
                .text(Texts.cut(answer.sentence(), Limits.MAX_REASON_BYTES))
                .text(answer.name())
                .unsigned(answer.part())
                .unsigned(answer.parts())
                .bytes(content.toArray());
        answer.ticket().ifPresent(word -> word.write(out));
        return out;
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
        int more = in.tuple(FIELDS);
        Bytes cmdId = Bytes.of(in.exactBytes(16));
        var outcome = Answer.Outcome.of(in.natural(0, Integer.MAX_VALUE));
        String sentence = in.text(Limits.MAX_REASON_BYTES);
        String name = in.text(MAX_NAME_BYTES);
        int part = in.natural(0, Limits.MAX_ANSWER_PARTS);
        int parts = in.natural(0, Limits.MAX_ANSWER_PARTS);
        Bytes content = Bytes.of(in.bytes(Limits.MAX_ANSWER_PART_BYTES));
        Optional<TicketWord> ticket = more > 0 ? Optional.of(TicketWord.read(in)) : Optional.empty();
        in.skip(Math.max(0, more - 1));
        return new Answer(cmdId, outcome, sentence, name, part, parts, content, ticket);
    }
}
