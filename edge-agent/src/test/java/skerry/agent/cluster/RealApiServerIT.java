package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.Await;
import skerry.agent.cluster.api.ApiAccess;
import skerry.agent.cluster.api.ApiCall;
import skerry.agent.cluster.api.KubeconfigAccess;
import skerry.agent.cluster.state.ShownNames;
import skerry.agent.collect.logs.pods.PodNotes;
import skerry.platform.time.MonotonicClock;

/** Against a real API server with its etcd; no kubelet, so that no pod runs. */
@EnabledIfEnvironmentVariable(
        named = "KUBE_API_TEST_DIR",
        matches = ".+",
        disabledReason = "KUBE_API_TEST_DIR does not name a folder with etcd and kube-apiserver")
class RealApiServerIT {
    private static final String POD = """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1"},
             "spec": {"containers": [{"name": "app", "image": "web:1"}]}}""";

    @Test
    void itsObjectsAreToldItsRightsAreThereAndItsEndIsNoticed(@TempDir Path folder) throws Exception {
        try (var server = new Running()) {
            Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
            var access = new KubeconfigAccess(kubeconfig);
            var settings = new ClusterSettings(
                    Optional.empty(),
                    Optional.empty(),
                    Set.of(),
                    ShownNames.NONE,
                    List.of("kube_*", "skerry_*"),
                    10_000,
                    true,
                    true,
                    Optional.empty());
            assertThat(new RightsCheck(
                                    RightsCheck.rights(settings, false), access, "Skerry/test", MonotonicClock.SYSTEM)
                            .found())
                    .hasSize(WatchedKind.ALL.size() + 1)
                    .allMatch(found -> found.lacking().isEmpty());
            try (var cluster = new Cluster(
                    settings,
                    access,
                    new Cluster.Surroundings(
                            "Skerry/test",
                            folder,
                            text -> text,
                            _ -> {},
                            Optional.of(new PodNotes()),
                            _ -> {},
                            new SplittableRandom(7),
                            MonotonicClock.SYSTEM,
                            InstantSource.system()),
                    Optional.empty())) {
                cluster.start();
                Await.until(() -> cluster.statuses().stream().allMatch(one -> one.isAbsent() || one.lists() == 1));
                create(access);
                Await.until(() -> ClusterSamples.of(cluster).keySet().stream()
                        .anyMatch(series -> series.startsWith("kube_pod_status_phase") && series.contains("web-1")));
                assertThat(ClusterSamples.of(cluster))
                        .containsEntry("kube_namespace_status_phase{namespace=\"default\",phase=\"Active\"}", 1.0);

                server.stop();
                Await.until(() -> cluster.statuses().stream()
                        .allMatch(one -> one.isAbsent() || one.trouble().isPresent()));
            }
        }
    }

    /** A server that may be ended twice, which the library's own cannot. */
    private static final class Running implements AutoCloseable {
        private final KubeAPIServer server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
        private boolean ended;

        Running() {
            server.start();
        }

        String kubeconfig() {
            return server.getKubeConfigYaml();
        }

        void stop() {
            if (!ended) {
                ended = true;
                server.stop();
            }
        }

        @Override
        public void close() {
            stop();
        }
    }

    private static void create(ApiAccess access) throws IOException {
        try (var call = new ApiCall(access, "Skerry/test", MonotonicClock.SYSTEM, Duration.ofSeconds(30))) {
            call.post("/api/v1/namespaces/default/pods", POD.getBytes(StandardCharsets.UTF_8))
                    .readAllBytes();
        }
    }
}
