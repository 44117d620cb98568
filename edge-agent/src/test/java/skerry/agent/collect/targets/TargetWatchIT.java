package skerry.agent.collect.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static skerry.agent.collect.targets.ScrapeBench.labelled;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.SampleBuffer;
import skerry.agent.collect.targets.RelabelRule.Action;
import skerry.platform.tls.CertificateAuthority;
import skerry.platform.tls.ClientKeys;
import skerry.protocol.series.Labels;

class TargetWatchIT {
    private static final Duration LIFE = Duration.ofDays(1);

    private final ScrapeBench bench = new ScrapeBench();
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private MetricsServer server;

    @BeforeEach
    void open() throws IOException {
        server = MetricsServer.plain();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aScrapeGivesItsSamplesUnderJobAndInstanceAndAReport() {
        bench.more = Labels.of("rack", "7");
        server.answers("# TYPE a counter\na{x=\"y\"} 1\nb 2\n");
        TargetWatch watch = bench.watch(server.url());

        Map<String, Double> first = bench.scrape(watch);
        server.answers("a{x=\"y\"} 2\nc 3\n");
        Map<String, Double> second = bench.scrape(watch);

        String labels = "{instance=\"here\",job=\"app\",rack=\"7\"}";
        assertThat(first)
                .containsEntry("a{instance=\"here\",job=\"app\",rack=\"7\",x=\"y\"}", 1.0)
                .containsEntry("b" + labels, 2.0)
                .containsEntry("up" + labels, 1.0)
                .containsEntry("scrape_samples_scraped" + labels, 2.0)
                .containsEntry("scrape_samples_post_metric_relabeling" + labels, 2.0)
                .containsEntry("scrape_series_added" + labels, 2.0)
                .containsKey("scrape_duration_seconds" + labels)
                .hasSize(7);
        assertThat(second).containsEntry("scrape_series_added" + labels, 1.0);
        assertThat(watch.state().problem()).isEmpty();
        assertThat(watch.state().series()).isEqualTo(2);
    }

    @Test
    void theRequestSaysWhatPrometheusSays() {
        bench.scrape(server.url());

        var headers = server.asked.getFirst();
        assertThat(headers.getFirst("Accept"))
                .startsWith("application/openmetrics-text;version=1.0.0")
                .contains("text/plain;version=0.0.4;q=");
        assertThat(headers.getFirst("Accept-Encoding")).isEqualTo("gzip");
        assertThat(headers.getFirst("User-Agent")).isEqualTo("Skerry/test");
        assertThat(headers.getFirst("X-Prometheus-Scrape-Timeout-Seconds")).isEqualTo("10");
        assertThat(headers.getFirst("Host")).isEqualTo("127.0.0.1:" + server.port());
        assertThat(headers.containsKey("Authorization")).isFalse();
    }

    @Test
    void openMetricsIsReadByItsContentTypeAndExemplarsAreCounted() {
        server.answers(MetricsServer.text(
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                "# TYPE a counter\na_total 3 # {trace=\"x\"} 1\n# EOF\n"));

        assertThat(bench.scrape(server.url())).containsEntry(labelled("a_total"), 3.0);
        var samples = new SampleBuffer(10, 1);
        new ScrapeMetrics(bench.tally).collect(samples);
        assertThat(samples.family(1).name()).isEqualTo("skerry_scrape_dropped_exemplars_total");
        assertThat(samples.value(1)).isEqualTo(1);
    }

    @Test
    void gzipIsInflatedAndABombIsDroppedWholeAtTheLimit() throws IOException {
        server.answers(MetricsServer.bytes(200, "text/plain", "gzip", gzip("a 1\n")));
        assertThat(bench.scrape(server.url())).containsEntry(labelled("a"), 1.0);

        server.answers(MetricsServer.bytes(200, "text/plain", "gzip", gzip("a 1\n# ".repeat(1_000_000))));
        TargetWatch watch = bench.watch(server.url());
        Map<String, Double> bomb = bench.scrape(watch);

        assertThat(bomb).containsEntry(labelled("up"), 0.0).doesNotContainKey(labelled("a"));
        assertThat(bench.failed()).isEqualTo("limit=1");
        assertThat(watch.state().problem().orElseThrow()).contains("longer than 10000 bytes");
    }

    @Test
    void aTextThatIsTooLongOrHasTooManySeriesOrLabelsIsDroppedWholeAndCounted() {
        server.answers("# ".repeat(6_000) + "\n");
        assertThat(bench.scrape(server.url()))
                .containsEntry(labelled("up"), 0.0)
                .hasSize(5);
        server.answers(series(101));
        Map<String, Double> refused = bench.scrape(server.url());
        server.answers("a{a=\"1\",b=\"1\",c=\"1\",d=\"1\",e=\"1\",f=\"1\",g=\"1\"} 1\n");
        bench.scrape(server.url());
        server.answers("a{a=\"" + "ä".repeat(31) + "\"} 1\n");
        bench.scrape(server.url());

        assertThat(bench.failed()).isEqualTo("limit=4");
        assertThat(refused)
                .as("what was counted before the limit, as Prometheus does")
                .containsEntry(labelled("scrape_samples_post_metric_relabeling"), 100.0)
                .hasSize(5);
        server.answers(series(100));
        assertThat(bench.scrape(server.url()))
                .containsEntry(labelled("up"), 1.0)
                .hasSize(105);
    }

    @Test
    void whatIsNotMetricsTextIsRefusedByItsCause() {
        server.answers(MetricsServer.text("text/html", "<p>log in</p>"));
        assertThat(bench.scrape(server.url())).containsEntry(labelled("up"), 0.0);
        server.answers(MetricsServer.bytes(500, "text/plain", "", new byte[0]));
        assertThat(bench.scrape(server.url()))
                .containsEntry(labelled("up"), 0.0)
                .containsEntry(labelled("scrape_samples_scraped"), 0.0);
        server.answers("a 1\nb one\n");
        assertThat(bench.scrape(server.url()))
                .containsEntry(labelled("up"), 0.0)
                .containsEntry(labelled("scrape_samples_scraped"), 1.0)
                .doesNotContainKey(labelled("a"));
        server.answers(MetricsServer.bytes(200, "text/plain", "gzip", "no gzip".getBytes(StandardCharsets.UTF_8)));
        bench.scrape(server.url());

        assertThat(bench.failed()).isEqualTo("content-type=1 format=1 http=1 status=1");
    }

    @Test
    void aTargetThatIsGoneIsDownAndSaysWhatToDo() {
        TargetWatch watch = bench.watch(server.url());
        server.answers("a 1\n");
        bench.scrape(watch);
        server.close();

        assertThat(bench.scrape(watch)).containsEntry(labelled("up"), 0.0).hasSize(5);
        assertThat(watch.state().problem()).contains("it cannot be reached: nobody listens there");
        assertThat(bench.failed()).isEqualTo("connect=1");
        assertThat(watch.state().advice()).startsWith("Check that the target runs");
    }

    @Test
    void aRedirectIsFollowedOnTheSameHostAlone() throws IOException {
        server.answers(MetricsServer.redirect("/moved"));
        assertThat(bench.scrape(server.url())).containsEntry(labelled("a"), 1.0);

        try (var other = MetricsServer.plain()) {
            bench.login = new Login.Bearer(new Secret.Given("s3cret-token"));
            server.answers(MetricsServer.redirect(other.url()));
            assertThat(bench.scrape(server.url())).containsEntry(labelled("up"), 0.0);
            assertThat(bench.failed()).isEqualTo("redirect=1");
            assertThat(other.asked).as("it must not see the token").isEmpty();
        }
    }

    @Test
    void aTargetThatSendsSlowlyIsEndedAtItsTimeoutWhateverItSendsThen() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        server.answers(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("a 1\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            begun.countDown();
            awaitUninterruptibly(end);
            exchange.close();
        });
        TargetWatch watch = bench.watch(server.url());
        var scrapes = new ArrayList<Thread>();
        bench.pass(watch, task -> scrapes.add(Thread.ofPlatform().start(task)));
        begun.await();
        assertThat(bench.rounds).isEmpty();

        bench.mono.addAndGet(10_000);
        bench.pass(watch, task -> scrapes.add(Thread.ofPlatform().start(task)));

        assertThat(bench.rounds).hasSize(1);
        assertThat(bench.rounds.getFirst()).containsEntry(labelled("up"), 0.0).doesNotContainKey(labelled("a"));
        assertThat(bench.failed()).isEqualTo("timeout=1");
        scrapes.getFirst().join(); // its connection was closed under it
        end.countDown();
        assertThat(bench.rounds).as("it is told once").hasSize(1);
    }

