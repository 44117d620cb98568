package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ToldCluster;
import skerry.protocol.BatchHeader.Kind;

/** What a cluster's agent and a node's agent told, and the questions over a real socket. */
class WorkloadsResourceIT {
    private static final long NOON = 1_790_000_040_000L / 3_600_000 * 3_600_000;
    private static final long MINUTE = 60_000;
    private static final String RANGE = "from=" + (NOON - 2 * 3_600_000) + "&to=" + (NOON + 3_600_000);

    @TempDir
    Path folder;

    private final FakeAgent server = new FakeAgent(1);
    private final FakeAgent worker = new FakeAgent(2);
    private final ToldCluster cluster = new ToldCluster(server);
    private final ToldCluster containers = new ToldCluster(worker);
    private HubUnderTest hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubUnderTest(
                folder,
                NOON,
                (store, watch) ->
                        List.of(new WorkloadsResource(store, watch, InstantSource.fixed(Instant.ofEpochMilli(NOON)))));
        hub.enrol(server, "reef", "pi-1");
        hub.enrol(worker, "reef", "pi-2");
        hub.enrol(new FakeAgent(3), "bare", "pi");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void pod(String pod, int restarts, boolean ready) {
        String[] labels = {"namespace", "shop", "pod", pod, "container", "service"};
        cluster.tell("kube_pod_container_status_restarts_total", restarts, labels)
                .tell("kube_pod_status_ready", ready ? 1 : 0, "namespace", "shop", "pod", pod, "condition", "true");
    }

    private void container(String pod, double memory, double limit) {
        String[] labels = {"namespace", "shop", "pod", pod, "container", "service", "name", "c-" + pod};
        containers
                .tell("container_memory_working_set_bytes", memory, labels)
                .tell("container_spec_memory_limit_bytes", limit, labels);
    }

    private void minute(int number) {
        hub.at(NOON + (number + 1) * MINUTE);
        hub.take(server, cluster.minute(NOON + number * MINUTE));
        hub.take(worker, containers.minute(NOON + number * MINUTE));
    }

    private static List<String> names(JsonNode body, String list, String name) {
        var names = new ArrayList<String>();
        body.path(list).forEach(row -> names.add(row.path(name).asText()));
        return names;
    }

    @Test
    void thoseThatRestartMostComeFirstAndThenThoseWhoseMemoryIsNearItsLimit() throws Exception {
        pod("calm", 4, true);
        pod("full", 0, true);
        pod("restless", 1, true);
        container("calm", 10e6, 100e6);
        container("full", 90e6, 100e6);
        minute(0);
        pod("restless", 3, true);
        minute(1);

        JsonNode body = hub.json("/sites/reef/pods?" + RANGE);

        assertThat(names(body, "pods", "pod")).containsExactly("restless", "full", "calm");
        assertThat(body.path("pods").path(0).path("restarts").asLong()).isEqualTo(2);
        assertThat(body.path("restarts").asLong()).isEqualTo(2);
        JsonNode full = body.path("pods").path(1);
        assertThat(full.path("memoryOfLimit").asDouble()).isEqualTo(0.9);
        assertThat(full.path("memory").path("used").asDouble()).isEqualTo(90e6);
        assertThat(full.path("memory").has("request")).isFalse();
        assertThat(full.path("node").asText()).isEqualTo("pi-2");
        assertThat(names(hub.json("/sites/reef/pods?sort=pod&limit=1&offset=1&" + RANGE), "pods", "pod"))
                .containsExactly("full");
        assertThat(names(hub.json("/sites/reef/pods?q=SHOP/re&" + RANGE), "pods", "pod"))
                .containsExactly("restless");
    }

    @Test
    void whatK3sCouldNotApplyComesFirstAndWhatIsUnderWayIsSaid() throws Exception {
        cluster.tell("skerry_k3s_addon_failed", 1, "namespace", "kube-system", "addon", "own")
                .tell("skerry_k3s_addon_applied", 1, "namespace", "kube-system", "addon", "own")
                .tell("skerry_k3s_addon_failed", 0, "namespace", "kube-system", "addon", "coredns")
                .tell("skerry_k3s_addon_applied", 1, "namespace", "kube-system", "addon", "coredns")
                .tell("skerry_helmchart_failed", 0, "namespace", "kube-system", "helmchart", "traefik")
                .tell("skerry_helmchart_applied", 0, "namespace", "kube-system", "helmchart", "traefik")
                .tell("skerry_helmchart_failed", 0, "namespace", "plant", "helmchart", "pump")
                .tell("skerry_upgrade_plan_failed", 0, "namespace", "system-upgrade", "plan", "servers")
                .tell("skerry_upgrade_plan_complete", 0, "namespace", "system-upgrade", "plan", "servers")
                .tell("skerry_upgrade_plan_nodes_applying", 2, "namespace", "system-upgrade", "plan", "servers");
        minute(0);

        JsonNode body = hub.json("/sites/reef/workloads?" + RANGE);

        assertThat(body.path("ill").asLong()).isEqualTo(1);
        var rows = new ArrayList<String>();
        body.path("workloads")
                .forEach(row -> rows.add(row.path("kind").asText() + " "
                        + row.path("name").asText() + " " + row.path("state").asText() + ": "
                        + row.path("reason").asText()));
        assertThat(rows)
                .containsExactly(
                        "Addon own failed: k3s could not apply it when it last tried",
                        "HelmChart traefik rolling-out: it is being installed",
                        "Plan servers rolling-out: it changes 2 nodes now",
                        "HelmChart pump unknown: its job is gone, and nobody else says whether it was installed",
                        "Addon coredns as-wanted: ");
    }

