package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.ToldCluster;

/** What clusters told of their versions, certificates, budgets and snapshots, and the question over a real socket. */
class UpgradesResourceIT {
    private static final long NOON = 1_790_000_040_000L;
    private static final long DAY = 86_400_000;

    @TempDir
    Path folder;

    private final List<FakeAgent> agents = new ArrayList<>();
    private long now = NOON;
    private HubUnderTest hub;

    @BeforeEach
    void start() throws Exception {
        hub = new HubUnderTest(
                folder, NOON, (store, _) -> List.of(new UpgradesResource(store, () -> Instant.ofEpochMilli(now))));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private FakeAgent site(String id) {
        var agent = new FakeAgent(agents.size() + 1);
        agents.add(agent);
        hub.enrol(agent, id, "pi-1");
        return agent;
    }

    private static ToldCluster well(FakeAgent agent) {
        return new ToldCluster(agent)
                .tell("kube_node_info", 1, "node", "pi-1", "kubelet_version", "v1.34.1+k3s1")
                .tell("k3s_certificate_expiration_seconds", 200 * 86_400, "subject", "CN=k3s", "usages", "ServerAuth")
                .tell("skerry_k3s_backup_timestamp_seconds", (NOON - 3_600_000) / 1_000.0);
    }

    private void tell(FakeAgent agent, ToldCluster cluster) {
        hub.take(agent, cluster.minute(NOON));
    }

    private List<String> words(String query) throws Exception {
        var words = new ArrayList<String>();
        hub.json("/upgrades?" + query)
                .path("sites")
                .forEach(row -> words.add(row.path("id").asText() + " "
                        + row.path("word").asText() + ": " + row.path("reason").asText()));
        return words;
    }

    @Test
    void aNodeThatTheClusterAndItsOwnAgentTellOfIsOneNode() throws Exception {
        FakeAgent reef = site("reef");
        tell(
                reef,
                well(reef)
                        .tell(
                                "kubernetes_build_info",
                                1,
                                "git_version",
                                "v1.34.1+k3s1",
                                "instance",
                                "10.0.0.1:10250",
                                "job",
                                "kubelet"));

        assertThat(hub.json("/upgrades").path("sites").path(0).path("nodes").asInt())
                .isEqualTo(1);
    }

    @Test
    void eachSiteHasOneWordWithItsReasonAndThoseToLookAtComeFirst() throws Exception {
        FakeAgent ready = site("ready");
        tell(ready, well(ready));
        FakeAgent blocked = site("blocked");
        tell(
                blocked,
                well(blocked)
                        .tell(
                                "kube_poddisruptionbudget_status_current_healthy",
                                1,
                                "namespace",
                                "shop",
                                "poddisruptionbudget",
                                "api")
                        .tell(
                                "kube_poddisruptionbudget_status_desired_healthy",
                                1,
                                "namespace",
                                "shop",
                                "poddisruptionbudget",
                                "api")
                        .tell(
                                "kube_poddisruptionbudget_status_current_healthy",
                                3,
                                "namespace",
                                "shop",
                                "poddisruptionbudget",
                                "web")
                        .tell(
                                "kube_poddisruptionbudget_status_desired_healthy",
                                2,
                                "namespace",
                                "shop",
                                "poddisruptionbudget",
                                "web"));
        FakeAgent apart = site("apart");
        tell(apart, well(apart).tell("kube_node_info", 1, "node", "pi-2", "kubelet_version", "v1.32.9+k3s1"));
        FakeAgent ending = site("ending");
        tell(ending, well(ending).tell("k3s_certificate_expiration_seconds", 9 * 86_400 + 600, "subject", "CN=admin"));
        FakeAgent silent = site("silent");
        tell(
                silent,
                new ToldCluster(silent).tell("kube_node_info", 1, "node", "pi-1", "kubelet_version", "v1.34.1+k3s1"));
        site("without");

        assertThat(words(""))
                .containsExactly(
                        "blocked blocked: a disruption budget lets no pod go: shop/api",
                        "apart look: its nodes are 2 minor versions apart",
                        "ending look: a certificate ends in 9 days",
                        "silent unknown: it does not tell when its certificates end, nor when its datastore was last saved",
                        "ready ready: nothing that is known stands against it",
                        "without none: no agent of it tells of Kubernetes");
        JsonNode body = hub.json("/upgrades?word=look&limit=1&offset=1");
        assertThat(body.path("total").asLong()).isEqualTo(2);
        assertThat(body.path("words").path("look").asLong()).isEqualTo(2);
        assertThat(body.path("sites").path(0).path("id").asText()).isEqualTo("ending");
        assertThat(body.path("sites").path(0).path("certificateEnds").asLong())
                .isEqualTo(NOON + 60_000 + 9 * DAY + 600_000);
        assertThat(words("q=BLOCK")).hasSize(1);
    }

    @Test
    void theVersionOfBeforeDoesNotCountAsSkew() throws Exception {
        FakeAgent agent = site("upgraded");
        var cluster = well(agent);
        tell(agent, cluster);
        cluster.forget("kubelet_version", "v1.34.1+k3s1")
                .tell("kube_node_info", 1, "node", "pi-1", "kubelet_version", "v1.35.0+k3s1");
        hub.take(agent, cluster.minute(NOON + 10 * 60_000));

        JsonNode site = hub.json("/upgrades").path("sites").path(0);

        assertThat(site.path("versions")).hasSize(1);
        assertThat(site.path("word").asText()).isEqualTo("ready");
        assertThat(site.path("skew").asLong()).isZero();
    }

    private static ToldCluster plan(
            ToldCluster cluster, String name, String version, int applying, int failed, int done) {
        String[] labels = {"namespace", "system-upgrade", "plan", name};
        return cluster.tell(
                        "skerry_upgrade_plan_info",
                        1,
                        "namespace",
                        "system-upgrade",
                        "plan",
                        name,
                        "version",
                        "",
                        "channel",
                        "stable",
                        "latest_version",
                        version)
                .tell("skerry_upgrade_plan_nodes_applying", applying, labels)
                .tell("skerry_upgrade_plan_failed", failed, labels)
                .tell("skerry_upgrade_plan_complete", done, labels);
    }

    @Test
    void aPlanThatFailedLeapsOrLeadsBackBlocksAndOneUnderWayIsSaid() throws Exception {
        FakeAgent leaping = site("leaping");
        tell(leaping, plan(well(leaping), "servers", "v1.36.0-k3s1", 0, 0, 0));
        FakeAgent back = site("back");
        tell(back, plan(well(back), "servers", "v1.33.9-k3s1", 0, 0, 0));
        FakeAgent failed = site("failed");
        tell(failed, plan(well(failed), "agents", "v1.35.1-k3s1", 1, 1, 0));
        FakeAgent busy = site("busy");
        tell(busy, plan(well(busy), "servers", "v1.35.1-k3s1", 1, 0, 0));
        FakeAgent done = site("done");
        tell(done, plan(well(done), "servers", "v1.34.1-k3s1", 0, 0, 1));
        FakeAgent next = site("next");
        tell(next, plan(well(next), "servers", "v1.35.1-k3s1", 0, 0, 0));

        assertThat(words(""))
                .containsExactly(
                        "back blocked: the plan system-upgrade/servers leads to v1.33.9-k3s1, which is back from what nodes run",
                        "failed blocked: the plan system-upgrade/agents has failed",
                        "leaping blocked: the plan system-upgrade/servers leads to v1.36.0-k3s1, 2 minor versions ahead where"
                                + " only one is safe",
                        "busy look: an upgrade is under way: the plan system-upgrade/servers changes 1 node",
                        "done ready: nothing that is known stands against it",
                        "next ready: nothing that is known stands against it");
        JsonNode plan = hub.json("/upgrades?q=busy").at("/sites/0/plans/0");
        assertThat(plan.path("name").asText()).isEqualTo("system-upgrade/servers");
        assertThat(plan.path("version").asText()).isEqualTo("v1.35.1-k3s1");
        assertThat(plan.path("applying").asLong()).isEqualTo(1);
    }

    @Test
    void aSnapshotInAnotherPlaceIsOneToo() throws Exception {
        FakeAgent agent = site("far");
        tell(
                agent,
                new ToldCluster(agent)
                        .tell("kube_node_info", 1, "node", "pi-1", "kubelet_version", "v1.34.1+k3s1")
                        .tell("k3s_certificate_expiration_seconds", 200 * 86_400, "subject", "CN=k3s")
                        .tell(
                                "skerry_etcd_snapshot_newest_timestamp_seconds",
                                (NOON - 3_600_000) / 1_000.0,
                                "storage",
                                "s3"));

        assertThat(words("")).containsExactly("far ready: nothing that is known stands against it");
    }

    @Test
    void aWordOfLongAgoIsUnknownNow() throws Exception {
        FakeAgent agent = site("dark");
        tell(agent, well(agent));
        now = NOON + 9 * DAY;

        assertThat(words("")).containsExactly("dark unknown: its newest word of this is 8 days old");
    }

    @Test
    void aDatastoreThatWasNeverSavedIsSaidAndNobodyReadsWithoutALogin() throws Exception {
        FakeAgent agent = site("unsaved");
        tell(agent, well(agent).tell("skerry_k3s_backup_timestamp_seconds", 0));

        assertThat(words("")).containsExactly("unsaved look: its datastore was never saved");
        assertThat(hub.get("/upgrades", "").statusCode()).isEqualTo(401);
        assertThat(hub.get("/upgrades?limit=501").statusCode()).isEqualTo(400);
    }
}