    @Test
    void aTimeoutAsLongAsTheIntervalCostsOneScrapeAndNotTheNext() throws Exception {
        bench.timeout = Duration.ofSeconds(15);
        var scrapes = new ArrayList<Thread>();
        try (var hanging = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            TargetWatch watch = bench.watch("http://127.0.0.1:" + hanging.getLocalPort() + "/");
            bench.pass(watch, task -> scrapes.add(Thread.ofPlatform().start(task)));
            bench.mono.addAndGet(15_000);
            bench.pass(watch, task -> scrapes.add(Thread.ofPlatform().start(task)));
            assertThat(bench.failed()).isEqualTo("timeout=1");

            scrapes.getFirst().join();
            bench.pass(watch, task -> scrapes.add(Thread.ofPlatform().start(task)));
            assertThat(scrapes).hasSize(2);
            watch.close();
            scrapes.getLast().join();
        }
        assertThat(bench.rounds).hasSize(1);
    }

    @Test
    void whatATargetSaysIsInNoMessage() {
        server.answers("a{owner=\"ann@example.org\"} 1\nb ann@example.org\n");
        TargetWatch watch = bench.watch(server.url());
        bench.scrape(watch);

        assertThat(watch.state().problem()).contains("line 2: the value is not a number");
    }

    @Test
    void headersWithoutAnEndAreRefused() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread flooding = Thread.ofVirtual().start(() -> {
                try (var connection = socket.accept()) {
                    var out = connection.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    for (int i = 0; i < 1_000_000; i++) {
                        out.write(("X-" + i + ": y\r\n").getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    // the agent has hung up
                }
            });
            assertThat(bench.scrape("http://127.0.0.1:" + socket.getLocalPort() + "/"))
                    .containsEntry(labelled("up"), 0.0);
            flooding.join();
        }
        assertThat(bench.failed()).isEqualTo("http=1");
    }

