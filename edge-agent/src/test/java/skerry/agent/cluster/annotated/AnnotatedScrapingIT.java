package skerry.agent.cluster.annotated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.Await;
import skerry.agent.cluster.Cluster;
import skerry.agent.cluster.ClusterSettings;
import skerry.agent.cluster.FakeApiServer;
import skerry.agent.cluster.state.ShownNames;
import skerry.agent.collect.targets.ScrapeTally;
import skerry.agent.collect.targets.Scraping;
import skerry.platform.time.MonotonicClock;

/** From an object at an API server to the samples of a target that answers. */
class AnnotatedScrapingIT {
    private static final String PODS = "/api/v1/pods";
    private static final String SERVICES = "/api/v1/services";

    @Test
    void aPodThatComesIsScrapedAndOneThatGoesIsNot(@TempDir Path folder) throws Exception {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer pod = HttpServer.create(here, 0);
        pod.createContext("/m", exchange -> {
            byte[] text = "requests_total{code=\"200\"} 7\n".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        pod.start();
        // The pod is on this machine, which a pod's address would not be.
        var annotated = new AnnotatedTargets(Duration.ofMillis(100), text -> text, 10, _ -> true);
        Map<String, Double> samples = new ConcurrentHashMap<>();
        try (var server = new FakeApiServer();
                var cluster = new Cluster(
                        new ClusterSettings(
                                Optional.empty(),
                                Optional.empty(),
                                Set.of(),
                                ShownNames.NONE,
                                List.of("kube_node_info"),
                                1_000,
                                false,
                                true,
                                Optional.empty()),
                        server.access(Optional.empty()),
                        new Cluster.Surroundings(
                                "Skerry/test",
                                folder,
                                text -> text,
                                _ -> {},
                                Optional.empty(),
                                _ -> {},
                                new SplittableRandom(7),
                                MonotonicClock.SYSTEM,
                                InstantSource.system()),
                        Optional.of(annotated));
                var scraping = new Scraping(
                        annotated,
                        (_, _, sink) ->
                                sink.accept((family, labels, value) -> samples.put(family.name() + labels, value)),
                        new ScrapeTally(),
                        "Skerry/test",
                        InstantSource.system(),
                        MonotonicClock.SYSTEM)) {
            server.put(PODS, pod("web-1", pod.getAddress()));
            server.put(SERVICES, service());
            cluster.start();
            Await.until(() -> annotated.targets().size() == 1);
            scraping.start();

            String labels =
                    "container=\"app\",instance=\"web-1:" + pod.getAddress().getPort()
                            + "\",job=\"kubernetes-service-endpoints\",namespace=\"shop\",node=\"pi-3\",pod=\"web-1\",service=\"web\"}";
            Await.until(() -> samples.containsKey("requests_total{code=\"200\"," + labels));
            assertThat(samples)
                    .containsEntry("requests_total{code=\"200\"," + labels, 7.0)
                    .containsEntry("up{" + labels, 1.0);
            assertThat(samples.keySet()).as("no address leaves").noneMatch(series -> series.contains("127.0.0.1"));

            server.delete(PODS, "shop", "web-1");
            Await.until(() -> annotated.targets().isEmpty());
        } finally {
            pod.stop(0);
        }
    }

    private static ObjectNode pod(String name, InetSocketAddress address) {
        ObjectNode pod = FakeApiServer.object("shop", name);
        ((ObjectNode) pod.path("metadata")).putObject("labels").put("app", "web");
        ObjectNode container = pod.putObject("spec")
                .put("nodeName", "pi-3")
                .putArray("containers")
                .addObject()
                .put("name", "app");
        container.putArray("ports").addObject().put("name", "http").put("containerPort", address.getPort());
        pod.putObject("status")
                .put("phase", "Running")
                .put("podIP", address.getAddress().getHostAddress());
        return pod;
    }

    private static ObjectNode service() {
        ObjectNode service = FakeApiServer.object("shop", "web");
        ((ObjectNode) service.path("metadata"))
                .putObject("annotations")
                .put("prometheus.io/scrape", "true")
                .put("prometheus.io/path", "/m");
        ObjectNode spec = service.putObject("spec");
        spec.putObject("selector").put("app", "web");
        spec.putArray("ports").addObject().put("port", 80).put("targetPort", "http");
        return service;
    }
}
