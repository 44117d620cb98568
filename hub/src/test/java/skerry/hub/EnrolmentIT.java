package skerry.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.platform.tls.ClientKeys;
import skerry.protocol.Bytes;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.Grant;
import skerry.protocol.enrol.RenewRequest;
import skerry.protocol.identity.JoinCode;

/** Joining, renewing and leaving, over HTTP, at a whole hub. */
class EnrolmentIT {
    private static final KeyPair KEY = ClientKeys.generate(new SecureRandom());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RunningHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = new RunningHub(folder, Map.of());
        hub.addSite("north");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aNodeJoinsByACodeAndIsKnownByItsCertificate() throws Exception {
        var agent = new FakeAgent(1);

        var identity = agent.join(hub, hub.joinCode("north", 1));

        assertThat(identity.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=" + agent.uid());
        assertThat(hub.get("/api/v1/agents").text())
                .contains(agent.uid().value())
                .contains("certificateEndsAt");
        assertThat(hub.get("/api/v1/audit").text())
                .contains("agent.enrol")
                .contains("join-code.add")
                .contains("north/pi");
    }

    @Test
    void aCodeServesAsManyAsItWasMadeForAndAnAnswerThatWasLostComesAgain() throws Exception {
        JoinCode code = hub.joinCode("north", 2);
        var first = new FakeAgent(1);
        first.join(hub, code);
        new FakeAgent(2).join(hub, code);

        first.join(hub, code);
        HttpResponse<byte[]> third = join(new FakeAgent(3), code);

        assertThat(third.statusCode()).isEqualTo(403);
        assertThat(text(third)).contains("has served all 2 agent(s)");
        assertThat(hub.get("/api/v1/join-codes").text()).contains("\"used\":2").contains("\"open\":false");
        assertThat(hub.get("/api/v1/agents").text()).contains("\"pi\"").contains("\"pi-2\"");
    }

    @Test
    void aCodeThatWasEndedOrWasNeverMadeIsRefusedAndAudited() throws Exception {
        JoinCode code = hub.joinCode("north", 1);
        hub.change("DELETE", "/api/v1/join-codes/" + code.id().hex(), "");

        HttpResponse<byte[]> refused = join(new FakeAgent(1), code);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(text(refused)).contains("knows no such join code");
        assertThat(hub.get("/api/v1/audit").text()).contains("refused: this hub knows no such join code");
    }

    @Test
    void whoKeepsGuessingMustWaitAndFillsNoAuditTrail() throws Exception {
        JoinCode code = hub.joinCode("north", 1);
        var guessed = new JoinCode(code.id(), Bytes.of(new byte[16]), code.authority(), code.hub());
        int status = 0;
        for (int i = 0; i < 40; i++) {
            status = join(new FakeAgent(1), guessed).statusCode();
        }

        assertThat(status).isEqualTo(429);
        assertThat(hub.get("/api/v1/audit").text().split("agent.enrol", -1).length - 1)
                .isLessThan(10);
    }

    @Test
    void newHardwareContinuesAnOldNode() throws Exception {
        var old = new FakeAgent(1);
        old.join(hub, hub.joinCode("north", 1));
        String made = hub.change(
                        "POST",
                        "/api/v1/join-codes",
                        RunningHub.body("site", "north", "replaces", old.uid().value()))
                .text();
        JoinCode code = JoinCode.parse(made.replaceAll("(?s).*\"code\":\"([^\"]+)\".*", "$1"));
        var fresh = new FakeAgent(2);

        fresh.join(hub, code);

        assertThat(hub.get("/api/v1/agents").text())
                .contains("\"uid\":\"" + fresh.uid() + "\",\"site\":\"north\",\"node\":\"pi\"")
                .contains("\"replaces\":\"" + old.uid() + "\"");
        assertThat(renew(old).statusCode()).as("the old one is retired").isEqualTo(403);
    }

    @Test
    void anAgentRenewsByItsSignatureAloneAndARetiredOneDoesNot() throws Exception {
        var agent = new FakeAgent(1);
        agent.join(hub, hub.joinCode("north", 1));
        byte[] request = renewal(agent);

        HttpResponse<byte[]> renewed = hub.asAgent("renew", request);

        Grant grant = EnrolCodec.decodeGrant(renewed.body(), request, hub.card().verifyKey());
        assertThat(FakeAgent.identity(KEY, grant).certificate().getPublicKey()).isEqualTo(KEY.getPublic());
        hub.change("DELETE", "/api/v1/agents/" + agent.uid(), "");
        assertThat(text(renew(agent))).contains("was retired");
        assertThat(hub.get("/api/v1/audit").text()).contains("agent.renew").contains("refused: agent " + agent.uid());
    }

    @Test
    void nobodyRenewsForAnother() throws Exception {
        var agent = new FakeAgent(1);
        agent.join(hub, hub.joinCode("north", 1));
        var thief = new FakeAgent(2);
        byte[] forged = EnrolCodec.encode(
                new RenewRequest(agent.uid(), csr(agent), "test"),
                thief.identity().signingKey());

        assertThat(hub.asAgent("renew", forged).statusCode()).isEqualTo(403);
        assertThat(renew(thief).statusCode()).isEqualTo(403);
    }

    @Test
    void whatIsTooLongOrNoRequestIsRefusedInASentence() throws Exception {
        assertThat(hub.asAgent("enrol", new byte[100_000]).statusCode()).isEqualTo(413);
        assertThat(text(hub.asAgent("enrol", new byte[] {1, 2, 3}))).contains("message");
        assertThat(hub.asAgent("renew", new byte[0]).statusCode()).isEqualTo(403);
    }

    private HttpResponse<byte[]> join(FakeAgent agent, JoinCode code) throws Exception {
        return hub.asAgent("enrol", agent.joinRequest(code, KEY));
    }

    private HttpResponse<byte[]> renew(FakeAgent agent) throws Exception {
        return hub.asAgent("renew", renewal(agent));
    }

    private static byte[] renewal(FakeAgent agent) {
        return EnrolCodec.encode(
                new RenewRequest(agent.uid(), csr(agent), "test"),
                agent.identity().signingKey());
    }

    private static Bytes csr(FakeAgent agent) {
        return Bytes.of(ClientKeys.request(KEY, agent.uid().value()));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
