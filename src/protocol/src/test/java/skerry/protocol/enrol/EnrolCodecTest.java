package skerry.protocol.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.identity.JoinCode;

class EnrolCodecTest {
    private static final AgentIdentity AGENT = AgentIdentity.generate(new SecureRandom());
    private static final HubIdentity HUB = HubIdentity.generate(new SecureRandom());
    private static final JoinCode CODE =
            new JoinCode(bytes(8, 1), bytes(16, 2), bytes(32, 3), URI.create("https://hub.example:8440/"));
    private static final JoinRequest JOIN =
            new JoinRequest(CODE.id(), AGENT.card(), bytes(300, 4), "pi-7", "node", "0.1.0");
    private static final Grant GRANT = new Grant(
            List.of(bytes(500, 5), bytes(400, 6)),
            HUB.card(),
            "mqtts://hub.example:8883",
            "skerry",
            "https://hub.example:8440/",
            "heron-point",
            "pi-7",
            1_795_219_200_000L);

    @Test
    void aJoinCodeSurvivesBeingCopiedAndNoticesASlip() {
        String text = CODE.text();

        assertThat(JoinCode.parse("  " + text + "\n")).isEqualTo(CODE);
        assertThat(CODE.toString()).doesNotContain(text.substring(30, 50));
        String slipped = text.substring(0, 40) + (text.charAt(40) == 'A' ? 'B' : 'A') + text.substring(41);
        assertThatThrownBy(() -> JoinCode.parse(slipped))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("copy it again")
                .hasMessageNotContaining(text.substring(30, 38));
        assertThatThrownBy(() -> JoinCode.parse(text.substring(0, text.length() - 9)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoDoesNotKnowTheCodeCannotJoin() throws Exception {
        byte[] sent = EnrolCodec.encode(JOIN, AGENT.signingKey(), CODE.key());
        JoinRequest peeked = EnrolCodec.peekJoin(sent);

        assertThat(peeked).isEqualTo(JOIN);
        EnrolCodec.checkJoin(sent, peeked, CODE.key());
        assertThatThrownBy(() -> EnrolCodec.checkJoin(sent, peeked, bytes(32, 9)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("does not know the secret");
    }

    @Test
    void nobodyJoinsWithTheKeysOfAnother() throws Exception {
        var thief = AgentIdentity.generate(new SecureRandom());
        byte[] sent = EnrolCodec.encode(JOIN, thief.signingKey(), CODE.key());

        assertThatThrownBy(() -> EnrolCodec.checkJoin(sent, EnrolCodec.peekJoin(sent), CODE.key()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("signature");
    }

    @Test
    void aGrantIsForItsRequestAlone() throws Exception {
        byte[] request = EnrolCodec.encode(JOIN, AGENT.signingKey(), CODE.key());
        byte[] grant = EnrolCodec.encode(GRANT, request, HUB.signingKey(), CODE.key());
        byte[] other = EnrolCodec.encode(new RenewRequest(AGENT.uid(), bytes(10, 1), "0.1.0"), AGENT.signingKey());

        assertThat(EnrolCodec.decodeGrantByCode(grant, request, CODE.key())).isEqualTo(GRANT);
        assertThatThrownBy(() -> EnrolCodec.decodeGrantByCode(grant, other, CODE.key()))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> EnrolCodec.decodeGrantByCode(grant, request, bytes(32, 9)))
                .isInstanceOf(ProtocolException.class);
        byte[] renewed = EnrolCodec.encode(GRANT, other, HUB.signingKey());
        assertThat(EnrolCodec.decodeGrant(renewed, other, HUB.card().verifyKey()))
                .isEqualTo(GRANT);
        assertThatThrownBy(() ->
                        EnrolCodec.decodeGrant(renewed, request, HUB.card().verifyKey()))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aRenewalIsOfTheAgentThatSignedIt() throws Exception {
        var request = new RenewRequest(AGENT.uid(), bytes(300, 4), "0.1.0");
        byte[] sent = EnrolCodec.encode(request, AGENT.signingKey());

        assertThat(EnrolCodec.peekRenew(sent)).isEqualTo(request);
        EnrolCodec.checkRenew(sent, AGENT.uid(), AGENT.card().verifyKey());
        assertThatThrownBy(() ->
                        EnrolCodec.checkRenew(sent, AGENT.uid(), HUB.card().verifyKey()))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void mutatedMessagesAreRefusedInASentence() {
        byte[] request = EnrolCodec.encode(JOIN, AGENT.signingKey(), CODE.key());
        byte[] grant = EnrolCodec.encode(GRANT, request, HUB.signingKey(), CODE.key());
        var random = new Random(20261127);
        for (int i = 0; i < 4_000; i++) {
            byte[] hostile = mutated(i % 2 == 0 ? request : grant, random);

            assertThatThrownBy(() -> {
                        JoinRequest peeked = EnrolCodec.peekJoin(hostile);
                        EnrolCodec.checkJoin(hostile, peeked, CODE.key());
                    })
                    .isInstanceOf(ProtocolException.class);
            assertThatThrownBy(() -> EnrolCodec.decodeGrantByCode(hostile, request, CODE.key()))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    private static byte[] mutated(byte[] message, Random random) {
        byte[] hostile =
                Arrays.copyOf(message, random.nextInt(4) == 0 ? random.nextInt(message.length) : message.length);
        for (int flips = 1 + random.nextInt(4); flips > 0 && hostile.length > 0; flips--) {
            hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Arrays.equals(hostile, message) ? new byte[0] : hostile;
    }

    private static Bytes bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Bytes.of(bytes);
    }
}
