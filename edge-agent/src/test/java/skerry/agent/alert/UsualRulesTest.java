package skerry.agent.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import skerry.protocol.series.Labels;

/** Each rule that comes with the agent, over samples that make it fire and over samples that do not. */
class UsualRulesTest {
    private static final Labels CONTAINER = Labels.of("namespace", "shop", "pod", "db-0", "container", "db");
    private static final Set<String> SEEN = new ConcurrentSkipListSet<>();

    @TempDir
    private Path folder;

    /**
     * A story told in minutes.
     *
     * @param minutes how long it takes
     * @param bad sets the series of a minute so that the alert fires in the end
     * @param good sets them so that nothing does
     */
    record Story(String alert, int minutes, ObjIntConsumer<WatchedNode> bad, ObjIntConsumer<WatchedNode> good) {
        @Override
        public String toString() {
            return alert;
        }
    }

    static List<Story> stories() {
        return List.of(
                gauge("PiUndervoltage", 3, "skerry_pi_undervoltage", Labels.NONE, 1, 0),
                new Story(
                        "PiUndervoltage",
                        4,
                        (node, minute) -> node.set("skerry_pi_undervoltage_since_boot", minute > 1 ? 1 : 0),
                        (node, _) -> node.set("skerry_pi_undervoltage_since_boot", 1)),
                new Story(
                        "MachineFailed",
                        3,
                        (node, minute) -> started(node, "brownout", 60 + 60 * minute),
                        (node, minute) -> started(node, "brownout", 7_200 + 60 * minute)),
                new Story(
                        "MachineFailed",
                        3,
                        (node, minute) -> started(node, "panic", 60 + 60 * minute),
                        (node, minute) -> started(node, "operator", 60 + 60 * minute)),
                new Story(
                        "PiThrottled",
                        15,
                        (node, _) -> node.set("skerry_pi_throttled", 1),
                        (node, minute) -> node.set("skerry_pi_throttled", minute % 3)),
                gauge("NodeTooHot", 12, "node_thermal_zone_temp", Labels.of("zone", "0"), 83, 72),
                gauge(
                        "NodeFilesystemReadOnly",
                        4,
                        "node_filesystem_readonly",
                        Labels.of("device", "/dev/mmcblk0p2", "fstype", "ext4", "mountpoint", "/"),
                        1,
                        0),
                new Story(
                        "NodeFilesystemReadOnly",
                        0,
                        (_, _) -> {},
                        (node, _) -> node.set(
                                "node_filesystem_readonly",
                                Labels.of("device", "/dev/loop0", "fstype", "squashfs", "mountpoint", "/snap"),
                                1)),
                new Story(
                        "NodeFilesystemAlmostOutOfSpace",
                        12,
                        (node, _) -> disk(node, 30, 1),
                        (node, _) -> disk(node, 30, 2)),
                new Story(
                        "NodeFilesystemAlmostOutOfFiles",
                        12,
                        (node, _) -> files(node, 100, 4),
                        (node, _) -> files(node, 0, 0)),
                gauge("StorageWearHigh", 2, "skerry_mmc_life_used_ratio", Labels.of("device", "mmcblk0"), 0.9, 0.8),
                gauge("StorageWearHigh", 2, "skerry_mmc_pre_end_of_life", Labels.of("device", "mmcblk0"), 2, 1),
                gauge("StorageWornOut", 2, "skerry_mmc_life_used_ratio", Labels.of("device", "mmcblk0"), 1.1, 0.8),
                new Story(
                        "NodeFilesystemSpaceFillingUp",
                        7 * 60 + 30,
                        (node, minute) -> disk(node, 100, 24 - minute / 50.0),
                        (node, minute) -> disk(node, 100, 12 - minute / 500.0)),
                new Story("NodeMemoryShort", 12, (node, _) -> memory(node, 30), (node, _) -> memory(node, 60)),
                counter("NodeOOMKill", 4, "node_vmstat_oom_kill", Labels.NONE, 1, 0),
                gauge("NodeClockNotSynchronised", 33, "node_timex_sync_status", Labels.NONE, 0, 1),
                gauge("NodeClockSkewed", 12, "node_timex_offset_seconds", Labels.NONE, -0.7, 0.2),
                gauge(
                        "NodeSystemdServiceFailed",
                        7,
                        "node_systemd_unit_state",
                        Labels.of("name", "ssh.service", "state", "failed", "type", "notify"),
                        1,
                        0),
                counter("ContainerOOMKilled", 4, "container_oom_events_total", CONTAINER, 1, 0),
                new Story(
                        "ContainerRestartsOften",
                        12,
                        (node, minute) -> node.set("container_start_time_seconds", CONTAINER, Math.floorDiv(minute, 3)),
                        (node, minute) ->
                                node.set("container_start_time_seconds", CONTAINER, Math.floorDiv(minute, 6))),
                new Story("CPUThrottlingHigh", 35, (node, _) -> throttle(node, 60), (node, _) -> throttle(node, 20)),
                gauge(
                        "K3sNotRunning",
                        7,
                        "node_systemd_unit_state",
                        Labels.of("name", "k3s-agent.service", "state", "active", "type", "notify"),
                        0,
                        1),
                gauge(
                        "KubeNodeNotReady",
                        12,
                        "kube_node_status_condition",
                        Labels.of("node", "pi-2", "condition", "Ready", "status", "true"),
                        0,
                        1),
                gauge(
                        "KubeNodePressure",
                        7,
                        "kube_node_status_condition",
                        Labels.of("node", "pi-2", "condition", "DiskPressure", "status", "true"),
                        1,
                        0),
                new Story(
                        "KubePodCrashLooping",
                        16,
                        (node, minute) -> crashing(node, minute % 4 == 0 ? 0 : 1),
                        (node, minute) -> crashing(node, minute == 3 ? 1 : 0)),
                gauge(
                        "KubePodNotReady",
                        17,
                        "kube_pod_status_phase",
                        Labels.of("namespace", "shop", "pod", "db-0", "phase", "Pending"),
                        1,
                        0),
                new Story(
                        "KubePodNotReady",
                        17,
                        (node, _) -> failedPod(node, "ReplicaSet"),
                        (node, _) -> failedPod(node, "Job")),
                new Story(
                        "KubeDeploymentReplicasMissing",
                        17,
                        (node, _) -> replicas(node, 1),
                        (node, _) -> replicas(node, 2)),
                gauge(
                        "KubeJobFailed",
                        7,
                        "kube_job_failed",
                        Labels.of("namespace", "shop", "job_name", "report", "condition", "true"),
                        1,
                        0),
                new Story(
                        "KubePersistentVolumeFillingUp",
                        7,
                        (node, _) -> volume(node, 3),
                        (node, _) -> volume(node, 10)),
                gauge(
                        "K3sCertificateExpires",
                        17,
                        "k3s_certificate_expiration_seconds",
                        Labels.of("subject", "CN=k3s", "usages", "ServerAuth"),
                        13 * 86_400,
                        60 * 86_400),
                gauge("K3sAddonFailed", 12, "skerry_k3s_addon_failed", owned("addon"), 1, 0),
                gauge("HelmChartFailed", 17, "skerry_helmchart_failed", owned("helmchart"), 1, 0),
                gauge("UpgradePlanFailed", 12, "skerry_upgrade_plan_failed", owned("plan"), 1, 0),
                gauge("UpgradePlanStuck", 125, "skerry_upgrade_plan_nodes_applying", owned("plan"), 1, 0),
                new Story("KubeAPIErrors", 45, (node, _) -> requests(node, 10), (node, _) -> requests(node, 2)),
                new Story("KubeAPISlow", 45, (node, _) -> answers(node, 150), (node, _) -> answers(node, 20)),
                new Story(
                        "K3sNoBackup",
                        7 * 60 + 30,
                        (node, _) -> node.set("k3s_etcd_snapshot_save_duration_seconds_count", 8),
                        (node, minute) -> node.set("k3s_etcd_snapshot_save_duration_seconds_count", 8 + minute / 60)),
                new Story(
                        "K3sNoBackup",
                        7 * 60 + 30,
                        (node, _) -> node.set("skerry_k3s_backup_timestamp_seconds", 0),
                        (node, _) -> node.set("skerry_k3s_backup_timestamp_seconds", node.wall / 1000.0 - 3_600)),
                new Story(
                        "K3sNoBackup",
                        7 * 60 + 30,
                        (node, _) -> snapshots(node, node.wall / 1000.0 - 2 * 86_400),
                        (node, _) -> snapshots(node, node.wall / 1000.0 - 43_200)),
                new Story(
                        "K3sNoBackup",
                        7 * 60 + 30,
                        (node, _) -> node.set(
                                "skerry_etcd_snapshot_newest_timestamp_seconds",
                                Labels.of("storage", "s3"),
                                node.wall / 1000.0 - 2 * 86_400),
                        (node, _) -> {
                            node.set("skerry_k3s_backup_timestamp_seconds", 0);
                            node.set(
                                    "skerry_etcd_snapshot_newest_timestamp_seconds",
                                    Labels.of("storage", "s3"),
                                    node.wall / 1000.0 - 3_600);
                        }),
                new Story(
                        "K3sNoBackup",
                        7 * 60 + 30,
                        (node, _) -> node.set("skerry_k3s_backup_unknown", 1),
                        (node, _) -> node.set("skerry_k3s_datastore_bytes", 1)),
                gauge("TargetDown", 7, "up", Labels.of("job", "inverter", "instance", "10.0.0.1:9100"), 0, 1),
                gauge("SkerryRingNotWritable", 4, "skerry_ring_writable", Labels.NONE, 0, 1),
                gauge(
                        "SkerryRoomShort",
                        33,
                        "skerry_autonomy_seconds",
                        Labels.of("before", "summaries"),
                        3_600,
                        90_000),
                counter("SkerryLosesRecords", 12, "skerry_dropped_records_total", Labels.of("cause", "evicted"), 5, 0),
                gauge("SkerryRuleFails", 42, "skerry_agent_rules_failing", Labels.NONE, 2, 0));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void aRuleFiresWhenItShouldAndSaysWhatToDo(Story story) {
        SEEN.add(story.alert());
        if (story.minutes() == 0) {
            return;
        }
        try (var node = node()) {
            tell(node, story.minutes(), story.bad());

            assertThat(node.engine().board().troubles()).isEmpty();
            List<AlertView> alerts = node.engine().board().alerts().stream()
                    .filter(AlertView::firing)
                    .toList();
            assertThat(alerts).extracting(AlertView::name).contains(story.alert());
            AlertView alert = alerts.stream()
                    .filter(one -> one.name().equals(story.alert()))
                    .findFirst()
                    .orElseThrow();
            assertThat(alert.summary()).isNotBlank().doesNotContain("NaN", "{{");
            assertThat(alert.description()).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("stories")
    void itDoesNotWhenAllIsWell(Story story) {
        try (var node = node()) {
            tell(node, Math.max(10, story.minutes()), story.good());

            assertThat(node.told).isEmpty();
            assertThat(node.engine().board().troubles()).isEmpty();
        }
    }

    @Test
    void aSiteIsNotIllBecauseNobodyLookedForBackups() {
        try (var node = node()) {
            tell(node, 7 * 60 + 30, (told, _) -> told.set("skerry_k3s_backup_unknown", 1));

            assertThat(node.engine().board().alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.name()).isEqualTo("K3sNoBackup");
                assertThat(alert.firing()).isTrue();
                assertThat(alert.severity()).isEqualTo("info");
                assertThat(alert.isOpen()).isFalse();
                assertThat(alert.description()).contains("k3s.backups");
            });
        }
    }

    @AfterAll
    static void eachRuleHasAStory() {
        var rules = new TreeSet<String>();
        RuleBook.usual().groups().forEach(group -> group.rules().forEach(rule -> rules.add(rule.alert())));
        assertThat(SEEN).containsExactlyElementsOf(rules);
    }

    @Test
    void eachRuleHasASummaryADescriptionAndASeverity() {
        assertThat(RuleBook.usual().mistakes()).isEmpty();
        for (RuleGroup group : RuleBook.usual().groups()) {
            assertThat(group.rules()).allSatisfy(rule -> {
                assertThat(rule.annotations()).containsOnlyKeys("summary", "description");
                assertThat(rule.labels()).containsOnlyKeys("severity");
                assertThat(rule.labels().values())
                        .extracting(TextTemplate::source)
                        .isSubsetOf("critical", "warning", "info");
            });
        }
    }

    private WatchedNode node() {
        var node = new WatchedNode(folder, "groups: []");
        node.book(new RuleBook(RuleBook.usual().groups()));
        node.restart(Duration.ZERO);
        return node;
    }

    private static void tell(WatchedNode node, int minutes, ObjIntConsumer<WatchedNode> story) {
        boolean isLong = minutes > 60;
        for (int minute = 0; minute < minutes; minute++) {
            story.accept(node, minute);
            if (isLong) {
                node.passSlowly(Duration.ofMinutes(1));
            } else {
                node.pass(Duration.ofMinutes(1));
            }
        }
    }

    private static Story gauge(String alert, int minutes, String metric, Labels labels, double bad, double good) {
        return new Story(
                alert,
                minutes,
                (node, _) -> node.set(metric, labels, bad),
                (node, _) -> node.set(metric, labels, good));
    }

    /** A counter that rises by so much a minute. */
    private static Story counter(String alert, int minutes, String metric, Labels labels, double bad, double good) {
        return new Story(
                alert,
                minutes,
                (node, _) -> node.add(metric, labels, bad),
                (node, _) -> node.add(metric, labels, good));
    }

    private static void started(WatchedNode node, String cause, long upSeconds) {
        node.set("skerry_boot_info", Labels.of("cause", cause, "sure", "probably"), 1);
        node.set("node_boot_time_seconds", node.wall / 1000.0 - upSeconds);
    }

    private static void disk(WatchedNode node, double size, double free) {
        Labels root = Labels.of("device", "/dev/mmcblk0p2", "fstype", "ext4", "mountpoint", "/");
        node.set("node_filesystem_size_bytes", root, size * 1e9);
        node.set("node_filesystem_avail_bytes", root, free * 1e9);
        node.set("node_filesystem_readonly", root, 0);
    }

    private static void files(WatchedNode node, double all, double free) {
        Labels root = Labels.of("device", "/dev/mmcblk0p2", "fstype", "ext4", "mountpoint", "/");
        node.set("node_filesystem_files", root, all);
        node.set("node_filesystem_files_free", root, free);
        node.set("node_filesystem_readonly", root, 0);
    }

    private static void memory(WatchedNode node, double free) {
        node.set("node_memory_MemTotal_bytes", 1_000);
        node.set("node_memory_MemAvailable_bytes", free);
    }

    private static void throttle(WatchedNode node, double held) {
        node.add("container_cpu_cfs_periods_total", CONTAINER, 100);
        node.add("container_cpu_cfs_throttled_periods_total", CONTAINER, held);
    }

    private static void crashing(WatchedNode node, double waits) {
        node.set(
                "kube_pod_container_status_waiting_reason",
                Labels.of("namespace", "shop", "pod", "db-0", "container", "db", "reason", "CrashLoopBackOff"),
                waits);
    }

    /** That a job has failed is another alert. */
    private static void failedPod(WatchedNode node, String owner) {
        node.set("kube_pod_status_phase", Labels.of("namespace", "shop", "pod", "report-x", "phase", "Failed"), 1);
        node.set("kube_pod_owner", Labels.of("namespace", "shop", "pod", "report-x", "owner_kind", owner), 1);
    }

    private static void replicas(WatchedNode node, double available) {
        Labels deployment = Labels.of("namespace", "shop", "deployment", "web");
        node.set("kube_deployment_spec_replicas", deployment, 2);
        node.set("kube_deployment_status_replicas_available", deployment, available);
    }

    /** Whatever k3s says of snapshots since it was started: what lies on the disk decides. */
    private static void snapshots(WatchedNode node, double newest) {
        node.set("skerry_k3s_backup_timestamp_seconds", newest);
        node.set("k3s_etcd_snapshot_save_duration_seconds_count", 0);
    }

    private static Labels owned(String kind) {
        return Labels.of("namespace", "kube-system", kind, "traefik");
    }

    private static Labels request(String verb) {
        return Labels.of("job", "kube-apiserver", "verb", verb);
    }

    private static void requests(WatchedNode node, double failed) {
        node.add("apiserver_request_total", request("GET").with("code", "200"), 100 - failed);
        node.add("apiserver_request_total", request("LIST").with("code", "504"), failed);
    }

    private static void answers(WatchedNode node, double seconds) {
        node.add("apiserver_request_sli_duration_seconds_count", request("PUT"), 100);
        node.add("apiserver_request_sli_duration_seconds_sum", request("PUT"), seconds);
    }

    private static void volume(WatchedNode node, double free) {
        Labels claim = Labels.of("namespace", "shop", "persistentvolumeclaim", "data-db-0");
        node.set("kubelet_volume_stats_capacity_bytes", claim, 100);
        node.set("kubelet_volume_stats_available_bytes", claim, free);
    }
}
