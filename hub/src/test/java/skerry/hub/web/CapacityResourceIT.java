package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ToldCluster;
import skerry.protocol.BatchHeader.Kind;

/** Days of hours that a cluster's agent and a node's told, and the questions over a real socket. */
class CapacityResourceIT {
    private static final long HOUR = 3_600_000;
    private static final long NOW = 1_790_000_040_000L / (24 * HOUR) * (24 * HOUR);
    private static final double MIB = 1 << 20;

    @TempDir
    Path folder;

    private final FakeAgent server = new FakeAgent(1);
    private final FakeAgent worker = new FakeAgent(2);
    private final ToldCluster cluster = new ToldCluster(server);
    private final ToldCluster node = new ToldCluster(worker);
    private HubUnderTest hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubUnderTest(folder, NOW, (store, watch) -> {
            var clock = InstantSource.fixed(Instant.ofEpochMilli(NOW));
            return List.of(new CapacityResource(store, watch, clock), new WorkloadsResource(store, watch, clock));
        });
        hub.enrol(server, "reef", "pi-1");
        hub.enrol(worker, "reef", "pi-2");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static long hoursAgo(int hours) {
        return NOW - hours * HOUR;
    }

    private void disk(String mount, String type, double free) {
        String[] labels = {"device", "/dev/" + type, "fstype", type, "mountpoint", mount};
        node.tell("node_filesystem_avail_bytes", free, labels).tell("node_filesystem_size_bytes", 100e9, labels);
    }

    private void hour(int ago) {
        hub.take(worker, node.window(Kind.HOUR, hoursAgo(ago), HOUR));
    }

    @Test
    void aDiskThatFillsIsToldFirstAndUntilWhenThereIsRoom() throws Exception {
        for (int ago = 24 * 10; ago > 0; ago--) {
            disk("/", "ext4", 21e9 + (ago - 1) * 2e9 / 24);
            disk("/boot", "vfat", 90e9);
            disk("/run", "tmpfs", 1e6);
            String[] claim = {"namespace", "shop", "persistentvolumeclaim", "data", "job", "kubelet"};
            node.tell("kubelet_volume_stats_available_bytes", 5e9 + (ago - 1) * 1e9 / 24, claim)
                    .tell("kubelet_volume_stats_capacity_bytes", 50e9, claim);
            hour(ago);
        }

        JsonNode body = hub.json("/sites/reef/disks");

        assertThat(body.path("total").asInt()).isEqualTo(3);
        assertThat(body.path("soon").asInt()).isEqualTo(2);
        JsonNode volume = body.at("/disks/0");
        assertThat(volume.path("claim").asText()).isEqualTo("shop/data");
        assertThat(volume.path("sentence").asText()).isEqualTo("between 4 and 5 days");
        assertThat(volume.path("earliest").asLong()).isBetween(NOW + 114 * HOUR, NOW + 121 * HOUR);
        JsonNode root = body.at("/disks/1");
        assertThat(root.path("place").asText()).isEqualTo("/");
        assertThat(root.path("node").asText()).isEqualTo("pi-2");
        assertThat(root.path("word").asText()).isEqualTo("between");
        assertThat(root.path("sentence").asText()).isEqualTo("between 10 and 11 days");
        assertThat(body.at("/disks/2/sentence").asText()).isEqualTo("not within 90 days");
        assertThat(hub.json("/sites/reef/disks?node=pi-1").path("total").asInt())
                .isZero();
    }

    @Test
    void daysCountFromNowAlsoWhereTheSiteFellSilent() throws Exception {
        for (int ago = 24 * 10; ago > 48; ago--) {
            disk("/", "ext4", 21e9 + (ago - 49) * 2e9 / 24);
            hour(ago);
        }

        JsonNode root = hub.json("/sites/reef/disks").at("/disks/0");

        assertThat(root.path("toldTo").asLong()).isEqualTo(hoursAgo(48));
        assertThat(root.path("sentence").asText()).isEqualTo("between 8 and 9 days");
    }

    private void asks(String what, double value) {
        cluster.tell(
                "skerry_workload_" + what,
                value,
                "namespace",
                "shop",
                "workload_kind",
                "Deployment",
                "workload",
                "api",
                "container",
                "app");
    }

    private void pods() {
        for (String pod : List.of("api-1", "api-2")) {
            cluster.tell(
                    "skerry_pod_workload",
                    1,
                    "namespace",
                    "shop",
                    "pod",
                    pod,
                    "workload_kind",
                    "Deployment",
                    "workload",
                    "api");
        }
    }

    private void uses(String pod, double memory, double cpuSeconds) {
        String[] labels = {"namespace", "shop", "pod", pod, "container", "app", "name", pod};
        node.tell("container_memory_working_set_bytes", memory, labels)
                .tell("container_cpu_usage_seconds_total", cpuSeconds, labels);
    }

