package skerry.system.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.RunningHub;
import skerry.hub.WireAgent;
import skerry.platform.CloseStack;
import skerry.promql.Answer;
import skerry.promql.Evaluator;
import skerry.promql.Expr;
import skerry.promql.LabelSets;
import skerry.promql.Parsed;
import skerry.promql.Parser;
import skerry.promql.QueryLimits;
import skerry.promql.Sample;
import skerry.promql.Value;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.LossCause;
import skerry.protocol.series.Labels;
import skerry.system.process.Checkout;
import skerry.system.process.Eventually;

/** A hub with a site that delivered and lost something, read as the examples of {@code deploy} have it read. */
class PrometheusIT {
    private static final Path DEPLOY = Checkout.home().resolve("deploy");
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What Prometheus answers until it has read what it stored. */
    private static final int STARTING = 503;

    private static final Map<String, String> VARIABLES =
            Map.of("region", ".*", "site", "north", "job", ".*", "__rate_interval", "2m", "__range", "1h");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final Pattern NAME = Pattern.compile("\\b(skerry_[a-z_]+|scrape_duration_seconds|up)\\b");
    private static final Pattern CHOICE = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{(\\w+)}}");
    /** What a panel leaves out of what there is. */
    private static final Pattern FILTER = Pattern.compile(" (> 0|== 1)");

    private static final long NOW = 1_790_000_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final CloseStack open = new CloseStack();

    @SuppressWarnings("NullAway.Init")
    private RunningHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = open.push(new RunningHub(folder.resolve("hub"), Map.of("web.listen", "0.0.0.0:0")));
        var agent = new FakeAgent(1);
        hub.enrol(agent, "north");
        var wire = open.push(new WireAgent(agent, hub));
        wire.hello();
        var full = new Gap(0, Stream.MINUTES, 1, 3, 3, new RecordCounts(30, 4, 0), NOW, NOW, LossCause.RING_FULL);
        wire.send(agent.gaps(new GapTable(List.of(full)), NOW));
        RunningHub.until("the loss is known", () -> metrics().contains("cause=\"ring-full\""));
    }

    @AfterEach
    void stop() {
        open.close();
    }

    private String metrics() throws IOException, InterruptedException {
        return hub.get("/metrics").text();
    }

    private static List<Dashboard.Query> queries() throws IOException {
        var queries = new ArrayList<Dashboard.Query>();
        for (Dashboard dashboard : Dashboard.all()) {
            queries.addAll(dashboard.queries(VARIABLES));
        }
        return queries;
    }

    /** As Prometheus keeps a scrape, with its own labels and series. */
    private List<Sample> scraped() throws IOException, InterruptedException {
        var samples = new ArrayList<Sample>();
        for (String line :
                (metrics() + "up 1\nscrape_duration_seconds 0.1\n").lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches()) {
                Labels labels = Labels.of(LabelSets.NAME, sample.group(1), "job", "skerry", "instance", "hub:8440");
                Matcher label =
                        LABEL.matcher(Optional.ofNullable(sample.group(2)).orElse(""));
                while (label.find()) {
                    labels = labels.with(label.group(1), label.group(2));
                }
                samples.add(new Sample(labels, Double.parseDouble(sample.group(3))));
            }
        }
        return samples;
    }

    private static Expr parsed(Dashboard.Query query, String text) {
        return switch (new Parser().parse(text)) {
            case Parsed.Expression(Expr expr) -> expr;
            case Parsed.Refused(var refusal) -> throw new AssertionError(query + ": " + refusal);
        };
    }

    /** Over half an hour of scrapes that are all alike. */
    private static List<Sample> asked(List<Sample> scraped, Expr expr) throws IOException {
        var evaluator = new Evaluator(
                (matchers, from, to, visitor) -> {
                    for (Sample sample : scraped) {
                        if (matchers.stream()
                                .allMatch(matcher ->
                                        matcher.matches(sample.labels().get(matcher.label())))) {
                            for (long time = NOW - 1_800_000; time <= NOW; time += 30_000) {
                                if (time >= from
                                        && time <= to
                                        && !visitor.sample(sample.labels(), time, sample.value())) {
                                    return;
                                }
                            }
                        }
                    }
                },
                QueryLimits.USUAL);
        return switch (evaluator.instant(expr, NOW)) {
            case Answer.Result(Value.InstantVector vector) -> vector.samples();
            case Answer other -> throw new AssertionError("no vector: " + other);
        };
    }

    @Test
    void everyPanelNamesOnlyWhatTheHubExposesAndDrawsIt() throws Exception {
        List<Sample> scraped = scraped();
        Set<String> exposed = metrics()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));
        exposed.addAll(Set.of("up", "scrape_duration_seconds"));
        Set<String> present = scraped.stream()
                .map(sample -> sample.labels().get(LabelSets.NAME))
                .collect(Collectors.toSet());

        for (Dashboard.Query query : queries()) {
            List<String> named = NAME.matcher(query.expression())
                    .results()
                    .map(found -> found.group())
                    .toList();
            assertThat(exposed).as(query.toString()).containsAll(named);
            assertThat(named).as(query.toString()).isNotEmpty();
            parsed(query, query.expression());
            List<Sample> drawn = asked(
                    scraped, parsed(query, FILTER.matcher(query.expression()).replaceAll("")));
            if (present.containsAll(named)) {
                assertThat(drawn).as("%s draws something", query).isNotEmpty();
            }
            for (Sample sample : drawn) {
                SHOWN.matcher(query.legend())
                        .results()
                        .forEach(found -> assertThat(sample.labels().get(found.group(1)))
                                .as("label %s of %s", found.group(1), query)
                                .isNotEmpty());
            }
        }
    }

    @Test
    void theChoicesOfADashboardAreLabelsThatThereAre() throws Exception {
        List<Sample> scraped = scraped();
        for (Dashboard dashboard : Dashboard.all()) {
            for (JsonNode variable : dashboard.json().at("/templating/list")) {
                if (variable.path("type").asText().equals("query")) {
                    Matcher choice = CHOICE.matcher(variable.at("/query/query").asText());
                    assertThat(choice.matches()).as(variable.toString()).isTrue();
                    assertThat(variable.path("definition")).isEqualTo(variable.at("/query/query"));
                    assertThat(scraped)
                            .as(variable.at("/query/query").asText())
                            .anyMatch(sample -> sample.labels()
                                            .get(LabelSets.NAME)
                                            .equals(choice.group(1))
                                    && !sample.labels().get(choice.group(2)).isEmpty());
                }
            }
        }
    }

    /** The example's lines, with files and the address of this test. */
    private Path configuration(String token) throws IOException {
        Path here = Files.createDirectories(folder.resolve("prometheus"));
        Files.writeString(here.resolve("skerry-token"), token);
        Files.copy(RunningHub.trust(folder.resolve("hub")), here.resolve("skerry-ca.pem"));
        Files.copy(DEPLOY.resolve("prometheus/skerry-rules.yaml"), here.resolve("skerry-rules.yaml"));
        String example = Files.readString(DEPLOY.resolve("prometheus/scrape.yaml"));
        String own = example.replace("/etc/prometheus/", here + "/")
                .replace("hub.example.org:8440", "127.0.0.1:" + hub.base().getPort())
                .replace("scrape_interval: 30s", "scrape_interval: 1s");
        assertThat(own).doesNotContain("/etc/", "example");
        return Files.writeString(here.resolve("prometheus.yml"), own);
    }

    @Test
    void promtoolFindsNothingToSay() throws Exception {
        assumeTrue(run("promtool", "--version").code == 0, "no promtool here");
        Path configuration = configuration("token");
        Ended checked = run("promtool", "check", "config", configuration.toString());
        assertThat(checked.code).as(checked.out).isZero();
        assertThat(checked.out).contains("rules found").doesNotContain("FAILED", "warning");

        Path panels = folder.resolve("panels.yaml");
        var text = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
        int number = 0;
        for (Dashboard.Query query : queries()) {
            text.append("      - {record: panel_")
                    .append(number++)
                    .append(", expr: ")
                    .append(JSON.writeValueAsString(query.expression()))
                    .append("}\n");
        }
        Files.writeString(panels, text);
        Ended read = run("promtool", "check", "rules", panels.toString());
        assertThat(read.code).as(read.out).isZero();
    }

    @Test
    void aPrometheusReadsTheHubOverTlsWithATokenAndAnswersEveryPanel() throws Exception {
        assumeTrue(run("prometheus", "--version").code == 0, "no prometheus here");
        Path configuration = configuration(hub.token("viewer"));
        int port = freePort();
        Process prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        try (var client = HttpClient.newHttpClient()) {
            Eventually.until(
                    "it has scraped the hub",
                    LIMIT,
                    () -> ask(client, port, "up{job=\"skerry\"} == 1")
                                    .at("/data/result")
                                    .size()
                            == 1);
            assertThat(ask(client, port, "skerry_site_state{site=\"north\"} == 1")
                            .at("/data/result"))
                    .hasSize(1);
            for (Dashboard.Query query : queries()) {
                assertThat(ask(client, port, query.expression()).path("status").asText())
                        .as(query.toString())
                        .isEqualTo("success");
            }
        } finally {
            prometheus.destroy();
            prometheus.waitFor();
        }
    }

    private static JsonNode ask(HttpClient client, int port, String expression)
            throws IOException, InterruptedException {
        String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query))
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode() == STARTING ? JSON.createObjectNode() : JSON.readTree(answer.body());
        } catch (ConnectException e) {
            return JSON.createObjectNode();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private record Ended(int code, String out) {}

    private static Ended run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), out);
        } catch (IOException e) {
            return new Ended(127, String.valueOf(e.getMessage()));
        }
    }
}
