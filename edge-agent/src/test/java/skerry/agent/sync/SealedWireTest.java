package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.control.Ack;
import skerry.protocol.control.Command;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.Credit;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HubState;
import skerry.protocol.control.SessionKeys;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;

class SealedWireTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AgentIdentity AGENT = AgentIdentity.generate(RANDOM);
    private static final AgentIdentity OTHER_AGENT = AgentIdentity.generate(RANDOM);
    private static final HubIdentity HUB = HubIdentity.generate(RANDOM);
    private static final HubIdentity OTHER_HUB = HubIdentity.generate(RANDOM);
    private static final long CONN = 11;
    private static final long BOOT = 22;

    private final SealedWire wire = new SealedWire(AGENT, HUB.card());

    @Test
    void aReceiptOfTheEnrolledHubForThisConnectionIsBelieved() throws Exception {
        var ack = ack(CONN, BOOT);

        assertThat(wire.ack(sealed(ack, HUB, AGENT), CONN)).contains(ack);
        assertThat(wire.ack(sealed(ack(CONN, BOOT + 1), HUB, AGENT), CONN)).contains(ack(CONN, BOOT + 1));
    }

    @Test
    void aReceiptOfAnotherConnectionHubOrAgentIsNot() throws Exception {
        assertThat(wire.ack(sealed(ack(CONN + 1, BOOT), HUB, AGENT), CONN)).isEmpty();
        assertThat(wire.ack(sealed(ack(CONN, BOOT), OTHER_HUB, AGENT), CONN)).isEmpty();
        assertThat(wire.ack(sealed(ack(CONN, BOOT), HUB, OTHER_AGENT), CONN)).isEmpty();
    }

    @Test
    void anAnswerToAHelloMustBeSignedByTheHubForThisAgentAndConnection() {
        var reply = new HelloReply(CONN, BOOT, 1, 2, 0, List.of(), new Credit(0, 8, 60_000), List.of());

        assertThat(wire.helloReply(signed(reply, HUB, AGENT), CONN)).contains(reply);
        assertThat(wire.helloReply(signed(reply, HUB, AGENT), CONN + 1)).isEmpty();
        assertThat(wire.helloReply(signed(reply, OTHER_HUB, AGENT), CONN)).isEmpty();
        assertThat(wire.helloReply(signed(reply, HUB, OTHER_AGENT), CONN)).isEmpty();
    }

    @Test
    void aCommandMustBeSignedByTheHubForThisAgent() {
        Command command = command(AGENT, HUB);
        byte[] good = ControlCodec.encode(command, HUB.signingKey());
        assertThat(wire.command(Bytes.of(good))).contains(command);

        assertThat(wire.command(Bytes.of(ControlCodec.encode(command, OTHER_HUB.signingKey()))))
                .isEmpty();
        assertThat(wire.command(Bytes.of(ControlCodec.encode(command(OTHER_AGENT, HUB), HUB.signingKey()))))
                .isEmpty();
        assertThat(wire.command(Bytes.of(ControlCodec.encode(command(AGENT, OTHER_HUB), HUB.signingKey()))))
                .isEmpty();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThat(wire.command(Bytes.of(bad))).as("byte %s", i).isEmpty();
        }
    }

    private static Command command(AgentIdentity to, HubIdentity by) {
        return new Command(
                Bytes.of(new byte[16]),
                to.uid(),
                1,
                1,
                Bytes.of(new byte[0]),
                60_000,
                Optional.of(CONN),
                Optional.empty(),
                by.card().keyId());
    }

    @Test
    void damagedMessagesAreIgnoredWhateverTheirBytes() throws Exception {
        byte[] good = sealed(ack(CONN, BOOT), HUB, AGENT).toArray();
        var random = new SplittableRandom(8);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = random.nextInt(4) == 0 ? new byte[random.nextInt(100)] : good.clone();
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
            }
            assertThat(wire.ack(Bytes.of(bad), CONN)).isEmpty();
            assertThat(wire.helloReply(Bytes.of(bad), CONN)).isEmpty();
        }
        assertThat(wire.hubState(Bytes.of(new byte[] {(byte) 0xff}))).isEmpty();
        assertThat(wire.dictRefs(new byte[] {1, 2, 3})).isEmpty();
    }

    @Test
    void theHubsStateIsReadableByAnyone() {
        var state = new HubState(true, BOOT, 1, 5_000, 200);

        assertThat(wire.hubState(Bytes.of(ControlCodec.encode(state)))).contains(state);
    }

    private static Ack ack(long conn, long hubBoot) {
        return new Ack(conn, hubBoot, 5, 7, Stream.MINUTES, 3, List.of(), List.of(), new Credit(0, 8, 60_000), 1_000);
    }

    private static Bytes sealed(Ack ack, HubIdentity hub, AgentIdentity agent) throws InvalidKeyException {
        var keys = SessionKeys.ofHub(hub.agree().getPrivate(), agent.card(), hub.card(), ack.conn(), ack.hubBoot());
        return Bytes.of(ControlCodec.encode(ack, keys));
    }

    private static Bytes signed(HelloReply reply, HubIdentity hub, AgentIdentity agent) {
        return Bytes.of(ControlCodec.encode(reply, agent.uid(), hub.signingKey()));
    }
}
