package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.Await;
import skerry.agent.cluster.state.ObjectStates;
import skerry.agent.cluster.state.ShownNames;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.pods.ContainerEnd;
import skerry.agent.collect.logs.pods.PodNotes;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

class ClusterTest {
    private static final String PODS = "/api/v1/pods";
    private static final String NODES = "/api/v1/nodes";
    private static final String DAEMON_SETS = "/apis/apps/v1/daemonsets";
    private static final String EVENTS = "/apis/events.k8s.io/v1/events";
    private static final String CORE_EVENTS = "/api/v1/events";
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final FakeApiServer server = new FakeApiServer();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final PodNotes notes = new PodNotes();
    private final List<ContainerEnd> ends = new CopyOnWriteArrayList<>();
    private volatile long skipped;
    private Optional<Cluster> cluster = Optional.empty();

    @TempDir
    private Path folder;

    @BeforeEach
    void someoneLooks() {
        server.put(NODES, FakeApiServer.object("", "pi-1"));
    }

    @AfterEach
    void end() {
        cluster.ifPresent(Cluster::close);
        server.close();
    }

    @Test
    void objectsAreToldUnderTheNamesOfKubeStateMetricsUntilTheyAreGone() {
        server.put(PODS, GeneratedPods.running(1));
        server.put(PODS, GeneratedPods.crashing(2));
        look(settings(1_000, Set.of()));

        Await.until(() -> told().keySet().stream().anyMatch(series -> series.contains("web-7d4b9c6f5-2")));
        String pod = "namespace=\"shop\",pod=\"web-7d4b9c6f5-2\"";
        assertThat(told())
                .containsEntry(
                        "kube_pod_container_status_waiting_reason{container=\"app\"," + pod
                                + ",reason=\"CrashLoopBackOff\",uid=\"uid-shop-web-7d4b9c6f5-2\"}",
                        1.0)
                .containsEntry(
                        "kube_pod_container_status_restarts_total{container=\"app\"," + pod
                                + ",uid=\"uid-shop-web-7d4b9c6f5-2\"}",
                        17.0)
                .containsEntry("skerry_cluster_objects{kind=\"pods\"}", 2.0)
                .containsEntry("skerry_cluster_followed{kind=\"pods\"}", 1.0)
                .containsEntry("skerry_cluster_series_left_out", 0.0);
        assertThat(told().keySet()).noneMatch(series -> series.startsWith("kube_pod_ips"));

        server.delete(PODS, "shop", "web-7d4b9c6f5-2");
        Await.until(() -> value("skerry_cluster_objects{kind=\"pods\"}") == 1.0);
        assertThat(told().keySet()).noneMatch(series -> series.contains("web-7d4b9c6f5-2"));
    }

    @Test
    void whatMayBeANumberOrATextIsUnderstoodAsEither() {
        ObjectNode numbers = FakeApiServer.object("shop", "numbers");
        numbers.putObject("status").put("desiredNumberScheduled", 3);
        ObjectNode spec = numbers.putObject("spec");
        spec.putObject("updateStrategy").putObject("rollingUpdate").put("maxUnavailable", 1);
        server.put(DAEMON_SETS, numbers);
        ObjectNode texts = numbers.deepCopy();
        ((ObjectNode) texts.path("metadata")).put("name", "texts");
        ((ObjectNode) texts.at("/spec/updateStrategy/rollingUpdate")).put("maxUnavailable", "10%");
        server.put(DAEMON_SETS, texts);
        look(settings(1_000, Set.of()));
        awaitFollowed("daemonsets", 2);

        assertThat(told())
                .containsEntry(
                        "kube_daemonset_status_desired_number_scheduled{daemonset=\"numbers\",namespace=\"shop\"}", 3.0)
                .containsEntry(
                        "kube_daemonset_status_desired_number_scheduled{daemonset=\"texts\",namespace=\"shop\"}", 3.0);
    }

    @Test
    void whatContainersAskForIsToldOnceForTheirWorkloadToo() {
        server.put(PODS, GeneratedPods.running(1));
        look(settings(1_000, Set.of()));

        String asked = "skerry_workload_request_cores{container=\"app\",namespace=\"shop\","
                + "workload=\"web-7d4b9c6f5\",workload_kind=\"ReplicaSet\"}";
        var ever = new TreeMap<String, Double>();
        Await.until(() -> {
            ever.putAll(told());
            return ever.containsKey(asked);
        });
        assertThat(ever).containsEntry(asked, 0.1);
        assertThat(told()).as("it has not changed").doesNotContainKey(asked);
    }