    @Test
    void aPodThatIsNoMoreStaysForTheRangeAsGone() throws Exception {
        pod("old", 7, true);
        pod("new", 0, true);
        minute(0);
        cluster.forget("pod", "old");
        minute(1);
        assertThat(hub.json("/sites/reef/pods?" + RANGE).path("gone").asLong())
                .as("a minute without a word")
                .isZero();
        for (int i = 2; i < 6; i++) {
            minute(i);
        }

        JsonNode body = hub.json("/sites/reef/pods?state=gone&" + RANGE);

        assertThat(names(body, "pods", "pod")).containsExactly("old");
        assertThat(body.path("pods").path(0).path("state").asText()).isEqualTo("gone");
        assertThat(body.path("pods").path(0).path("toldTo").asLong()).isEqualTo(NOON + MINUTE);
        assertThat(hub.json("/sites/reef/pods?from=" + (NOON + 2 * MINUTE) + "&to=" + (NOON + 3_600_000))
                        .path("known")
                        .asLong())
                .as("a range after it")
                .isEqualTo(1);
    }

    @Test
    void aPodThatEndedInTheHourThatWasJustClosedIsGoneAtOnce() throws Exception {
        for (int i = 0; i < 60; i++) {
            pod("new", 0, true);
            if (i < 30) {
                pod("old", 0, true);
            } else {
                cluster.forget("pod", "old");
            }
            minute(i);
        }
        pod("old", 0, true);
        hub.at(NOON + 61 * MINUTE);
        hub.take(server, cluster.window(Kind.HOUR, NOON, 60 * MINUTE));
        cluster.forget("pod", "old");
        minute(60);

        JsonNode body = hub.json("/sites/reef/pods?from=" + NOON + "&to=" + (NOON + 61 * MINUTE));

        assertThat(body.path("gone").asLong()).isEqualTo(1);
        JsonNode gone = hub.json("/sites/reef/pods?state=gone&from=" + NOON + "&to=" + (NOON + 61 * MINUTE));
        assertThat(names(gone, "pods", "pod")).containsExactly("old");
        assertThat(gone.at("/pods/0/toldTo").asLong()).isEqualTo(NOON + 30 * MINUTE);
    }

    @Test
    void whereOnlyTheHourCameItsPodsAreThereUntilItsEnd() throws Exception {
        pod("there", 0, true);
        hub.at(NOON + 60 * MINUTE);
        hub.take(server, cluster.window(Kind.HOUR, NOON, 60 * MINUTE));

        JsonNode pod = hub.json("/sites/reef/pods?from=" + NOON + "&to=" + (NOON + 61 * MINUTE))
                .at("/pods/0");

        assertThat(pod.path("gone").asBoolean()).isFalse();
        assertThat(pod.path("toldTo").asLong()).isEqualTo(NOON + 60 * MINUTE);
    }

    @Test
    void podsOfASilentNodeAreNotGoneAsLongAsTheClusterTellsOfThem() throws Exception {
        pod("there", 0, false);
        container("there", 1e6, 0);
        minute(0);
        for (int i = 1; i < 8; i++) {
            hub.take(server, cluster.minute(NOON + i * MINUTE));
        }

        JsonNode pod = hub.json("/sites/reef/pods?" + RANGE).path("pods").path(0);

        assertThat(pod.path("gone").asBoolean()).isFalse();
        assertThat(pod.path("state").asText()).isEqualTo("Not ready");
        assertThat(pod.path("memory").has("limit"))
                .as("no limit is not a limit of zero")
                .isFalse();
        assertThat(pod.has("memoryOfLimit")).isFalse();
    }

