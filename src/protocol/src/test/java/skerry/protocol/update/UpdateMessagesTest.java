package skerry.protocol.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Topics;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

class UpdateMessagesTest {
    private static final Bytes DIGEST = Bytes.ofHex("5a".repeat(32));

    @Test
    void theLongestPieceFitsItsLimitAndOneByteMoreIsNone() throws Exception {
        var longest = new Piece.Content(
                DIGEST,
                Limits.MAX_RELEASE_FILE_BYTES - Limits.MAX_PIECE_BYTES,
                Limits.MAX_RELEASE_FILE_BYTES,
                Bytes.of(new byte[Limits.MAX_PIECE_BYTES]));

        assertThat(longest.encode()).hasSizeLessThan(Limits.MAX_PIECE_MESSAGE_BYTES);
        assertThat(Piece.decode(longest.encode())).isEqualTo(longest);
        assertThatThrownBy(() -> new Piece.Content(DIGEST, 0, 1L << 20, Bytes.of(new byte[Limits.MAX_PIECE_BYTES + 1])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Piece.decode(new byte[Limits.MAX_PIECE_MESSAGE_BYTES + 1]))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void aPieceBeyondTheEndOfItsFileIsNone() {
        var out = new CborWriter().map(4);
        out.key(1).bytes(DIGEST.toArray());
        out.key(2).unsigned(10);
        out.key(3).unsigned(12);
        out.key(4).bytes(new byte[3]);
        assertThatThrownBy(() -> Piece.decode(out.toByteArray())).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aPieceIsBytesOrAReasonAndNotBothOrNone() {
        var none = new CborWriter().map(2);
        none.key(1).bytes(DIGEST.toArray());
        none.key(2).unsigned(0);
        assertThatThrownBy(() -> Piece.decode(none.toByteArray())).isInstanceOf(ProtocolException.class);

        var both = new CborWriter().map(5);
        both.key(1).bytes(DIGEST.toArray());
        both.key(2).unsigned(0);
        both.key(3).unsigned(1);
        both.key(4).bytes(new byte[1]);
        both.key(5).unsigned(1);
        assertThatThrownBy(() -> Piece.decode(both.toByteArray())).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aReasonOfALaterVersionIsOneToAskAgainFor() throws Exception {
        var later = new CborWriter().map(4);
        later.key(1).bytes(DIGEST.toArray());
        later.key(2).unsigned(0);
        later.key(5).unsigned(77);
        later.key(9).text("more");

        assertThat(Piece.decode(later.toByteArray())).isEqualTo(new Piece.Refused(DIGEST, 0, Piece.Refusal.OTHER, 0));
    }

    @Test
    void anOrderForNoVersionOrALargeManifestIsNone() {
        assertThatThrownBy(() -> new UpgradeOrder("; reboot", DIGEST, 1, DIGEST, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UpgradeOrder("1.0", DIGEST, Limits.MAX_RELEASE_TEXT_BYTES + 1, DIGEST, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UpgradeOrder.decode(Bytes.of(new byte[0]))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aStepIsReadFromTheEventThatTellsIt() {
        for (UpgradeState state : UpgradeState.values()) {
            var news = new UpgradeNews(state, "0.2.0", "0.1.0", "a reason");
            assertThat(UpgradeNews.of(news.event(1_790_000_000_000L, 5))).contains(news);
            assertThat(UpgradeState.of(state.word())).contains(state);
        }
        assertThat(UpgradeNews.of(new Event(UpgradeNews.EVENT, Severity.INFO, 0, 0, "", Map.of("state", "later"))))
                .isEmpty();
        assertThat(UpgradeNews.of(new Event("agent.start", Severity.INFO, 0, 0, "", Map.of("state", "done"))))
                .isEmpty();
    }

    @Test
    void aReasonThatIsTooLongIsCutToWhatAnEventCarries() {
        Event event = new UpgradeNews(UpgradeState.FAILED, "0.2.0", "0.1.0", "x".repeat(5_000)).event(0, 0);

        assertThat(event.attributes().get(UpgradeNews.REASON)).hasSizeLessThan(Limits.MAX_ATTRIBUTE_BYTES);
        assertThat(event.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void wishesAndPiecesTravelUnderTheAgentsOwnTopics() {
        var topics = new Topics("skerry");
        Uid uid = Uid.of(Bytes.of(new byte[16]));

        assertThat(topics.want(uid)).isEqualTo("skerry/1/" + uid + "/up/want");
        assertThat(topics.piece(uid)).isEqualTo("skerry/1/" + uid + "/dn/piece");
    }
}