    @Test
    void whatPodsSayOfTheirLogsIsKnownOnceTheyAreListedAlsoWhereNoMetricOfPodsIsChosen() {
        ObjectNode pod = GeneratedPods.crashing(2);
        ((ObjectNode) pod.path("metadata")).putObject("annotations").put("skerry.io/logs", "off");
        ((ObjectNode) pod.path("status").path("containerStatuses").path(0))
                .putObject("lastState")
                .putObject("terminated")
                .put("exitCode", 1);
        server.put(PODS, pod);
        look(new ClusterSettings(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                ShownNames.NONE,
                List.of("kube_node_info"),
                1_000,
                true,
                false,
                Optional.empty()));

        Await.until(notes::isListed);
        var source = new LogSource("0.log", Labels.of("namespace", "shop", "pod", "web-7d4b9c6f5-2"));
        assertThat(notes.note(source).orElseThrow().isOff("app")).isTrue();
        assertThat(ends)
                .isNotEmpty()
                .allSatisfy(end -> assertThat(end.restart()).isEqualTo(16));
    }

    @Test
    void nobodyWaitsForPodsThatMayNotBeReadButForAServerThatIsAway() throws Exception {
        server.kill();
        look(settings(1_000, Set.of()));
        Await.until(() -> value("skerry_cluster_failures_total{kind=\"pods\"}") > 0);
        assertThat(notes.isListed()).isFalse();

        server.refuse(PODS, 403);
        server.start();

        Await.until(notes::isListed);
    }

    @Test
    void whatWasDeletedWhileTheServerWasAwayIsToldNoMore() {
        server.put(PODS, GeneratedPods.running(1));
        server.put(PODS, GeneratedPods.running(2));
        look(settings(1_000, Set.of()));
        awaitFollowed("pods", 2);

        server.kill();
        server.delete(PODS, "shop", "web-7d4b9c6f5-1");
        server.compact();
        server.start();

        Await.until(() -> value("skerry_cluster_lists_total{kind=\"pods\"}") == 2.0);
        assertThat(told()).containsEntry("skerry_cluster_objects{kind=\"pods\"}", 1.0);
        assertThat(told().keySet())
                .noneMatch(series -> series.contains("web-7d4b9c6f5-1\""))
                .anyMatch(series -> series.contains("web-7d4b9c6f5-2\""));
    }

    @Test
    void aKindThatMayNotBeReadIsShownAndAllOthersAreTold() {
        server.refuse(NODES, 403);
        server.refuse("/apis/autoscaling/v2/horizontalpodautoscalers", 404);
        server.put(PODS, GeneratedPods.running(1));
        look(settings(1_000, Set.of()));

        Await.until(() -> value("skerry_cluster_followed{kind=\"pods\"}") == 1.0
                && value("skerry_cluster_failures_total{kind=\"nodes\"}") > 0
                && value("skerry_cluster_followed{kind=\"daemonsets\"}") == 1.0);
        assertThat(told())
                .containsEntry("skerry_cluster_followed{kind=\"pods\"}", 1.0)
                .containsEntry("skerry_cluster_followed{kind=\"daemonsets\"}", 1.0)
                .containsEntry("skerry_cluster_followed{kind=\"nodes\"}", 0.0)
                .containsEntry("skerry_cluster_followed{kind=\"horizontalpodautoscalers\"}", 0.0);
    }

    @Test
    void whereNotAllHaveRoomThoseInTroubleAreToldFirst() {
        for (int i = 0; i < 40; i++) {
            server.put(PODS, i == 30 ? GeneratedPods.crashing(i) : GeneratedPods.running(i));
        }
        look(settings(100, Set.of()));

        awaitFollowed("pods", 40);
        Map<String, Double> told = told();
        assertThat(told.keySet().stream().filter(series -> series.startsWith("kube_")))
                .hasSize(100);
        assertThat(told.keySet())
                .anyMatch(series -> series.startsWith("kube_pod_container_status_waiting_reason")
                        && series.contains("web-7d4b9c6f5-30\""));
        assertThat(told.get("skerry_cluster_series_left_out")).isGreaterThan(500);
    }

