package skerry.agent.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.alert.AlertBoard;
import skerry.agent.alert.AlertView;
import skerry.agent.left.LeftKind;
import skerry.agent.left.LeftRoad;
import skerry.agent.left.LeftRow;
import skerry.agent.ring.LeftAccount;
import skerry.agent.ticket.Decision;
import skerry.agent.ticket.TicketFolder;
import skerry.agent.ticket.WaitingTicket;
import skerry.platform.CloseStack;
import skerry.platform.tls.CertificateAuthority;
import skerry.platform.tls.PemTls;
import skerry.platform.tls.PemTls.Pem;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.ticket.TicketRequest;

class SiteServerIT {
    @TempDir
    Path folder;

    private final CloseStack open = new CloseStack();
    private final FixedView view = new FixedView();
    private String pin = "";
    private SiteServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        Path file = folder.resolve("site-pin");
        pin = SitePin.make(file, new SecureRandom());
        server = open.push(SiteServer.start(
                new InetSocketAddress("127.0.0.1", 0), view, SitePin.load(file, () -> 0), Optional.empty()));
        client = open.push(HttpClient.newHttpClient());
    }

    @AfterEach
    void stop() {
        open.close();
    }

    @Test
    void readingNeedsNothing() throws Exception {
        assertThat(get("/").body()).contains("north-7", "Try the link now");
        assertThat(get("/").headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(get("/healthz").body()).isEqualTo("ok\n");
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        var head =
                HttpRequest.newBuilder(URI.create(origin() + "/healthz")).HEAD().build();
        assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).isEqualTo("node_load1 0.5\n");
    }

    @Test
    void aTicketIsShownEscapedAndDecidedByWhoKnowsThePinAndComesFromOurPage() throws Exception {
        var request = new TicketRequest(
                TicketRequest.Kind.LINES,
                "broker",
                List.of(),
                0,
                60_000,
                4096,
                100,
                "<b>why</b>",
                "erika",
                Severity.UNKNOWN);
        var ticket = new WaitingTicket(
                Bytes.of(new byte[16]), request, 1, 1_000_000_000_000L, 12, 345, true, "<script>alert(1)</script>");
        view.tickets = new TicketFolder(folder.resolve("tickets"));
        view.tickets.add(ticket);

        assertThat(get("/").body())
                .contains("The hub asks for detail", "00000000: log lines of broker", "erika", "12 records, 345 bytes")
                .contains("&lt;script&gt;", "&lt;b&gt;why")
                .doesNotContain("<script", "<b>why");
        String form = "ticket=" + ticket.cmdId().hex() + "&by=otto&say=approve&pin=";
        assertThat(post("/ticket", form + pin, "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(post("/ticket", form + "00000000", origin()).statusCode()).isEqualTo(403);
        assertThat(view.tickets.decision(ticket.cmdId())).isEmpty();
        assertThat(post("/ticket", form.replace("otto", "") + pin, origin()).body())
                .contains("say who you are");
        assertThat(post("/ticket", form.replace("approve", "what") + pin, origin())
                        .body())
                .contains("one of the two buttons");

        assertThat(post("/ticket", form + pin, origin()).body()).contains("Approved: it leaves at the next contact.");

        assertThat(view.tickets.decision(ticket.cmdId())).contains(new Decision(true, "otto"));
        assertThat(get("/").body()).contains("<b>Approved</b> by otto");
        assertThat(view.audit)
                .contains(
                        "ticket refused: foreign origin",
                        "ticket refused: wrong PIN",
                        "ticket ok",
                        "ticket 00000000 approve by otto");
    }

    @Test
    void theBrowserIsToldTheDigestOfTheStyleThatThePageHas() throws Exception {
        var answer = get("/");
        String page = answer.body();
        String style = page.substring(page.indexOf("<style>") + "<style>".length(), page.indexOf("</style>"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "';");
        assertThat(page).doesNotContain(" style=");
    }

    @Test
    void whatLeftIsReadWithoutAnAccountAndNothingOfItIsMarkup() throws Exception {
        view.left = new LeftAccount(
                List.of(
                        new LeftRow(
                                20_000,
                                false,
                                LeftRoad.LINK,
                                LeftKind.SERIES,
                                3,
                                6_000,
                                90,
                                1,
                                2_000,
                                "load <1>",
                                "std-7"),
                        new LeftRow(20_001, false, LeftRoad.STICK, LeftKind.EVENTS, 1, 500, 2, 0, 0, "", "")),
                1,
                0);

        var answer = get("/left");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.body())
                .contains(
                        "Since 2024-10-04 6.5 kB left, and 2.0 kB of it once more.",
                        "metric summaries, by link",
                        "90 series in 3 messages; 1 sent once more",
                        "<code>load &lt;1&gt;</code>",
                        "under policy std-7",
                        "events, by stick",
                        "1 entries are damaged")
                .doesNotContain("<script", " style=");
        assertThat(get("/").body()).contains("href=\"/left\"");
    }

    @Test
    void notReadySaysWhy() throws Exception {
        view.notReady = Optional.of("the ring cannot be written: the disk is full");

        var answer = get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("the ring cannot be written: the disk is full\n");
    }

    @Test
    void theButtonNeedsThePinAndOurOwnOriginAndLeavesATrace() throws Exception {
        assertThat(press("wrong", origin()).statusCode()).isEqualTo(403);
        assertThat(press(pin, "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(view.tries).isZero();

        assertThat(press(pin, origin()).statusCode()).isEqualTo(200);

        assertThat(view.tries).isEqualTo(1);
        assertThat(view.audit)
                .containsExactly("try-link refused: wrong PIN", "try-link refused: foreign origin", "try-link ok");
    }

    @Test
    void anAlertIsAcknowledgedByWhoKnowsThePinAndSaysTheirName() throws Exception {
        view.alerts = new AlertBoard(
                List.of(new AlertView(
                        "0123456789abcdef",
                        "PumpHot",
                        Labels.NONE,
                        "critical",
                        true,
                        0,
                        1,
                        "Pump is hot",
                        "",
                        Optional.empty())),
                List.of(),
                1,
                0,
                0,
                0,
                0,
                0,
                0);
        assertThat(get("/").body()).contains("<option value=\"0123456789abcdef\">Pump is hot</option>");
        String word = "key=0123456789abcdef&by=Ada+L%C3%B6f&pin=";

        assertThat(post("/acknowledge", word + "wrong", origin()).statusCode()).isEqualTo(403);
        assertThat(post("/acknowledge", word + pin, "http://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(post("/acknowledge", "key=0123456789abcdef&by=&pin=" + pin, origin())
                        .body())
                .contains("Say who you are");
        assertThat(view.acknowledged).isEmpty();

        assertThat(post("/acknowledge", word + pin, origin()).body()).contains("The alert is acknowledged.");
        assertThat(post("/acknowledge", "key=0&by=Ada&pin=" + pin, origin()).body())
                .contains("does not fire any more");
        assertThat(view.acknowledged).containsExactly("0123456789abcdef Ada Löf", "0 Ada");
        assertThat(view.audit)
                .contains("acknowledge refused: wrong PIN", "acknowledge refused: foreign origin", "acknowledge ok");
    }

    @Test
    void guessingThePinIsSlowedDown() throws Exception {
        for (int i = 0; i < 5; i++) {
            press("guess" + i, origin());
        }

        assertThat(press(pin, origin()).statusCode()).isEqualTo(429);
        assertThat(view.tries).isZero();
    }

    @Test
    void whatIsNotThereIsSaidNotToBe() throws Exception {
        assertThat(get("/healthz/").statusCode()).isEqualTo(404);
        assertThat(get("/try-link").statusCode()).isEqualTo(404);
        assertThat(post("/metrics", "", origin()).statusCode()).isEqualTo(404);
        assertThat(view.audit).isEmpty();
    }

    @Test
    void aFormThatIsLongerThanOursIsNotRead() throws Exception {
        String long4k = "pin=" + pin + "&by=" + "a".repeat(4 * 1024);

        assertThat(post("/try-link", long4k, origin()).statusCode()).isEqualTo(413);
        assertThat(view.tries).isZero();
        assertThat(get("/healthz").body()).isEqualTo("ok\n");
    }

    @Test
    void beyondLoopbackThePageIsServedOverTls() throws Exception {
        var authority = CertificateAuthority.open(
                Files.createDirectory(folder.resolve("ca")), InstantSource.system(), new SecureRandom());
        var trust = PemTls.contextOf(
                Optional.of(new Pem("the authority", Files.readString(authority.certificateFile()))),
                Optional.empty(),
                Optional.empty());
        SitePin known = SitePin.load(folder.resolve("site-pin"), () -> 0).orElseThrow();
        try (var secured = SiteServer.start(
                        new InetSocketAddress("127.0.0.1", 0),
                        view,
                        Optional.of(known),
                        Optional.of(authority.serverContext(List.of("127.0.0.1"))));
                var trusting = HttpClient.newBuilder().sslContext(trust).build()) {
            String origin = "https://127.0.0.1:" + secured.port();
            assertThat(trusting.send(
                                    HttpRequest.newBuilder(URI.create(origin + "/"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .contains("Try the link now");
            var press = HttpRequest.newBuilder(URI.create(origin + "/try-link"))
                    .POST(HttpRequest.BodyPublishers.ofString("pin=" + pin));
            assertThat(trusting.send(
                                    press.copy()
                                            .header("Origin", origin.replace("https", "http"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(trusting.send(press.header("Origin", origin).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThatThrownBy(() -> SiteServer.start(new InetSocketAddress(0), view, Optional.of(known), Optional.empty()))
                .hasMessageContaining("must not cross the network in the clear");
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatThrownBy(() -> SiteServer.start(
                        new InetSocketAddress("127.0.0.1", server.port()), view, Optional.empty(), Optional.empty()))
                .hasMessageContaining("set page.listen");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(origin() + path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> press(String word, String from) throws IOException, InterruptedException {
        return post("/try-link", "pin=" + word, from);
    }

    private HttpResponse<String> post(String path, String form, String from) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(origin() + path))
                        .header("Origin", from)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private String origin() {
        return "http://127.0.0.1:" + server.port();
    }
}
