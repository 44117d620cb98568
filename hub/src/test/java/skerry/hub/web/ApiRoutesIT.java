package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.MadeRelease;
import skerry.hub.RunningHub;
import skerry.hub.RunningHub.Answer;
import skerry.hub.access.Access;
import skerry.hub.access.GuessLimit;
import skerry.hub.backup.BackupDesk;
import skerry.hub.fleet.Enrolment;
import skerry.hub.fleet.FleetWatch;
import skerry.hub.ingest.HubIdent;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.ingest.Intake;
import skerry.hub.ingest.stick.ImportDesk;
import skerry.hub.ingest.stick.SpoolFolder;
import skerry.hub.query.StoreFacts;
import skerry.hub.store.sqlite.SqliteAccessStore;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.hub.update.ReleaseDesk;
import skerry.hub.update.ReleaseFolder;
import skerry.hub.update.RolloutDesk;
import skerry.hub.web.Routes.Route;
import skerry.platform.CloseStack;
import skerry.platform.tls.CertificateAuthority;
import skerry.protocol.Bytes;
import skerry.protocol.Topics;
import skerry.protocol.Uid;
import skerry.protocol.identity.HubIdentity;

/** What holds for every route there is, present and future: each is tried on a whole hub. */
class ApiRoutesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Ways in, and what a probe or a page without a login may know. */
    private static final Set<String> OPEN =
            Set.of("GET /api/v1/session", "POST /api/v1/setup", "POST /api/v1/login", "GET /healthz", "GET /readyz");
    /** For agents: what is asked proves itself, and a browser is turned away. */
    private static final Set<String> FOR_AGENTS = Set.of("POST /api/v1/enrol", "POST /api/v1/renew");

    @TempDir
    Path folder;

    private final CloseStack open = new CloseStack();
    private Set<Route> routes;
    private RunningHub hub;

    @BeforeEach
    void start() throws Exception {
        InstantSource clock = InstantSource.system();
        var store = open.push(new SqliteFleetStore(folder.resolve("listed"), clock, 1));
        var access = new Access(
                open.push(SqliteAccessStore.open(folder.resolve("listed.db"))),
                clock,
                new SecureRandom(),
                new GuessLimit());
        var watch = new FleetWatch(store.registry(), new StoreFacts(store, clock), clock, store.states());
        var enrolment = new Enrolment(
                store,
                CertificateAuthority.open(folder.resolve("listed"), clock, new SecureRandom()),
                HubIdentity.generate(new SecureRandom()),
                () -> new Enrolment.Addresses("mqtt://localhost:1883", "skerry", URI.create("http://localhost/")),
                clock,
                new SecureRandom());
        var hubKeys = HubIdent.of(HubIdentity.generate(new SecureRandom()), 1);
        var intake = new Intake(store, new Topics("skerry"), clock, new IngestCounts());
        var desk = new ImportDesk(store, hubKeys, intake, () -> {}, SpoolFolder.in(folder), clock);
        var about = new HubApi.About("test", "1", 0, false, false);
        var backups = open.push(new BackupDesk(
                folder, List.of(), Optional.empty(), "test", clock, (actor, target, result, from) -> {}));
        var releases = new ReleaseDesk(store, ReleaseFolder.in(folder), clock);
        routes = Routes.of(open.push(new HubApi(
                access,
                store,
                watch,
                enrolment,
                clock,
                desk,
                backups,
                releases,
                open.push(new RolloutDesk(
                        store, releases, watch::snapshot, _ -> {}, access::audit, false, clock, new SecureRandom())),
                _ -> {},
                Optional::empty,
                about,
                List::of,
                Optional::empty)));
        hub = open.push(new RunningHub(folder.resolve("hub"), Map.of()));
    }

    @AfterEach
    void stop() {
        open.close();
    }

    @Test
    void theOpenApiDocumentTellsOfEachRouteAndOfNoOther() throws Exception {
        JsonNode document = JSON.readTree(hub.get("/api/v1/openapi.json").text());
        var told = new TreeSet<String>();
        document.path("paths").properties().forEach(path -> {
            String base = path.getValue().path("servers").isEmpty() ? "/api/v1" : "";
            path.getValue().properties().forEach(member -> {
                if (!member.getKey().equals("servers")) {
                    told.add(member.getKey().toUpperCase(Locale.ROOT) + " " + base + path.getKey());
                    assertThat(member.getValue().path("summary").asText())
                            .as(path.getKey())
                            .isNotBlank();
                    assertThat(member.getValue().path("security").isEmpty()
                                    && member.getValue().has("security"))
                            .as("whether " + member.getKey() + " " + path.getKey() + " needs a login")
                            .isEqualTo(needsNoLogin(
                                    member.getKey().toUpperCase(Locale.ROOT) + " " + base + path.getKey()));
                }
            });
        });

        assertThat(told).isEqualTo(routes.stream().map(Route::toString).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyReferenceOfTheDocumentLeadsSomewhere() throws Exception {
        JsonNode document = JSON.readTree(hub.get("/api/v1/openapi.json").text());

        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    @Test
    void nothingButTheWaysInIsAnsweredWithoutALogin() throws Exception {
        for (Route route : routes) {
            int status = status(route, FOR_AGENTS.contains(route.toString()) ? "X: y" : "Origin: " + origin());
            if (FOR_AGENTS.contains(route.toString())) {
                assertThat(status).as(route + " with what no agent sends").isEqualTo(415);
                assertThat(status(route, "Origin: " + origin()))
                        .as(route + " by a page")
                        .isEqualTo(403);
            } else if (OPEN.contains(route.toString())) {
                assertThat(status).as(route.toString()).isNotEqualTo(401);
            } else {
                assertThat(status).as(route.toString()).isEqualTo(401);
            }
        }
    }

    @Test
    void noRouteIsAnsweredUnderAForeignName() throws Exception {
        for (Route route : routes) {
            assertThat(raw(route, "evil.example", "")).as(route.toString()).contains(" 421 ");
        }
    }

    @Test
    void noChangeIsMadeWithoutOurOriginOurWordAndAnAdministrator() throws Exception {
        String session = hub.cookie();
        String viewer = hub.token("viewer");
        for (Route route : changes()) {
            String at = route.toString();
            if (FOR_AGENTS.contains(at)) {
                continue;
            }
            assertThat(status(route, "Cookie: " + session))
                    .as(at + " without an Origin")
                    .isEqualTo(403);
            assertThat(status(route, "Cookie: " + session, "Origin: https://evil.example"))
                    .as(at + " from another site")
                    .isEqualTo(403);
            if (!OPEN.contains(at)) {
                assertThat(status(route, "Cookie: " + session, "Origin: " + origin()))
                        .as(at + " without the session's word")
                        .isEqualTo(403);
                assertThat(status(route, "Cookie: " + session, "Origin: " + origin(), "X-CSRF-Token: guessed"))
                        .as(at + " with a wrong word")
                        .isEqualTo(403);
                if (!at.equals("POST /api/v1/logout")) {
                    assertThat(status(route, "Authorization: Bearer " + viewer))
                            .as(at + " by a viewer")
                            .isEqualTo(403);
                }
            }
        }
    }

    @Test
    void everyChangeLeavesALineInTheAuditTrailThatNamesItsActor() throws Exception {
        var agent = new FakeAgent(1);
        String card = agent.identity().card().text();
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("POST /api/v1/sites", RunningHub.body("id", "north", "name", "North"));
        bodies.put("PATCH /api/v1/sites/north", RunningHub.body("name", "Far North"));
        bodies.put("POST /api/v1/agents", RunningHub.body("card", card, "site", "north", "node", "pi"));
        bodies.put("PATCH /api/v1/agents/" + agent.uid(), RunningHub.body("node", "pi-b"));
        bodies.put("POST /api/v1/join-codes", RunningHub.body("site", "north"));
        bodies.put("DELETE /api/v1/join-codes/+", "");
        bodies.put("POST /api/v1/agents/" + agent.uid() + "/commands", RunningHub.body("type", "support-file"));
        bodies.put("DELETE /api/v1/agents/" + agent.uid() + "/commands/=", "");
        bodies.put(
                "POST /api/v1/agents/" + agent.uid() + "/tickets",
                "{\"kind\":\"lines\",\"from\":1,\"to\":2,\"reason\":\"why\"}");
        bodies.put("DELETE /api/v1/agents/" + agent.uid(), "");
        bodies.put("POST /api/v1/agents/" + agent.uid() + "/restore", "");
        bodies.put("POST /api/v1/patterns/00000000000003e8/erase", "{}");
        bodies.put("POST /api/v1/imports", "no manifest");
        bodies.put("POST /api/v1/imports/unknown/commands", "{}");
        bodies.put("POST /api/v1/imports/unknown/files/0000000000000001-1-2.skb", "no file");
        var release = new MadeRelease(folder.resolve("release"), "1.1", MadeRelease.key());
        bodies.put("POST /api/v1/releases", papers(release));
        for (Path file : List.of(
                release.packageFile(),
                release.folder().resolve("install.sh"),
                release.folder().resolve("release-key"))) {
            bodies.put(
                    "POST /api/v1/releases/1.1/files/"
                            + Bytes.of(Files.readAllBytes(file)).sha256().hex(),
                    Files.readString(file));
        }
        bodies.put("POST /api/v1/rollouts", RunningHub.body("version", "1.1", "canary", "north/pi-b"));
        bodies.put("PATCH /api/v1/rollouts/1", RunningHub.body("action", "stop"));
        bodies.put("DELETE /api/v1/releases/1.1", "");
        bodies.put("POST /api/v1/tokens", "{\"name\":\"t\",\"role\":\"viewer\",\"days\":1}");
        bodies.put("DELETE /api/v1/tokens/*", "");
        bodies.put("POST /api/v1/setup", RunningHub.body("code", "x", "name", "eve", "password", "long enough to try"));
        bodies.put("POST /api/v1/login", RunningHub.body("name", "ada", "password", "correct horse battery"));
        bodies.put("POST /api/v1/logout", "");
        var tried = new TreeSet<String>();
        for (var change : bodies.entrySet()) {
            String[] route = change.getKey().split(" ", 2);
            String path =
                    route[1].replace("*", tokenId()).replace("+", joinCodeId()).replace("=", commandId(agent.uid()));
            int before = audit().size();

            Answer answer = hub.change(route[0], path, change.getValue());

            // The setup code is used up; that somebody tried is what the trail must say.
            assertThat(answer.status()).as(change.getKey()).isBetween(200, path.endsWith("/setup") ? 403 : 204);
            JsonNode trail = path.endsWith("/logout") ? loggedInAgain() : audit();
            int lines = trail.size() - before - (path.endsWith("/logout") ? 1 : 0);
            assertThat(lines).as("audit lines of " + change.getKey()).isEqualTo(1);
            String actor =
                    trail.get(path.endsWith("/logout") ? 1 : 0).path("actor").asText();
            assertThat(actor).as(change.getKey()).isEqualTo(path.endsWith("/setup") ? "eve" : "ada");
            tried.add(route[0] + " "
                    + routes.stream()
                            .filter(one -> one.method().equals(route[0])
                                    && path.matches(one.path().replaceAll("\\{[a-z]+}", "[^/]+")))
                            .findFirst()
                            .orElseThrow()
                            .path());
        }

        assertThat(tried)
                .as("a new route that changes something needs a line above")
                .isEqualTo(changes().stream()
                        .map(Route::toString)
                        .filter(at -> !FOR_AGENTS.contains(at)) // EnrolmentIT
                        .filter(at -> !at.equals("POST /api/v1/backup")) // told when it ends: BackupDrillIT
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** As JSON has it. */
    private static String read(MadeRelease release, String name) throws IOException {
        return Files.readString(release.folder().resolve(name)).replace("\n", "\\n");
    }

    private static String papers(MadeRelease release) throws Exception {
        return RunningHub.body(
                "manifest",
                read(release, "manifest"),
                "signatures",
                read(release, "manifest.sig"),
                "key",
                read(release, "release-key"),
                "fingerprint",
                release.fingerprint());
    }

    private List<Route> changes() {
        return routes.stream().filter(Route::changes).toList();
    }

    private JsonNode audit() throws IOException, InterruptedException {
        return JSON.readTree(hub.get("/api/v1/audit?limit=1000").text()).path("entries");
    }

    private JsonNode loggedInAgain() throws IOException, InterruptedException {
        hub.logIn();
        return audit();
    }

    private static boolean needsNoLogin(String at) {
        return OPEN.contains(at) || FOR_AGENTS.contains(at);
    }

    private String commandId(Uid uid) throws IOException, InterruptedException {
        return JSON.readTree(hub.get("/api/v1/agents/" + uid + "/commands").text())
                .path("commands")
                .path(0)
                .path("id")
                .asText();
    }

    private String joinCodeId() throws IOException, InterruptedException {
        return JSON.readTree(hub.get("/api/v1/join-codes").text())
                .path("codes")
                .path(0)
                .path("id")
                .asText("none");
    }

    private String tokenId() throws IOException, InterruptedException {
        return JSON.readTree(hub.get("/api/v1/tokens").text())
                .path("tokens")
                .path(0)
                .path("id")
                .asText("none");
    }

    private String origin() {
        URI base = hub.base();
        return "http://127.0.0.1:" + base.getPort();
    }

    private int status(Route route, String... headers) throws IOException {
        String line = raw(route, "127.0.0.1:" + hub.base().getPort(), String.join("\r\n", headers) + "\r\n");
        return Integer.parseInt(line.split(" ", 3)[1]);
    }

    /** The first line of the answer: a socket of our own, as HTTP clients set Host and Origin themselves. */
    private String raw(Route route, String host, String headers) throws IOException {
        String request = route.method() + " " + route.somewhere() + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers
                + "Connection: close\r\nContent-Length: 2\r\n\r\n{}";
        try (var socket = new Socket("127.0.0.1", hub.base().getPort());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return String.valueOf(in.readLine());
        }
    }
}