    @Test
    void whatIsNotHeardForLongIsToldNoMore() {
        server.put(PODS, GeneratedPods.running(1));
        look(settings(1_000, Set.of()));
        Await.until(() -> told().keySet().stream().anyMatch(series -> series.startsWith("kube_pod_info")));

        server.kill();
        Await.until(() -> value("skerry_cluster_failures_total{kind=\"pods\"}") > 0);
        assertThat(told().keySet()).anyMatch(series -> series.startsWith("kube_pod_info"));
        skipped = ClusterState.STALE_MILLIS + 1;

        assertThat(told().keySet()).noneMatch(series -> series.startsWith("kube_"));
        assertThat(value("skerry_cluster_followed{kind=\"pods\"}")).isZero();
    }

    @Test
    void onlyTheNamespacesThatAreNamedAreAskedFor() {
        server.put("/api/v1/namespaces/shop/pods", GeneratedPods.running(1));
        server.put(PODS, GeneratedPods.running(2));
        look(settings(1_000, Set.of("shop")));

        awaitFollowed("pods of namespace shop", 1);
        assertThat(server.asked()).noneMatch(one -> one.startsWith(PODS + "?"));
        assertThat(told().keySet()).anyMatch(series -> series.contains("web-7d4b9c6f5-1\""));
    }

    @Test
    void anObjectThatCannotBeReadIsCountedAndCostsNoOther() {
        ObjectNode wrong = GeneratedPods.running(1);
        ((ObjectNode) wrong.path("status")).put("containerStatuses", "many");
        server.put(PODS, wrong);
        server.put(PODS, GeneratedPods.running(2));
        look(settings(1_000, Set.of()));

        Await.until(() -> value("skerry_cluster_objects{kind=\"pods\"}") == 1.0);
        assertThat(told()).containsEntry("skerry_cluster_objects_left_out{cause=\"unreadable\",kind=\"pods\"}", 1.0);
    }

    @Test
    void threeThousandPodsFitInASmallHeap() {
        var states = new ObjectStates(ShownNames.NONE);
        var held = new HeldSeries(80_000);
        var store = new KindStore<>(Pod.class, states, new ChosenMetrics(List.of("default")), held);
        store.put(GeneratedPods.running(0)); // classes are loaded before it is measured
        long before = usedBytes();
        store.listBegins();
        for (int i = 0; i < 3_000; i++) {
            store.put(GeneratedPods.running(i));
        }
        store.listEnds("1");
        long perPod = (usedBytes() - before) / 3_000;

        assertThat(store.size()).isEqualTo(3_000);
        assertThat(held.held()).isLessThanOrEqualTo(3_000 * 25);
        assertThat(perPod).as("bytes kept of a pod").isLessThan(5_000);
    }

    @Test
    void warningsAreToldOnceFromEitherApi() {
        server.refuse(EVENTS, 404);
        server.put(CORE_EVENTS, coreEvent("e1", "Warning", "BackOff", "Back-off restarting failed container", 1));
        look(settings(1_000, Set.of()));

        Await.until(() -> !events.isEmpty());
        server.put(CORE_EVENTS, coreEvent("e1", "Warning", "BackOff", "Back-off restarting failed container", 2));
        server.put(CORE_EVENTS, coreEvent("e2", "Normal", "Pulled", "Container image already present", 1));
        server.put(CORE_EVENTS, coreEvent("e3", "Normal", "Killing", "Stopping container app for ann@example.org", 1));
        Await.until(() -> events.size() == 2);

        Event first = events.getFirst();
        assertThat(first.type()).isEqualTo("kubernetes");
        assertThat(first.severity()).isEqualTo(Severity.WARNING);
        assertThat(first.text()).isEqualTo("Back-off restarting failed container");
        assertThat(first.attributes())
                .containsEntry("namespace", "shop")
                .containsEntry("kind", "Pod")
                .containsEntry("name", "web-1")
                .containsEntry("reason", "BackOff")
                .containsEntry("component", "kubelet")
                .containsEntry("count", "1")
                .containsEntry("last", "2026-11-27T11:59:00Z");
        assertThat(events.get(1).severity()).isEqualTo(Severity.INFO);
        assertThat(events.get(1).text()).isEqualTo("Stopping container app for <redacted>");
        assertThat(told())
                .containsEntry("skerry_cluster_events_total{outcome=\"told\"}", 2.0)
                .containsEntry("skerry_cluster_events_total{outcome=\"repeated\"}", 1.0)
                .containsEntry("skerry_cluster_events_total{outcome=\"quiet\"}", 1.0);
    }

