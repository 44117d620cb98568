package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.access.Access;
import skerry.hub.access.GuessLimit;
import skerry.hub.access.Role;
import skerry.hub.store.sqlite.SqliteAccessStore;
import skerry.platform.CloseStack;

/** Every request here goes through a real socket to a real server. */
class GateIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    private final CloseStack open = new CloseStack();
    private Access access;
    private HubServer server;
    private HttpClient client;

    /** Stands for whatever a later resource changes. */
    private static final class Probe implements HttpService {
        @Override
        public void routing(HttpRules rules) {
            rules.get("/probe", (request, response) -> response.send("read"))
                    .put("/probe", (request, response) -> response.send("changed"))
                    .get("/broken", (request, response) -> {
                        throw new IllegalStateException("inner secret");
                    });
        }
    }

    @BeforeEach
    void start() throws SQLException {
        var store = open.push(SqliteAccessStore.open(folder.resolve("access.db")));
        access = new Access(store, InstantSource.system(), new SecureRandom(), new GuessLimit());
        server = open.push(HubServer.start(
                new HubServer.Listen(new InetSocketAddress("127.0.0.1", 0), List.of(), Optional.empty()),
                access,
                List.of(
                        new SessionResource(access, new HubApi.About("test", "1", 0, false, false)),
                        new TokensResource(access),
                        new Probe()),
                List.of()));
        client = open.push(HttpClient.newHttpClient());
    }

    @AfterEach
    void stop() {
        open.close();
    }

    @Test
    void nothingIsReadOrChangedWithoutLoggingIn() throws Exception {
        assertThat(send(get("/api/v1/probe")).statusCode()).isEqualTo(401);
        assertThat(send(get("/api/v1/tokens")).statusCode()).isEqualTo(401);
        assertThat(send(get("/metrics")).statusCode()).isEqualTo(401);
        assertThat(send(put("/api/v1/probe").header("Origin", origin())).statusCode())
                .isEqualTo(401);
        assertThat(send(get("/api/v1/session")).body()).contains("\"setupNeeded\":true");
    }

    @Test
    void aChangeFromABrowserNeedsOurOriginAndTheSessionsWord() throws Exception {
        String cookie = setUp();
        String csrf = csrf(cookie);

        assertThat(send(get("/api/v1/probe").header("Cookie", cookie)).body()).isEqualTo("read");
        assertThat(send(put("/api/v1/probe").header("Cookie", cookie).header("X-CSRF-Token", csrf))
                        .statusCode())
                .as("without an Origin")
                .isEqualTo(403);
        assertThat(send(put("/api/v1/probe")
                                .header("Cookie", cookie)
                                .header("X-CSRF-Token", csrf)
                                .header("Origin", "http://evil.example"))
                        .statusCode())
                .as("from another site")
                .isEqualTo(403);
        assertThat(send(put("/api/v1/probe").header("Cookie", cookie).header("Origin", origin()))
                        .statusCode())
                .as("without the word")
                .isEqualTo(403);
        assertThat(send(put("/api/v1/probe")
                                .header("Cookie", cookie)
                                .header("Origin", origin())
                                .header("X-CSRF-Token", csrf))
                        .body())
                .isEqualTo("changed");
    }

    @Test
    void aViewersTokenReadsAndAnAdministratorsChanges() throws Exception {
        var ada =
                access.bySession(setUp().substring("skerry_session=".length())).orElseThrow();
        String viewer = "Bearer " + access.addToken("viewer", Role.VIEWER, 1, ada, "test");
        String admin = "Bearer " + access.addToken("admin", Role.ADMIN, 1, ada, "test");

        assertThat(send(get("/api/v1/probe").header("Authorization", viewer)).body())
                .isEqualTo("read");
        assertThat(send(put("/api/v1/probe").header("Authorization", viewer)).statusCode())
                .isEqualTo(403);
        assertThat(send(get("/api/v1/audit").header("Authorization", viewer)).statusCode())
                .isEqualTo(403);
        assertThat(send(put("/api/v1/probe").header("Authorization", admin)).body())
                .isEqualTo("changed");
        assertThat(send(put("/api/v1/probe").header("Authorization", "Bearer skt_made-up"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aForeignHostNameIsNotServed() throws Exception {
        assertThat(raw("GET /api/v1/session HTTP/1.1\r\nHost: evil.example:" + server.port()
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepPagesApart() throws Exception {
        for (String path : List.of("/api/v1/session", "/api/v1/probe", "/nothing.js")) {
            var headers = send(get(path)).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOtherSites() throws Exception {
        var answer = send(post("/api/v1/setup", setupBody()).header("Origin", origin()));

        assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
                .contains("HttpOnly", "SameSite=Strict", "Path=/");
    }

    @Test
    void aFailureInsideIsOneSentenceWithoutItsInsides() throws Exception {
        String cookie = setUp();

        var answer = send(get("/api/v1/broken").header("Cookie", cookie));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"status\":500,\"message\":\"the hub failed to answer; its log says why\"}}");
    }

    @Test
    void badBodiesAreRefusedWithTheReason() throws Exception {
        assertThat(send(post("/api/v1/login", "{\"name\":\"ada\"}").header("Origin", origin()))
                        .body())
                .contains("'password' is missing");
        assertThat(send(post("/api/v1/login", "{not json").header("Origin", origin()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(post("/api/v1/login", "x".repeat(70_000)).header("Origin", origin()))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send(post("/api/v1/login", "x".repeat(2 << 20)).header("Origin", origin()))
                        .body())
                .contains("send a body of at most 1048576 bytes with its length");
    }

    @Test
    void guessingPasswordsIsAnsweredWithAWait() throws Exception {
        setUp();
        for (int i = 0; i < 5; i++) {
            assertThat(send(post("/api/v1/login", "{\"name\":\"ada\",\"password\":\"guess\"}")
                                    .header("Origin", origin()))
                            .statusCode())
                    .isEqualTo(401);
        }
        var answer = send(post("/api/v1/login", "{\"name\":\"ada\",\"password\":\"" + PASSWORD + "\"}")
                .header("Origin", origin()));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void loggingOutEndsTheSession() throws Exception {
        String cookie = setUp();

        assertThat(send(post("/api/v1/logout", "")
                                .header("Cookie", cookie)
                                .header("Origin", origin())
                                .header("X-CSRF-Token", csrf(cookie)))
                        .statusCode())
                .isEqualTo(204);
        assertThat(send(get("/api/v1/probe").header("Cookie", cookie)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void whatDoesNotExistIsNotFoundAndIsNoFailureOfTheHub() throws Exception {
        assertThat(send(get("/js/nothing.js")).statusCode()).isEqualTo(404);
        String cookie = setUp();
        var answer = send(post("/api/v1/nothing", "{}")
                .header("Cookie", cookie)
                .header("Origin", origin())
                .header("X-CSRF-Token", csrf(cookie)));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("POST /api/v1/nothing: not found");
    }

    @Test
    void pagesTravelPackedToBrowsersThatUnpackThem() throws Exception {
        String plain = send(get("/js/main.js")).body();
        var packed = client.send(
                get("/js/main.js").header("Accept-Encoding", "gzip, br").build(), BodyHandlers.ofByteArray());

        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(packed.body().length).isLessThan(plain.length() / 2);
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(unpacked.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(plain);
        }
    }

    @Test
    void beyondLoopbackWithoutTlsIsNotStarted() {
        assertThatThrownBy(() -> new HubServer.Listen(new InetSocketAddress("0.0.0.0", 0), List.of(), Optional.empty()))
                .hasMessageContaining("needs TLS");
    }

    @Test
    void aPortInUseIsNamed() {
        var taken =
                new HubServer.Listen(new InetSocketAddress("127.0.0.1", server.port()), List.of(), Optional.empty());

        assertThatThrownBy(() -> HubServer.start(taken, access, List.of(), List.of()))
                .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port())
                .hasMessageContaining("set web.listen");
    }

    private String setUp() throws Exception {
        var answer = send(post("/api/v1/setup", setupBody()).header("Origin", origin()));
        assertThat(answer.statusCode()).isEqualTo(204);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private String setupBody() {
        return "{\"code\":\"" + access.setupCode().orElseThrow() + "\",\"name\":\"ada\",\"password\":\"" + PASSWORD
                + "\"}";
    }

    private String csrf(String cookie) throws Exception {
        String body = send(get("/api/v1/session").header("Cookie", cookie)).body();
        int start = body.indexOf("\"csrf\":\"") + 8;
        return body.substring(start, body.indexOf('"', start));
    }

    private String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create(origin() + path)).GET();
    }

    private HttpRequest.Builder put(String path) {
        return HttpRequest.newBuilder(URI.create(origin() + path)).PUT(BodyPublishers.noBody());
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(URI.create(origin() + path)).POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return String.valueOf(in.readLine());
        }
    }
}
