package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.FixedRandom;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.payload.Answer.Outcome;

class AnswerCodecTest {
    private static final Bytes ID = Bytes.ofHex("00112233445566778899aabbccddeeff");

    @Test
    void theLargestPartThereIsFitsIntoABatchAndComesBack() throws Exception {
        byte[] content = new byte[Limits.MAX_ANSWER_PART_BYTES];
        new FixedRandom(1).nextBytes(content);
        var answer = new Answer(ID, Outcome.DONE, "é".repeat(256), "x".repeat(64), 15, 16, Bytes.of(content));

        var payload = AnswerCodec.encode(answer, Encoding.DEFLATE);

        assertThat(AnswerCodec.decode(Payloads.header(Kind.TICKET_RESULT, payload), payload.bytes()))
                .isEqualTo(answer);
    }

    @Test
    void aSentenceThatIsTooLongIsCutAndAnOutcomeOfALaterVersionIsOneAllTheSame() throws Exception {
        var answer = new Answer(ID, Outcome.FAILED, "x".repeat(600), "", 0, 1, Bytes.of(new byte[0]));
        var payload = AnswerCodec.encode(answer);
        assertThat(AnswerCodec.decode(Payloads.header(Kind.TICKET_RESULT, payload), payload.bytes())
                        .sentence())
                .hasSize(Limits.MAX_REASON_BYTES - 2)
                .endsWith("x…");

        var later = new CborWriter(64)
                .array(9)
                .bytes(ID.toArray())
                .unsigned(77)
                .text("")
                .text("")
                .unsigned(0)
                .unsigned(1)
                .bytes(new byte[0])
                .array(5)
                .unsigned(99)
                .unsigned(1)
                .unsigned(2)
                .unsigned(3)
                .text("more")
                .text("more");
        var stored = Payloads.stored(Map.of(AnswerCodec.ANSWER, later.toByteArray()));
        var read = AnswerCodec.decode(Payloads.header(Kind.TICKET_RESULT, stored), stored.bytes());
        assertThat(read.outcome()).isEqualTo(Outcome.OTHER);
        assertThat(read.ticket()).contains(new TicketWord(TicketWord.Why.OTHER, 1, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/b", ".hidden", "-rf", "a b", "a\\b", "con:", "é", "a\0b"})
    void aNameThatIsNoPlainFileNameIsRefused(String name) {
        assertThatThrownBy(() -> new Answer(ID, Outcome.DONE, "", name, 0, 1, Bytes.of(new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBatchOfAnotherKindHoldsNoAnswer() {
        var payload = AnswerCodec.encode(new Answer(ID, Outcome.DONE, "", "", 0, 1, Bytes.of(new byte[0])));
        assertThatThrownBy(() -> AnswerCodec.decode(Payloads.header(Kind.EVENTS, payload), payload.bytes()))
                .isInstanceOf(ProtocolException.class);
    }
}