    @Test
    void labelsThatTheTargetHasTooAreExportedOrHonored() {
        String text = "a{job=\"own\",exported_job=\"old\"} 1\n";
        server.answers(text);
        assertThat(bench.scrape(server.url()))
                .containsKey("a{exported_exported_job=\"own\",exported_job=\"old\",instance=\"here\",job=\"app\"}");

        bench.honorLabels = true;
        assertThat(bench.scrape(server.url())).containsKey("a{exported_job=\"old\",instance=\"here\",job=\"own\"}");
    }

    @Test
    void relabellingDropsAndRenamesAndTheReportCountsBoth() {
        bench.relabeling = new Relabeling(List.of(
                RelabelRuleTest.rule(Action.DROP, "go_.*", "", "", "__name__"),
                RelabelRuleTest.rule(Action.REPLACE, "(.*)_old", "__name__", "$1", "__name__")));
        server.answers("go_threads 1\na_old 2\nb 3\n");

        Map<String, Double> round = bench.scrape(server.url());

        assertThat(round)
                .containsEntry(labelled("a"), 2.0)
                .containsEntry(labelled("scrape_samples_scraped"), 3.0)
                .containsEntry(labelled("scrape_samples_post_metric_relabeling"), 2.0)
                .hasSize(7);
        bench.relabeling = new Relabeling(List.of(RelabelRuleTest.rule(Action.LABELKEEP, "job", "", "")));
        assertThat(bench.scrape(server.url())).containsEntry(labelled("up"), 0.0);
        assertThat(bench.failed()).isEqualTo("relabel=1");
    }

    @Test
    void samplesFromAnotherTimeAndSecondOnesAreLeftOutAndCounted() {
        long noon = ScrapeBench.NOON.toEpochMilli();
        String text = "old 1 " + (noon - 600_000) + "\nnow 2 " + (noon - 60_000) + "\nnew 3 " + (noon + 600_000)
                + "\nb 1\nb 2\nup{} 7\n";
        server.answers(text);

        Map<String, Double> round = bench.scrape(server.url());

        assertThat(round)
                .containsKey(labelled("now"))
                .containsEntry(labelled("b"), 1.0)
                .containsEntry(labelled("up"), 1.0)
                .doesNotContainKey(labelled("old"))
                .doesNotContainKey(labelled("new"));
        assertThat(bench.dropped()).isEqualTo("duplicate=2 too-new=1 too-old=1");
        bench.honorTimestamps = false;
        assertThat(bench.scrape(server.url())).containsKey(labelled("old"));
    }

    @Test
    void aTokenIsReadAgainWhenItsFileIsReplacedAndNoMessageShowsIt() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first-token\n");
        bench.login = new Login.Bearer(new Secret.InFile(token));
        TargetWatch watch = bench.watch(server.url());
        bench.scrape(watch);
        Files.writeString(token, "second-token\n");
        bench.scrape(watch);
        Files.delete(token);
        assertThat(bench.scrape(watch)).containsEntry(labelled("up"), 0.0);