    @Test
    void whatKeepsAPodFromRunningAndWhyItEndedAreNamed() throws Exception {
        pod("api-0", 1, false);
        String[] labels = {"namespace", "shop", "pod", "api-0", "container", "service"};
        cluster.tell("kube_pod_container_status_waiting_reason", 1, with(labels, "reason", "CrashLoopBackOff"))
                .tell("kube_pod_container_status_last_terminated_reason", 0, with(labels, "reason", "Error"))
                .tell("kube_pod_container_status_last_terminated_reason", 1, with(labels, "reason", "OOMKilled"));
        minute(0);
        pod("api-0", 2, false);
        minute(1);

        JsonNode pod =
                hub.json("/sites/reef/pods?state=ill&" + RANGE).path("pods").path(0);

        assertThat(pod.path("state").asText()).isEqualTo("CrashLoopBackOff");
        assertThat(pod.path("lastExit").asText()).isEqualTo("OOMKilled");
        assertThat(pod.path("oomKills").asLong())
                .as("its container's counter ended with it")
                .isEqualTo(1);
    }

    private static String[] with(String[] labels, String name, String value) {
        var all = new ArrayList<>(List.of(labels));
        all.add(name);
        all.add(value);
        return all.toArray(String[]::new);
    }

    @Test
    void restartsOfHoursAndOfTheMinutesAfterThemCountOnce() throws Exception {
        pod("api-0", 1, true);
        hub.take(server, cluster.window(Kind.HOUR, NOON - 2 * 3_600_000, 3_600_000));
        pod("api-0", 5, true);
        hub.take(server, cluster.window(Kind.HOUR, NOON - 3_600_000, 3_600_000));
        var minutes = new ToldCluster(server);
        String[] labels = {"namespace", "shop", "pod", "api-0", "container", "service"};
        minutes.tell("kube_pod_container_status_restarts_total", 1, labels);
        hub.take(server, minutes.minute(NOON - 12 * MINUTE));
        minutes.tell("kube_pod_container_status_restarts_total", 5, labels);
        hub.take(server, minutes.minute(NOON - 11 * MINUTE));
        pod("api-0", 6, true);
        minute(0);

        assertThat(hub.json("/sites/reef/pods?" + RANGE).path("restarts").asLong())
                .isEqualTo(5);
    }

    @Test
    void aWorkloadThatIsShortAndDoesNotGetOnIsStuck() throws Exception {
        cluster.tell("kube_deployment_spec_replicas", 3, "namespace", "shop", "deployment", "api")
                .tell("kube_deployment_status_replicas_available", 1, "namespace", "shop", "deployment", "api")
                .tell("kube_daemonset_status_desired_number_scheduled", 2, "namespace", "shop", "daemonset", "all")
                .tell("kube_daemonset_status_number_available", 2, "namespace", "shop", "daemonset", "all")
                .tell("kube_job_failed", 1, "namespace", "shop", "job_name", "import", "condition", "true");
        for (int i = 0; i < 9; i++) {
            minute(i);
        }
        assertThat(states(hub.json("/sites/reef/workloads?" + RANGE)))
                .containsExactly("import failed", "api rolling-out", "all as-wanted");
        for (int i = 9; i < 11; i++) {
            minute(i);
        }

        JsonNode body = hub.json("/sites/reef/workloads?" + RANGE);
        assertThat(states(body)).containsExactly("import failed", "api stuck", "all as-wanted");
        assertThat(body.path("ill").asLong()).isEqualTo(2);
        assertThat(body.path("workloads").path(1).path("reason").asText()).isEqualTo("1 of 3 pods are ready");
        assertThat(body.path("workloads").path(1).has("updated")).as("not told").isFalse();
        assertThat(states(hub.json("/sites/reef/workloads?state=ill&limit=1&offset=1&" + RANGE)))
                .containsExactly("api stuck");

        cluster.tell("kube_deployment_status_replicas_available", 2, "namespace", "shop", "deployment", "api");
        minute(11);
        assertThat(states(hub.json("/sites/reef/workloads?" + RANGE))).contains("api rolling-out");
    }

    private static List<String> states(JsonNode body) {
        var states = new ArrayList<String>();
        body.path("workloads")
                .forEach(row -> states.add(
                        row.path("name").asText() + " " + row.path("state").asText()));
        return states;
    }

    @Test
    void aSiteWithoutAClusterSaysSoAndMistakesAreNamed() throws Exception {
        JsonNode bare = hub.json("/sites/bare/pods?" + RANGE);
        assertThat(bare.path("known").asLong()).isZero();
        assertThat(bare.path("cluster").asBoolean()).isFalse();
        assertThat(hub.get("/sites/nowhere/pods").statusCode()).isEqualTo(404);
        assertThat(hub.get("/sites/reef/pods?sort=colour").body()).contains("'sort' must be restarts, oom");
        assertThat(hub.get("/sites/reef/pods?state=odd").body()).contains("'state' must be all, ill or gone");
        assertThat(hub.get("/sites/reef/workloads?from=1&to=" + NOON).body()).contains("longer than 31 days");
        assertThat(hub.get("/sites/reef/pods?limit=501").statusCode()).isEqualTo(400);
        assertThat(hub.get("/sites/reef/pods", "").statusCode()).isEqualTo(401);
    }
}
