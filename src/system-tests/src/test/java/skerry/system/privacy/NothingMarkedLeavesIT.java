package skerry.system.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.ring.LineFilter;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.SeriesSelector;
import skerry.hub.web.pages.Chromium;
import skerry.system.fleet.Eavesdropper;
import skerry.system.process.AgentCommand;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubCommand;
import skerry.system.process.HubFigures;
import skerry.system.process.HubProcess;
import skerry.testkit.broker.MosquittoProcess;

/**
 * Two sites full of marked personal data and secrets, one with a link and one with a stick: nothing marked is found in their rings, on
 * the wire, on the stick, in the hub's store, in its API or on its pages.
 */
class NothingMarkedLeavesIT {
    private static final int MARKS = 512;
    private static final long SEED = 20261128;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<Mark> marks = Marks.of(MARKS, SEED);
    private final Search search = new Search(marks);

    @Test
    void nothingMarkedIsFoundAnywhereOutsideTheSitesOwnInput() throws Exception {
        Optional<Path> binary = MosquittoProcess.find();
        assumeTrue(binary.isPresent(), "mosquitto is not installed");
        Path stick = Files.createDirectory(folder.resolve("stick"));
        try (var chromium = Chromium.startOrSkip();
                var broker = MosquittoProcess.create(binary.get(), false)) {
            broker.start();
            try (var wire = new Eavesdropper(broker);
                    var hub = HubProcess.start(folder.resolve("hub"), "broker.url=mqtt://127.0.0.1:" + broker.port());
                    var linked = new PlantedSite(
                            folder.resolve("linked"),
                            share(0),
                            "mqtt.url=mqtt://127.0.0.1:" + broker.port(),
                            "mqtt.hub=" + hub.card().text());
                    var dark = new PlantedSite(
                            folder.resolve("dark"),
                            share(1),
                            "mqtt.hub=" + hub.card().text())) {
                hub.register(linked.agent(), linked.name());
                hub.register(dark.agent(), dark.name());
                for (PlantedSite site : List.of(linked, dark)) {
                    site.agent().start();
                }
                for (PlantedSite site : List.of(linked, dark)) {
                    awaitWitnesses(site);
                    search.in("technician's page", site.agent().get("/").text());
                    search.in("agent's metrics", site.agent().get("/metrics").text());
                }
                linked.agent().deliverAndStop(LIMIT);
                dark.agent().stop();
                String data = dark.agent().data().toString();
                AgentCommand exported = AgentCommand.run(
                        "export",
                        "--to",
                        stick.toString(),
                        "--data",
                        data,
                        "--set",
                        "mqtt.hub=" + hub.card().text());
                assertThat(exported.exitCode()).as(exported.err()).isZero();
                HubCommand imported = HubCommand.run(
                        "import", stick.toString(), "--data", hub.data().toString());
                assertThat(imported.exitCode()).as(imported.out()).isZero();
                var figures = new HubFigures(hub);
                for (PlantedSite site : List.of(linked, dark)) {
                    Eventually.until("the hub has all lines", LIMIT, () -> figures.of(lines(site)) == site.lines());
                }

                look(wire);
                search.below("stick", stick);
                lookAtPages(chromium, hub);
                lookAtApi(hub);
                hub.stop();
                lookAtStore(hub);
                for (PlantedSite site : List.of(linked, dark)) {
                    lookAtRing(site.agent());
                    search.in("agent's output", site.agent().output());
                }
                search.in("hub's output", Files.readString(hub.log()));
            }
        }

        assertThat(search.bytes()).as("what was looked at").isGreaterThan(1_000_000);
        assertThat(search.summary()).isEmpty();
    }

    /** The marks of one of the two sites, over all places, so that each kind is in each place. */
    private Map<Place, List<Mark>> share(int site) {
        var shares = new EnumMap<Place, List<Mark>>(Place.class);
        Place[] places = Place.values();
        int kinds = (int) marks.stream().map(Mark::kind).distinct().count();
        for (int i = 0; i < marks.size(); i++) {
            int round = i * (places.length * 2) / marks.size();
            if (round % 2 == site) {
                shares.computeIfAbsent(places[(round / 2 + i) % places.length], _ -> new ArrayList<>())
                        .add(marks.get(i));
            }
        }
        assertThat(shares).hasSize(places.length);
        assertThat(kinds).isGreaterThan(20);
        return shares;
    }

    /** Nothing that is not taken in at all could be found anywhere. */
    private static void awaitWitnesses(PlantedSite site) throws Exception {
        AgentProcess agent = site.agent();
        Eventually.until(
                "all lines are in the ring",
                LIMIT,
                () -> agent.account().collected().lines() == site.lines());
        Path ring = agent.data().resolve("ring.db");
        Eventually.until("all planted series are in the ring", LIMIT, () -> {
            try (var reader = RingReader.open(ring)) {
                return series(reader, "site_written").size()
                                        + series(reader, "site_scraped").size()
                                == site.labels()
                        && series(reader, "kube_pod_labels").size() == site.objects();
            }
        });
        Eventually.until("all events are in the ring", LIMIT, () -> {
            try (var reader = RingReader.open(ring)) {
                int[] events = {0};
                reader.events(0, Long.MAX_VALUE, event -> {
                    events[0] += event.type().equals("kubernetes") ? 1 : 0;
                    return true;
                });
                return events[0] == site.events();
            }
        });
    }