        assertThat(server.asked)
                .extracting(headers -> headers.getFirst("Authorization"))
                .containsExactly("Bearer first-token", "Bearer second-token");
        assertThat(watch.state().problem().orElseThrow()).contains(token.toString());
        bench.login = new Login.Basic("me", new Secret.Given("hidden-word"));
        assertThat(bench.target(server.url()).job().toString()).doesNotContain("hidden-word");
        bench.scrape(server.url());
        assertThat(server.asked.getLast().getFirst("Authorization"))
                .isEqualTo("Basic "
                        + Base64.getEncoder().encodeToString("me:hidden-word".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tlsTrustsTheNamedAuthorityForTheNamedServerAndNoOther() throws Exception {
        var authority =
                CertificateAuthority.open(Files.createDirectory(folder.resolve("ca")), InstantSource.system(), random);
        var other = CertificateAuthority.open(
                Files.createDirectory(folder.resolve("other")), InstantSource.system(), random);
        try (var secure = MetricsServer.secure(authority.serverContext(List.of("127.0.0.1", "node-7")), false)) {
            secure.answers("a 1\n");
            assertThat(scrapeUp(secure, tls(authority, "", false))).isEqualTo(1);
            assertThat(scrapeUp(secure, tls(authority, "node-7", false))).isEqualTo(1);
            assertThat(scrapeUp(secure, tls(authority, "node-8", false))).isZero();
            assertThat(scrapeUp(secure, tls(other, "", false))).isZero();
            assertThat(scrapeUp(secure, TlsFiles.NONE)).isZero();
            assertThat(bench.failed()).isEqualTo("tls=3");
            assertThat(scrapeUp(secure, tls(other, "node-8", true)))
                    .as("unchecked")
                    .isEqualTo(1);
        }
    }

    @Test
    void anAgentShowsItsCertificateWhereATargetAsksForOne() throws Exception {
        var authority = CertificateAuthority.open(folder, InstantSource.system(), random);
        KeyPair key = ClientKeys.generate(random);
        List<X509Certificate> chain = authority.certify(ClientKeys.request(key, "agent"), "agent", LIFE);
        Path certificate = Files.writeString(
                folder.resolve("client.pem"),
                pem("CERTIFICATE", chain.getFirst().getEncoded()));
        Path keyFile = Files.writeString(
                folder.resolve("client.key"),
                pem("PRIVATE KEY", key.getPrivate().getEncoded()));
        try (var secure = MetricsServer.secure(authority.serverContext(List.of("127.0.0.1")), true)) {
            secure.answers("a 1\n");
            assertThat(scrapeUp(secure, tls(authority, "", false))).isZero();
            assertThat(scrapeUp(
                            secure,
                            new TlsFiles(
                                    Optional.of(authority.certificateFile()),
                                    Optional.of(certificate),
                                    Optional.of(keyFile),
                                    Optional.empty(),
                                    false)))
                    .isEqualTo(1);
        }
    }

    @Test
    void targetsThatTogetherHaveTooManySeriesAreRefusedAndThoseThatHadRoomKeepIt() {
        bench.bounds = new ScrapeJob.Bounds(1 << 20, 10_000, 8, 60);
        var room = new SeriesRoom();
        server.answers(series(6_000));
        TargetWatch first = bench.watch(server.url(), room);
        TargetWatch second = bench.watch(server.url() + "?second", room);

        assertThat(bench.scrape(first)).containsEntry(labelled("up"), 1.0);
        assertThat(bench.scrape(second)).containsEntry(labelled("up"), 0.0);
        assertThat(bench.scrape(first)).containsEntry(labelled("up"), 1.0);
        assertThat(bench.failed()).isEqualTo("room=1");
        first.close();
        assertThat(bench.scrape(second)).containsEntry(labelled("up"), 1.0);
    }

    private double scrapeUp(MetricsServer secure, TlsFiles files) {
        bench.tls = files;
        return bench.scrape(secure.url()).getOrDefault(labelled("up"), Double.NaN);
    }

    private static TlsFiles tls(CertificateAuthority authority, String name, boolean unchecked) {
        return new TlsFiles(
                Optional.of(authority.certificateFile()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(name).filter(text -> !text.isEmpty()),
                unchecked);
    }

    private static String pem(String what, byte[] der) {
        var text = new StringWriter();
        text.append("-----BEGIN ").append(what).append("-----\n");
        text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
        text.append("\n-----END ").append(what).append("-----\n");
        return text.toString();
    }

    private static String series(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("a{n=\"").append(i).append("\"} 1\n");
        }
        return text.toString();
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