    @Test
    void whatAWorkloadAsksForStandsAgainstWhatItsPodsUsed() throws Exception {
        asks("request_bytes", 512 * MIB);
        asks("request_cores", 0.5);
        asks("limit_bytes", 1_024 * MIB);
        pods();
        hub.take(server, cluster.window(Kind.HOUR, hoursAgo(5 * 24), HOUR));
        hub.take(server, cluster.window(Kind.HOUR, hoursAgo(1), HOUR));
        for (int ago = 24 * 5; ago > 0; ago--) {
            uses("api-1", (ago == 50 ? 150 : 100) * MIB, 1_000 + (120 - ago) * 180);
            uses("api-2", 80 * MIB, 1_000 + (120 - ago) * 36);
            uses("stray", 80 * MIB, 1);
            hour(ago);
        }

        JsonNode body = hub.json("/sites/reef/requests");

        assertThat(body.path("known").asInt()).isEqualTo(1);
        assertThat(body.path("untold").asInt())
                .as("containers of the stray pod")
                .isEqualTo(1);
        JsonNode row = body.at("/rows/0");
        assertThat(row.path("workload").asText()).isEqualTo("api");
        assertThat(row.path("pods").asInt()).isEqualTo(2);
        assertThat(row.path("hours").asInt()).isEqualTo(120);
        assertThat(row.at("/memory/used/most").asDouble()).isEqualTo(150 * MIB);
        assertThat(row.at("/memory/used/high").asDouble()).isBetween(100 * MIB, 102 * MIB);
        assertThat(row.at("/cpu/used/high").asDouble()).isBetween(0.05, 0.0511);
        assertThat(row.at("/memory/limit").asDouble()).isEqualTo(1_024 * MIB);
        assertThat(row.at("/cpu/limit").isMissingNode()).isTrue();
        assertThat(row.path("word").asText()).isEqualTo("lower");
        assertThat(row.path("sentence").asText())
                .isEqualTo("ask for 176Mi of memory instead of 512Mi, and 60m of CPU instead of 500m");
        assertThat(body.at("/memory/asked").asDouble()).isEqualTo(2 * 512 * MIB);
        assertThat(body.at("/memory/unused").asDouble()).isEqualTo(2 * (512 - 150) * MIB);
        assertThat(body.at("/cpu/unused").asDouble()).isBetween(0.897, 0.9);
        assertThat(hub.json("/sites/reef/requests?q=nothing").path("total").asInt())
                .isZero();
    }

    @Test
    void thePageOfPodsShowsWhatTheirWorkloadAsksForAndTheirAge() throws Exception {
        asks("request_bytes", 512 * MIB);
        asks("limit_cores", 2);
        cluster.tell("skerry_pod_start_time_seconds", hoursAgo(90) / 1_000.0, "namespace", "shop", "pod", "api-1");
        pods();
        hub.take(server, cluster.window(Kind.HOUR, hoursAgo(2), HOUR));
        for (int ago = 2; ago > 0; ago--) {
            uses("api-1", 100 * MIB, 1);
            hour(ago);
        }

        JsonNode pod =
                hub.json("/sites/reef/pods?from=" + hoursAgo(1) + "&to=" + NOW).at("/pods/0");

        assertThat(pod.path("pod").asText()).isEqualTo("api-1");
        assertThat(pod.at("/memory/request").asDouble()).isEqualTo(512 * MIB);
        assertThat(pod.at("/cpu/limit").asDouble()).isEqualTo(2);
        assertThat(pod.path("startedAt").asLong()).isEqualTo(hoursAgo(90));
    }

    @Test
    void aPodWhoseContainersHaveNotBegunHasTheNodeThatTookIt() throws Exception {
        cluster.tell(
                "skerry_pod_start_time_seconds",
                hoursAgo(2) / 1_000.0,
                "namespace",
                "shop",
                "pod",
                "api-1",
                "node",
                "pi-3");
        cluster.tell("kube_pod_status_ready", 0, "namespace", "shop", "pod", "api-1", "condition", "true");
        hub.take(server, cluster.window(Kind.HOUR, hoursAgo(2), HOUR));

        JsonNode pod =
                hub.json("/sites/reef/pods?from=" + hoursAgo(2) + "&to=" + NOW).at("/pods/0");

        assertThat(pod.path("pod").asText()).isEqualTo("api-1");
        assertThat(pod.path("node").asText()).isEqualTo("pi-3");
    }

    @Test
    void aContainerThatWasEndedForLackOfMemoryNeedsMoreWhateverTheDataSay() throws Exception {
        asks("limit_bytes", 128 * MIB);
        pods();
        cluster.tell(
                "kube_pod_container_status_last_terminated_reason",
                1,
                "namespace",
                "shop",
                "pod",
                "api-1",
                "container",
                "app",
                "reason",
                "OOMKilled");
        hub.take(server, cluster.window(Kind.HOUR, hoursAgo(2), HOUR));
        uses("api-1", 90 * MIB, 1);
        hour(1);

        JsonNode row = hub.json("/sites/reef/requests").at("/rows/0");

        assertThat(row.path("word").asText()).isEqualTo("raise");
        assertThat(row.path("sentence").asText())
                .isEqualTo("raise its limit of memory from 128Mi to 192Mi, as it was ended for lack of memory once");
    }
}
