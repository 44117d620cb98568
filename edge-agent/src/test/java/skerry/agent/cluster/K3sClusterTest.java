package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.Await;
import skerry.agent.cluster.state.ShownNames;
import skerry.platform.time.MonotonicClock;

/** k3s's own kinds as a cluster shows them: what became of them is put together from jobs, pods and events. */
class K3sClusterTest {
    private static final String ADDONS = "/apis/k3s.cattle.io/v1/addons";
    private static final String SNAPSHOTS = "/apis/k3s.cattle.io/v1/etcdsnapshotfiles";
    private static final String CHARTS = "/apis/helm.cattle.io/v1/helmcharts";
    private static final String PLANS = "/apis/upgrade.cattle.io/v1/plans";
    private static final String JOBS = "/apis/batch/v1/jobs";
    private static final String PODS = "/api/v1/pods";
    private static final String EVENTS = "/apis/events.k8s.io/v1/events";
    private static final List<String> ALL = List.of(ADDONS, SNAPSHOTS, CHARTS, PLANS);
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final FakeApiServer server = new FakeApiServer();
    private Optional<Cluster> cluster = Optional.empty();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        cluster.ifPresent(Cluster::close);
        server.close();
    }

    @Test
    void anAddonHasFailedIfItsLastEventSaysSo() {
        server.put(ADDONS, custom("k3s.cattle.io/v1", "Addon", "kube-system", "traefik"));
        server.put(ADDONS, custom("k3s.cattle.io/v1", "Addon", "kube-system", "own"));
        server.put(EVENTS, event("e1", "own", "AppliedManifest", "2026-11-27T11:00:00.000000Z"));
        server.put(EVENTS, event("e2", "own", "ApplyManifestFailed", "2026-11-27T11:50:00.000000Z"));
        server.put(EVENTS, event("e3", "traefik", "ApplyManifestFailed", "2026-11-27T09:00:00.000000Z"));
        server.put(EVENTS, event("e4", "traefik", "AppliedManifest", "2026-11-27T09:01:00.000000Z"));
        look();

        Await.until(() -> value("skerry_k3s_addon_failed{addon=\"own\",namespace=\"kube-system\"}") == 1);
        assertThat(value("skerry_k3s_addon_failed{addon=\"traefik\",namespace=\"kube-system\"}"))
                .isZero();
        server.put(EVENTS, event("e5", "own", "AppliedManifest", "2026-11-27T11:51:00.000000Z"));
        Await.until(() -> value("skerry_k3s_addon_failed{addon=\"own\",namespace=\"kube-system\"}") == 0);

        server.delete(ADDONS, "kube-system", "own");
        Await.until(() -> told().keySet().stream().noneMatch(series -> series.contains("addon=\"own\"")));
    }

    @Test
    void aChartHasFailedIfItSaysSoOrItsJobFailedOrThePodOfItsJobCrashes() {
        for (String name : List.of("says", "job", "crashes", "well")) {
            ObjectNode chart = custom("helm.cattle.io/v1", "HelmChart", "kube-system", name);
            if (name.equals("says")) {
                condition(chart, "Failed");
            }
            server.put(CHARTS, chart);
        }
        server.put(JOBS, condition(owned("helm-install-job", "helmcharts.helm.cattle.io/chart", "job"), "Failed"));
        server.put(JOBS, owned("helm-install-crashes", "helmcharts.helm.cattle.io/chart", "crashes"));
        server.put(JOBS, condition(owned("helm-install-well", "helmcharts.helm.cattle.io/chart", "well"), "Complete"));
        ObjectNode pod = owned("helm-install-crashes", "helmcharts.helm.cattle.io/chart", "crashes");
        pod.putObject("status")
                .putArray("containerStatuses")
                .addObject()
                .putObject("state")
                .putObject("waiting")
                .put("reason", "CrashLoopBackOff");
        server.put(PODS, pod);
        look();

        Await.until(() -> failedCharts().equals(Set.of("crashes", "job", "says")));
        assertThat(told())
                .containsEntry("skerry_helmchart_applied{helmchart=\"well\",namespace=\"kube-system\"}", 1.0)
                .containsEntry("skerry_helmchart_applied{helmchart=\"crashes\",namespace=\"kube-system\"}", 0.0)
                .containsEntry("skerry_helmchart_failed{helmchart=\"well\",namespace=\"kube-system\"}", 0.0);
        assertThat(told())
                .as("nobody knows")
                .doesNotContainKey("skerry_helmchart_applied{helmchart=\"says\",namespace=\"kube-system\"}");

        server.delete(PODS, "kube-system", "helm-install-crashes");
        Await.until(() -> failedCharts().equals(Set.of("job", "says")));
    }

    @Test
    void aPlanHasFailedIfAJobOfItFailedAndIsWellAgainWhenThatWasMissedByACompaction() {
        server.put(PLANS, custom("upgrade.cattle.io/v1", "Plan", "kube-system", "servers"));
        server.put(JOBS, condition(owned("apply-servers-on-pi-2", "upgrade.cattle.io/plan", "servers"), "Failed"));
        look();
        String failed = "skerry_upgrade_plan_failed{namespace=\"kube-system\",plan=\"servers\"}";
        Await.until(() -> value(failed) == 1);

        server.kill();
        server.delete(JOBS, "kube-system", "apply-servers-on-pi-2");
        server.compact();
        server.start();
        Await.until(() -> told().getOrDefault(failed, 1.0) == 0.0);
    }

    @Test
    void theNewestSnapshotThatCanBeUsedIsToldForEachStorage() {
        server.put(SNAPSHOTS, snapshot("old", "file:///var/lib/x", "2026-11-26T12:00:00Z", true));
        server.put(SNAPSHOTS, snapshot("new", "file:///var/lib/x", "2026-11-27T00:00:00Z", true));
        server.put(SNAPSHOTS, snapshot("broken", "file:///var/lib/x", "2026-11-27T11:00:00Z", false));
        server.put(SNAPSHOTS, snapshot("far", "s3://bucket/x", "2026-11-25T12:00:00Z", true));
        look();

        Await.until(() -> value("skerry_etcd_snapshot_newest_timestamp_seconds{storage=\"s3\"}") > 0);
        assertThat(told())
                .containsEntry("skerry_etcd_snapshot_newest_timestamp_seconds{storage=\"local\"}", (double)
                        Instant.parse("2026-11-27T00:00:00Z").getEpochSecond())
                .containsEntry("skerry_etcd_snapshot_newest_timestamp_seconds{storage=\"s3\"}", (double)
                        Instant.parse("2026-11-25T12:00:00Z").getEpochSecond());
    }

    @Test
    void aClusterWithoutTheseKindsIsNotInTroubleAndTheyAreToldWhenTheyCome() {
        ALL.forEach(path -> server.refuse(path, 404));
        server.put(PODS, GeneratedPods.running(1));
        look();
        Await.until(() -> value("skerry_cluster_followed{kind=\"pods\"}") == 1
                && ALL.stream().allMatch(path -> server.asked(path, "limit=250") >= 2));

        assertThat(told().keySet())
                .noneMatch(series -> series.contains("kind=\"addons\"") || series.contains("kind=\"plans\""));
        server.put(PLANS, custom("upgrade.cattle.io/v1", "Plan", "kube-system", "servers"));
        server.allow(PLANS);

        Await.until(() -> value("skerry_cluster_followed{kind=\"plans\"}") == 1);
        assertThat(told())
                .containsEntry("skerry_cluster_objects{kind=\"plans\"}", 1.0)
                .containsEntry("skerry_upgrade_plan_failed{namespace=\"kube-system\",plan=\"servers\"}", 0.0);

        server.refuse(PLANS, 404);
        server.kill();
        server.start();
        Await.until(() -> told().keySet().stream().noneMatch(series -> series.contains("plan")));
    }

    private Set<String> failedCharts() {
        var failed = new TreeSet<String>();
        told().forEach((series, value) -> {
            if (series.startsWith("skerry_helmchart_failed") && value == 1) {
                failed.add(series.replaceFirst(".*helmchart=\"", "").replaceFirst("\".*", ""));
            }
        });
        return failed;
    }

    private static ObjectNode custom(String apiVersion, String kind, String namespace, String name) {
        ObjectNode object = FakeApiServer.object(namespace, name);
        return object.put("apiVersion", apiVersion).put("kind", kind);
    }

    private static ObjectNode owned(String name, String label, String owner) {
        ObjectNode object = FakeApiServer.object("kube-system", name);
        ((ObjectNode) object.path("metadata")).putObject("labels").put(label, owner);
        return object;
    }

    private static ObjectNode condition(ObjectNode object, String type) {
        object.putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", type)
                .put("status", "True");
        return object;
    }

    private static ObjectNode snapshot(String name, String location, String made, boolean ready) {
        ObjectNode object = custom("k3s.cattle.io/v1", "ETCDSnapshotFile", "", name);
        object.putObject("spec").put("location", location).put("nodeName", "pi-1");
        object.putObject("status").put("creationTime", made).put("readyToUse", ready);
        return object;
    }

    private static ObjectNode event(String name, String addon, String reason, String at) {
        ObjectNode event = FakeApiServer.object("kube-system", name);
        event.put("type", "Warning").put("reason", reason).put("note", "said").put("eventTime", at);
        event.putObject("regarding")
                .put("kind", "Addon")
                .put("namespace", "kube-system")
                .put("name", addon);
        return event;
    }

    private void look() {
        var made = new Cluster(
                new ClusterSettings(
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(),
                        ShownNames.NONE,
                        List.of("default"),
                        1_000,
                        true,
                        false,
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
                        InstantSource.fixed(NOON)),
                Optional.empty(),
                new SeriesBounds(1_000, 80_000),
                _ -> Thread.sleep(5));
        cluster = Optional.of(made);
        made.start();
    }

    private double value(String series) {
        return told().getOrDefault(series, 0.0);
    }

    private Map<String, Double> told() {
        return ClusterSamples.of(cluster.orElseThrow());
    }
}