    private static List<?> series(RingReader reader, String name) throws Exception {
        return reader.series(SeriesSelector.parse(name));
    }

    private static String lines(PlantedSite site) {
        return "skerry_site_delivered_records_total{kind=\"lines\",region=\"test\",site=\"" + site.name() + "\"}";
    }

    private static JsonNode patterns(HubProcess hub) throws Exception {
        return hub.api().get("/api/v1/patterns?limit=1000");
    }

    private void look(Eavesdropper wire) throws Exception {
        var batches = new Batches();
        for (var said : wire.heard()) {
            search.in("wire, topic", said.topic());
            search.in("wire, " + said.topic(), said.payload().toArray());
            if (said.topic().contains("/up/b/")) {
                batches.add(said.payload().toArray());
            }
        }
        assertThat(batches.size()).as("batches on the wire").isGreaterThan(3);
        for (String text : batches.texts()) {
            search.in("wire, a batch", text);
        }
    }

    private void lookAtPages(Chromium chromium, HubProcess hub) {
        try (var visitor = chromium.visitor(hub.pages().toString().replaceFirst("/$", ""))) {
            visitor.open("/").enter(hub.user(), hub.password());
            for (String path : List.of(
                    "/",
                    "/logs",
                    "/alerts",
                    "/sync",
                    "/settings",
                    "/sites/linked",
                    "/sites/linked/services",
                    "/sites/linked/pods",
                    "/sites/linked/events",
                    "/sites/linked/nodes/node-1",
                    "/sites/dark",
                    "/sites/dark/services",
                    "/sites/dark/pods",
                    "/sites/dark/events",
                    "/sites/dark/nodes/node-1")) {
                visitor.open(path);
                search.in("page " + path, visitor.page().content());
            }
        }
    }

    private void lookAtApi(HubProcess hub) throws Exception {
        for (String path : List.of("/fleet", "/sites", "/agents", "/sync", "/alerts", "/audit", "/updates")) {
            search.in("API " + path, hub.api().text("/api/v1" + path));
        }
        for (String site : List.of("linked", "dark")) {
            for (String part : List.of(
                    "",
                    "/metrics",
                    "/pods",
                    "/workloads",
                    "/services",
                    "/signals",
                    "/happenings?limit=500",
                    "/disks")) {
                search.in("API /sites" + part, hub.api().text("/api/v1/sites/" + site + part));
            }
        }
        for (JsonNode pattern : patterns(hub).path("patterns")) {
            search.in("API /patterns", pattern.toString());
            search.in(
                    "API /patterns/ID",
                    hub.api().text("/api/v1/patterns/" + pattern.path("id").asText()));
        }
    }

    private void lookAtStore(HubProcess hub) throws Exception {
        search.below("hub's store", hub.data());
        var batches = new Batches();
        try (Stream<Path> files = Files.walk(hub.data())) {
            for (Path day : files.filter(
                            file -> file.getFileName().toString().matches(".*[0-9]{4}-[0-9]{2}-[0-9]{2}.*\\.db"))
                    .toList()) {
                try (var db = DriverManager.getConnection("jdbc:sqlite:" + day);
                        var select = db.createStatement();
                        var rows = select.executeQuery("SELECT bytes FROM batch ORDER BY lsn")) {
                    while (rows.next()) {
                        batches.add(rows.getBytes(1));
                    }
                }
            }
        }
        assertThat(batches.size()).as("batches in the hub's store").isGreaterThan(6);
        for (String text : batches.texts()) {
            search.in("hub's store, a batch", text);
        }
    }

    private void lookAtRing(AgentProcess agent) throws Exception {
        search.below("ring", agent.data());
        try (var reader = RingReader.open(agent.data().resolve("ring.db"))) {
            reader.lines(LineFilter.between(Long.MIN_VALUE, Long.MAX_VALUE), 0, line -> {
                search.in("ring, line", new String(line.bytes(), line.offset(), line.length(), StandardCharsets.UTF_8));
                search.in("ring, source", line.source().key() + line.source().labels());
                return true;
            });
            reader.events(0, Long.MAX_VALUE, event -> {
                search.in("ring, event", event.toString());
                return true;
            });
        }
        Path support = folder.resolve("support-" + agent.identity().uid() + ".zip");
        var made = AgentCommand.run("diagnose", "--data", agent.data().toString(), "--out", support.toString());
        assertThat(made.exitCode()).as(made.err()).isZero();
        try (var zip = new ZipInputStream(Files.newInputStream(support))) {
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                search.in("support file, " + part.getName(), zip.readAllBytes());
            }
        }
    }
}
