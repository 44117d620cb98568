package skerry.agent.collect.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.targets.ListedTargets;
import skerry.agent.collect.targets.ScrapeTally;
import skerry.agent.collect.targets.Scraping;
import skerry.agent.collect.targets.TargetState;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;

/** The kubelet's endpoints, over HTTPS, by the same scraping as any target. */
class KubeletIT {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private CertificateAuthority authority;

    @SuppressWarnings("NullAway.Init")
    private FakeKubelet kubelet;

    private final ScrapeTally tally = new ScrapeTally();
    private final Map<String, Double> told = new ConcurrentHashMap<>();

    @BeforeEach
    void open() throws IOException {
        authority = authority("ca");
        kubelet = new FakeKubelet(authority.serverContext(List.of("localhost", "127.0.0.1")));
        mount(authority);
        kubelet.texts.put("/metrics", """
                kubelet_running_pods 7
                kubelet_volume_stats_used_bytes{namespace="shop",persistentvolumeclaim="data-db-0"} 1
                kubernetes_build_info{git_version="v1.34.1+k3s1",major="1",minor="34"} 1
                k3s_certificate_expiration_seconds{subject="CN=pi",usages="ServerAuth"} 1000
                apiserver_request_total{code="500",resource="pods",verb="LIST"} 3
                apiserver_request_duration_seconds_bucket{resource="pods",verb="LIST",le="1"} 3
                apiserver_client_certificate_expiration_seconds_count 4
                scheduler_pending_pods{queue="active"} 0
                workqueue_depth{name="job"} 0
                kine_sql_total{error_code="0"} 5
                etcd_mvcc_db_total_size_in_bytes 9
                go_memstats_alloc_bytes 6
                """);
        kubelet.texts.put("/metrics/cadvisor", """
                container_cpu_usage_seconds_total{container="db",id="/kubepods/x",name="ab",namespace="shop",pod="db-0"} 4
                container_sockets{container="db",id="/kubepods/x",name="ab",namespace="shop",pod="db-0"} 4
                container_sockets{container="",id="/kubepods",name="",namespace="",pod=""} 4
                container_sockets{container="POD",id="/kubepods/y",name="cd",namespace="shop",pod="db-0"} 4
                machine_memory_bytes{machine_id="7"} 8e+09
                """);
        kubelet.texts.put("/metrics/resource", """
                container_cpu_usage_seconds_total{container="db",namespace="shop",pod="db-0"} 4
                pod_memory_working_set_bytes{namespace="shop",pod="db-0"} 5
                """);
        kubelet.texts.put("/metrics/probes", """
                prober_probe_total{container="db",namespace="shop",pod="db-0",pod_uid="0b1c",probe_type="Liveness",result="failed"} 2
                """);
        kubelet.texts.put("/stats/summary", SummaryText.of("shop", "db-0", 5));
    }

    @AfterEach
    void end() {
        kubelet.close();
    }

    @Test
    void eachEndpointIsReadAndOnlyWhatIsNotToldAlreadyIsKept() {
        scrapeUntil(() -> ups() == 5);

        String metrics = at("kubelet", "/metrics");
        assertThat(told)
                .containsEntry("kubelet_running_pods{" + metrics + "}", 7.0)
                .containsKey("kubernetes_build_info{git_version=\"v1.34.1+k3s1\"," + at("kubelet", "") + ",major=\"1\","
                        + path("/metrics") + ",minor=\"34\"}")
                .containsEntry("scrape_samples_scraped{" + metrics + "}", 12.0)
                .containsEntry("scrape_samples_post_metric_relabeling{" + metrics + "}", 8.0)
                .containsEntry(
                        "machine_memory_bytes{" + at("kubelet", "") + ",machine_id=\"7\"," + path("/metrics/cadvisor")
                                + "}",
                        8e9)
                .containsKey("container_sockets{container=\"db\"," + at("kubelet", "/metrics/cadvisor")
                        + ",namespace=\"shop\",pod=\"db-0\"}")
                .containsKey("pod_memory_working_set_bytes{" + at("kubelet", "/metrics/resource")
                        + ",namespace=\"shop\",pod=\"db-0\"}")
                .containsKey("prober_probe_total{container=\"db\"," + at("kubelet", "/metrics/probes")
                        + ",namespace=\"shop\",pod=\"db-0\",probe_type=\"Liveness\",result=\"failed\"}")
                .containsEntry(
                        "kubelet_volume_stats_available_bytes{" + at("kubelet", "/stats/summary")
                                + ",namespace=\"shop\",persistentvolumeclaim=\"data-db-0\"}",
                        5.0);
        assertThat(told.keySet())
                .noneMatch(series -> series.startsWith("container_cpu_"))
                .noneMatch(series -> series.startsWith("apiserver_request_duration"))
                .noneMatch(series -> series.startsWith("go_memstats"));
        assertThat(told.keySet().stream().filter(series -> series.startsWith("kubelet_volume_stats_used_bytes")))
                .hasSize(1);
        assertThat(told.keySet().stream().filter(series -> series.startsWith("container_sockets")))
                .hasSize(1);
    }

