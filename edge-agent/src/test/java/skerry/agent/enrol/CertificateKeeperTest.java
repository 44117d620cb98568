package skerry.agent.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.platform.tls.KnownTime;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.JoinRequest;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.identity.JoinCode;

/** The keeper against a hub's door of a few lines, looked at step by step; a whole hub is in the system tests. */
class CertificateKeeperTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AgentIdentity AGENT = AgentIdentity.generate(RANDOM);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private GrantingHub hub;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private JoinCode code;

    private final List<HubCard> hubs = new ArrayList<>();
    private final List<Enrolment> joined = new ArrayList<>();
    private Optional<String> refusal = Optional.empty();
    private Instant now = Instant.parse("2026-11-27T00:00:00Z");
    private boolean clockKnown = true;
    private boolean linked = true;
    private boolean linkable = true;
    private long mono = 1_000;
    private int asked;
    private final List<JoinRequest> joins = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/", this::answer);
        server.start();
        hub = new GrantingHub(folder, HubIdentity.generate(RANDOM), api(), RANDOM, () -> now);
        code = hub.code;
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void joinsByTheConfiguredCodeAndKeepsTheGrantForItsOwnerAlone() throws Exception {
        CertificateKeeper keeper = keeper(Optional.of(code));

        keeper.look();

        assertThat(joined)
                .singleElement()
                .satisfies(one -> assertThat(one.toString()).contains("north/pi"));
        assertThat(joins).extracting(JoinRequest::role).as("its own").containsExactly("cluster");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Enrolment.load(file()))
                .hasValueSatisfying(kept -> assertThat(kept.identity().certificate())
                        .isEqualTo(joined.getFirst().identity().certificate()));
    }

    @Test
    void aRefusalIsToldInTheHubsWordsAndAskedAgainLater() throws Exception {
        refusal = Optional.of("the join code has ended: ask for a new one");
        CertificateKeeper keeper = keeper(Optional.of(code));

        keeper.look();
        keeper.look();

        assertThat(keeper.trouble()).contains("the hub refuses: the join code has ended: ask for a new one");
        assertThat(asked).as("not twice at once").isEqualTo(1);
        refusal = Optional.empty();
        mono += Duration.ofMinutes(1).toMillis();
        keeper.look();
        assertThat(joined).hasSize(1);
        assertThat(keeper.trouble()).isEmpty();
    }

    @Test
    void takesUpWhatTheCommandLeft() throws Exception {
        CertificateKeeper keeper = keeper(Optional.empty());
        keeper.look();
        assertThat(joined).isEmpty();

        new Enroller(AGENT, RANDOM, "test", Proxy.NO_PROXY, (_, _, _, _) -> {})
                .join(code, "pi", "node")
                .save(file());
        keeper.look();

        assertThat(joined).hasSize(1);
    }

    @Test
    void renewsWhenHalfOfTheLifeIsOver() throws Exception {
        CertificateKeeper keeper = enrolled();
        now = now.plus(GrantingHub.LIFE.dividedBy(2)).minusSeconds(3_600);
        laterBy(Duration.ofDays(29));
        keeper.look();
        assertThat(asked).isEqualTo(1);

        now = now.plusSeconds(7_200);
        keeper.look();
        keeper.look();

        assertThat(asked).isEqualTo(2);
        assertThat(keeper.present().orElseThrow().end()).isEqualTo(now.plus(GrantingHub.LIFE));
        assertThat(joined).as("the link goes on").hasSize(1);
    }

    @Test
    void anAgentWithoutADateThatIsCutOffAsksWhetherItsCertificateIsWhy() throws Exception {
        CertificateKeeper keeper = enrolled();
        clockKnown = false;
        now = now.plus(GrantingHub.LIFE).plus(Duration.ofDays(10)); // by the hub's clock
        laterBy(Duration.ofDays(1));
        linked = true;
        keeper.look();
        assertThat(asked).as("in contact: nothing to ask").isEqualTo(1);

        linked = false;
        laterBy(Duration.ofMinutes(4));
        keeper.look();
        laterBy(Duration.ofMinutes(4));
        keeper.look();

        assertThat(asked).as("once, and then not again for hours").isEqualTo(2);
        assertThat(keeper.present().orElseThrow().end()).isEqualTo(now.plus(GrantingHub.LIFE));
    }

    @Test
    void outsideOfTheLinksHoursItRenewsNothingAndTakesSilenceForNoFault() throws Exception {
        CertificateKeeper keeper = enrolled();
        linkable = false;
        linked = false;
        now = now.plus(GrantingHub.LIFE.dividedBy(2)).plusSeconds(3_600);
        laterBy(Duration.ofDays(31));
        keeper.look();
        assertThat(asked).isEqualTo(1);

        linkable = true;
        keeper.look();

        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aHubThatDoesNotKnowTheCodeIsNotBelieved() throws Exception {
        var other = new JoinCode(
                code.id(),
                Bytes.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}),
                code.authority(),
                code.hub());

        assertThatThrownBy(() -> new Enroller(AGENT, RANDOM, "test", Proxy.NO_PROXY, (_, _, _, _) -> {})
                        .join(other, "pi", "node"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be believed");
    }

    @Test
    void aDamagedFileIsNamedAndTheAgentStartsAllTheSame() throws Exception {
        Files.writeString(file(), "rubbish");

        CertificateKeeper keeper = keeper(Optional.empty());
        keeper.look();

        assertThat(keeper.present()).isEmpty();
        assertThat(keeper.trouble())
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).contains(file().toString()).contains("enrol this agent again"));
    }

    @Test
    void whatADamagedFileHeldIsGrantedAgainByTheConfiguredCode() throws Exception {
        Files.writeString(file(), "rubbish");

        CertificateKeeper keeper = keeper(Optional.of(code));
        keeper.look();

        assertThat(joined).hasSize(1);
        assertThat(keeper.trouble()).isEmpty();
        assertThat(Enrolment.load(file())).isPresent();
    }

    @Test
    void tellsOnceOfTheHubThatWasAskedByStickAndTakesUpItsAnswer() throws Exception {
        var enroller = new Enroller(AGENT, RANDOM, "test", Proxy.NO_PROXY, (_, _, _, _) -> {});
        CertificateKeeper keeper = keeper(Optional.empty());
        keeper.look();
        assertThat(hubs).isEmpty();

        OpenRequest open = enroller.ask(code, Optional.of(hub.keys.card()), "pi", "node");
        open.save(openRequest());
        keeper.look();
        keeper.look();
        assertThat(hubs).containsExactly(hub.keys.card());
        assertThat(joined).isEmpty();

        open.granted(hub.join(open.request().toArray())).save(file());
        keeper.look();
        assertThat(joined).hasSize(1);
        assertThat(hubs).hasSize(1);
    }

    @Test
    void aCertificateThatAStickBroughtIsNotAskedForAgain() throws Exception {
        CertificateKeeper keeper = enrolled();
        now = now.plus(GrantingHub.LIFE.dividedBy(2)).plusSeconds(60);
        OpenRequest open = new Enroller(AGENT, RANDOM, "test", Proxy.NO_PROXY, (_, _, _, _) -> {})
                .askAgain(keeper.present().orElseThrow());
        Enrolment brought = open.granted(hub.renew(open.request().toArray()));
        brought.save(file());
        laterBy(Duration.ofDays(30));

        keeper.look();

        assertThat(asked).as("but to join").isEqualTo(1);
        assertThat(keeper.present().map(Enrolment::end)).contains(brought.end());
    }

    @Test
    void aCertificateThatAnotherNodeBroughtIsTakenUpAtOnce() throws Exception {
        CertificateKeeper keeper = enrolled();
        now = now.plus(GrantingHub.LIFE.dividedBy(2));
        OpenRequest open = new Enroller(AGENT, RANDOM, "test", Proxy.NO_PROXY, (_, _, _, _) -> {})
                .askAgain(keeper.present().orElseThrow());
        Enrolment brought = open.granted(hub.renew(open.request().toArray()));
        brought.save(file());

        keeper.brought();

        assertThat(keeper.present().map(Enrolment::end)).contains(brought.end());
        assertThat(joined).as("it has joined before").hasSize(1);
    }

    private CertificateKeeper enrolled() {
        CertificateKeeper keeper = keeper(Optional.of(code));
        keeper.look();
        return keeper;
    }

    private CertificateKeeper keeper(Optional<JoinCode> by) {
        return new CertificateKeeper(
                file(),
                openRequest(),
                new Enroller(AGENT, RANDOM, "test", Proxy.NO_PROXY, (_, _, _, _) -> {}),
                by,
                "pi",
                "cluster",
                () -> clockKnown ? Optional.of(KnownTime.exactly(now)) : Optional.empty(),
                () -> mono,
                () -> linkable,
                () -> linked,
                hubs::add,
                joined::add);
    }

    private void laterBy(Duration span) {
        mono += span.toMillis();
    }

    private Path file() {
        return folder.resolve("enrolment");
    }

    private Path openRequest() {
        return folder.resolve("enrolment-asked");
    }

    private URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked++;
        byte[] request = exchange.getRequestBody().readAllBytes();
        boolean refused = refusal.isPresent();
        byte[] answer = refused
                ? ("{\"error\":{\"status\":403,\"message\":\"" + refusal.get() + "\"}}")
                        .getBytes(StandardCharsets.UTF_8)
                : grant(exchange.getRequestURI().getPath(), request);
        exchange.sendResponseHeaders(refused ? 403 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private byte[] grant(String path, byte[] request) throws IOException {
        try {
            if (path.endsWith("/enrol")) {
                joins.add(EnrolCodec.peekJoin(request));
                return hub.join(request);
            }
            return hub.renew(request);
        } catch (ProtocolException e) {
            throw new IOException(e);
        }
    }
}