    @Test
    void anAgentThatIsStartedAgainTellsOnlyWhatHappenedSince() {
        server.put(EVENTS, newEvent("e1", "FailedScheduling", "no node fits"));
        look(settings(1_000, Set.of()));
        Await.until(() -> events.size() == 1);
        Await.until(() -> server.asked(EVENTS, "watch=1") == 1);
        cluster.orElseThrow().close();

        server.put(EVENTS, newEvent("e2", "Unhealthy", "probe failed"));
        look(settings(1_000, Set.of()));
        Await.until(() -> events.size() == 2);

        assertThat(events).extracting(Event::text).containsExactly("no node fits", "probe failed");
        Await.until(() -> value("skerry_cluster_events_total{outcome=\"old\"}") == 1.0);
        assertThat(told()).containsEntry("skerry_cluster_events_total{outcome=\"old\"}", 1.0);
    }

    @Test
    void aFloodOfEventsIsBoundedAndCounted() {
        for (int i = 0; i < 200; i++) {
            server.put(EVENTS, newEvent("flood" + i, "FailedMount", "no volume " + i));
        }
        look(settings(1_000, Set.of()));

        Await.until(() -> value("skerry_cluster_events_total{outcome=\"limited\"}") >= 130);
        assertThat(events).hasSizeBetween(EventLog.MOST_PER_MINUTE, EventLog.MOST_PER_MINUTE + 10);
        Await.until(() -> value("skerry_cluster_events_total{outcome=\"limited\"}") + events.size() == 200);
    }

    private static ObjectNode coreEvent(String name, String type, String reason, String message, int count) {
        ObjectNode event = FakeApiServer.object("shop", name);
        event.put("type", type).put("reason", reason).put("message", message).put("count", count);
        event.put("firstTimestamp", "2026-11-27T11:58:00Z").put("lastTimestamp", "2026-11-27T11:59:00Z");
        event.putObject("involvedObject")
                .put("kind", "Pod")
                .put("namespace", "shop")
                .put("name", "web-1");
        event.putObject("source").put("component", "kubelet");
        return event;
    }

    private static ObjectNode newEvent(String name, String reason, String note) {
        ObjectNode event = FakeApiServer.object("shop", name);
        event.put("type", "Warning").put("reason", reason).put("note", note);
        event.put("eventTime", "2026-11-27T11:59:00.000000Z");
        event.putObject("regarding").put("kind", "Pod").put("namespace", "shop").put("name", "web-1");
        event.put("reportingController", "default-scheduler");
        return event;
    }

    private static ClusterSettings settings(int maxSeries, Set<String> namespaces) {
        return new ClusterSettings(
                Optional.empty(),
                Optional.empty(),
                namespaces,
                ShownNames.NONE,
                List.of("default"),
                maxSeries,
                true,
                false,
                Optional.empty());
    }

    private void look(ClusterSettings settings) {
        MonotonicClock mono = () -> MonotonicClock.SYSTEM.millis() + skipped;
        var made = new Cluster(
                settings,
                server.access(Optional.empty()),
                new Cluster.Surroundings(
                        "Skerry/test",
                        folder,
                        text -> text.replace("ann@example.org", "<redacted>"),
                        events::add,
                        Optional.of(notes),
                        ends::add,
                        new SplittableRandom(7),
                        mono,
                        InstantSource.fixed(NOON)),
                Optional.empty(),
                new SeriesBounds(settings.maxSeries(), 80_000),
                _ -> Thread.sleep(5));
        cluster = Optional.of(made);
        made.start();
    }

    private void awaitFollowed(String kind, int objects) {
        Await.until(() -> value("skerry_cluster_followed{kind=\"" + kind + "\"}") == 1.0
                && value("skerry_cluster_objects{kind=\"" + kind + "\"}") == objects);
    }

    private double value(String series) {
        return told().getOrDefault(series, 0.0);
    }

    private Map<String, Double> told() {
        return ClusterSamples.of(cluster.orElseThrow());
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