    @Test
    void theControlPlaneOfK3sIsFoundUnderItsOwnJobs() throws IOException {
        Files.createDirectories(folder.resolve("k3s/agent"));

        scrapeUntil(() -> ups() == 5);

        assertThat(told)
                .containsKey("apiserver_request_total{code=\"500\"," + at("kube-apiserver", "/metrics")
                        + ",resource=\"pods\",verb=\"LIST\"}")
                .containsKey("apiserver_client_certificate_expiration_seconds_count{" + at("kube-apiserver", "/metrics")
                        + "}")
                .containsKey("scheduler_pending_pods{" + at("kube-scheduler", "/metrics") + ",queue=\"active\"}")
                .containsKey("workqueue_depth{" + at("kube-controller-manager", "/metrics") + ",name=\"job\"}")
                .containsKey("kine_sql_total{error_code=\"0\"," + at("kine", "/metrics") + "}")
                .containsKey("etcd_mvcc_db_total_size_in_bytes{" + at("etcd", "/metrics") + "}");
        assertThat(told.keySet())
                .as("it is known from the files")
                .noneMatch(series -> series.startsWith("k3s_certificate_expiration_seconds"));
    }

    @Test
    void aMissingRightIsNamedWithWhatItCostsAndCostsNothingElse() {
        kubelet.rights.remove("stats");

        scrapeUntil(() -> ups() == 4 && problem("/stats/summary").isPresent());

        assertThat(problem("/stats/summary"))
                .contains(
                        "it answers with status 403: the right to get nodes/stats is missing, and so how full volumes are,"
                                + " and what pods keep on the node's disk is not known");
        assertThat(state("/stats/summary").advice())
                .contains("Allow get on nodes/stats")
                .contains("nodes/proxy is not needed");
        assertThat(told).containsEntry("up{" + at("kubelet", "/stats/summary") + "}", 0.0);
    }

    @Test
    void aTokenThatIsNotTakenIsSaidToBeThat() {
        kubelet.token = "another";

        scrapeUntil(() -> failing() == 5);

        assertThat(problem("/metrics"))
                .hasValueSatisfying(why -> assertThat(why).contains("does not know who asks"));
        assertThat(told.keySet()).noneMatch(series -> series.contains("sa-token"));
    }

    @Test
    void aKubeletOfAnotherAuthorityGetsNoToken() throws IOException {
        mount(authority("other"));

        scrapeUntil(() -> failing() == 5);

        assertThat(state("/metrics").advice()).contains("kubelet.ca-file");
        assertThat(kubelet.asked).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotEndCostsNoMoreThanItsRoom() {
        kubelet.endless = true;

        scrapeUntil(() ->
                problem("/metrics").filter(why -> why.contains("more than")).isPresent());

        assertThat(told.keySet()).noneMatch(series -> series.startsWith("kubelet_"));
    }

    @Test
    void anAnswerThatSwellsIsNotInflatedBeyondItsBound() {
        kubelet.texts.put("/stats/summary", " ".repeat(17 << 20));
        kubelet.texts.put("/metrics", ("# " + "a".repeat(1_021) + "\n").repeat(17 << 10));

        scrapeUntil(() -> isTooLong("/stats/summary"));
        scrapeUntil(() -> isTooLong("/metrics"));

        assertThat(told.keySet()).noneMatch(series -> series.startsWith("kubelet_"));
    }

    private void scrapeUntil(BooleanSupplier seen) {
        var settings = new KubeletSettings(
                KubeletSettings.Mode.ON,
                Optional.of(kubelet.where()),
                Optional.empty(),
                Optional.empty(),
                false,
                Duration.ofSeconds(3),
                List.of("default"),
                1_000);
        var place = new KubeletPlace(Map.of(), folder.resolve("account"), folder.resolve("k3s"));
        var targets = place.targets(settings, place.find(settings).orElseThrow());
        try (var scraping = new Scraping(
                new ListedTargets(targets),
                (_, _, samples) -> samples.accept((family, labels, value) -> told.put(family.name() + labels, value)),
                tally,
                "Skerry/test",
                InstantSource.system(),
                MonotonicClock.SYSTEM)) {
            scraping.start();
            long until = System.nanoTime() + PATIENCE_NANOS;
            while (!seen.getAsBoolean() && System.nanoTime() < until) {
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(seen.getAsBoolean()).as("in time: %s", tally.states()).isTrue();
        }
    }

    private long ups() {
        return told.entrySet().stream()
                .filter(one -> one.getKey().startsWith("up{") && one.getValue() == 1.0)
                .count();
    }

    private long failing() {
        return tally.states().stream().filter(one -> one.problem().isPresent()).count();
    }

    private boolean isTooLong(String path) {
        return problem(path).filter(why -> why.contains("longer than")).isPresent();
    }

    private Optional<String> problem(String path) {
        return tally.states().isEmpty() ? Optional.empty() : state(path).problem();
    }

    /** Targets are told in the order of the endpoints. */
    private TargetState state(String path) {
        List<String> paths = Arrays.stream(KubeletEndpoint.values())
                .map(KubeletEndpoint::path)
                .toList();
        return tally.states().get(paths.indexOf(path));
    }

    private String at(String job, String path) {
        return "instance=\"" + kubelet.where() + "\",job=\"" + job + "\"" + (path.isEmpty() ? "" : "," + path(path));
    }

    private static String path(String path) {
        return "metrics_path=\"" + path + "\"";
    }

    private CertificateAuthority authority(String name) throws IOException {
        return CertificateAuthority.open(
                Files.createDirectories(folder.resolve(name)), InstantSource.system(), new SecureRandom());
    }

    private void mount(CertificateAuthority trusted) throws IOException {
        Path account = Files.createDirectories(folder.resolve("account"));
        Files.writeString(account.resolve("ca.crt"), Files.readString(trusted.certificateFile()));
        Files.writeString(account.resolve("token"), "sa-token\n");
    }
}
