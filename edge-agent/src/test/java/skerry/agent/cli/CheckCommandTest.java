package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.agent.cluster.ClusterPlace;
import skerry.agent.cluster.FakeApiServer;
import skerry.platform.cli.Program;

class CheckCommandTest {
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    private final FakeApiServer server = new FakeApiServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void outsideOfAClusterNothingIsNeeded() {
        int code = check("--set", "role=auto");

        assertThat(code).isZero();
        assertThat(text()).isEqualTo("""
                        role node, found out
                        This role asks no API of Kubernetes, and needs no rights in a cluster.
                        """);
    }

    @Test
    void aKernelWithoutTheMemoryControlGroupIsToldWhatToAdd() throws IOException {
        Path controllers = folder.resolve("sys/fs/cgroup/cgroup.controllers");
        Files.createDirectories(controllers.getParent());
        Files.writeString(controllers, "cpu io pids\n");

        assertThat(check("--set", "role=auto", "--set", "path.sysfs=" + folder.resolve("sys")))
                .isZero();

        assertThat(text())
                .contains(
                        "LACKS  the memory control group: it is off in the kernel",
                        "cgroup_enable=memory cgroup_memory=1");
    }

    @Test
    void whatIsLackingIsSaidWithItsCost() throws Exception {
        server.onPost(
                REVIEWS,
                asked -> answer(!asked.contains("\"resource\":\"nodes\"")
                        && !(asked.contains("\"resource\":\"jobs\"") && asked.contains("\"verb\":\"watch\""))));

        int code = check("--set", "cluster.kubeconfig=" + kubeconfig());

        assertThat(code).isEqualTo(3);
        assertThat(text())
                .startsWith("role all, found out\nAPI server http://127.0.0.1:" + server.port() + "\n")
                .contains("has    list, watch pods\n")
                .contains("has    list, watch services\n")
                .contains("has    list, watch deployments.apps\n")
                .contains("has    list, watch events.events.k8s.io\n")
                .contains("LACKS  list, watch nodes: it cannot tell whether nodes are ready, under pressure, or full\n")
                .contains("LACKS  watch jobs.batch: it cannot tell which jobs failed or do not end\n")
                .contains("2 of 20 rights are missing.");
        assertThat(server.asked()).allMatch(one -> one.startsWith(REVIEWS));
    }

    @Test
    void aRightToWhatTheClusterDoesNotHaveIsNotMissing() throws Exception {
        server.onPost(REVIEWS, asked -> answer(!asked.contains(".cattle.io\"")));
        server.refuse("/apis/k3s.cattle.io/v1", 404);
        server.refuse("/apis/upgrade.cattle.io/v1", 404);
        server.put("/apis/helm.cattle.io/v1", FakeApiServer.object("", "some"));

        int code = check("--set", "cluster.kubeconfig=" + kubeconfig());

        assertThat(code).isZero();
        assertThat(text()).doesNotContain("LACKS", "cattle.io");

        server.refuse("/apis/upgrade.cattle.io/v1", 500);
        assertThat(check("--set", "cluster.kubeconfig=" + kubeconfig())).isEqualTo(3);
        assertThat(text())
                .as("it may be there")
                .contains(
                        "LACKS  list, watch plans.upgrade.cattle.io: it cannot tell whether upgrades are under way or failed\n");
    }

    @Test
    void whatTheKubeletIsAskedForIsListedWithoutTheClustersRights() throws Exception {
        server.onPost(REVIEWS, asked -> answer(asked.contains("\"subresource\":\"metrics\"")));
        Path account = Files.createDirectories(folder.resolve("account"));
        Files.writeString(account.resolve("token"), "t");
        var pod = new ClusterPlace(
                Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "SKERRY_NODE_IP", "10.0.0.7"),
                account,
                folder.resolve("no-k3s"));

        int code = check(pod, "--set", "role=node", "--set", "cluster.kubeconfig=" + kubeconfig());

        assertThat(code).isEqualTo(3);
        assertThat(text())
                .contains("kubelet 10.0.0.7:10250, asked by the token in " + account.resolve("token") + "\n")
                .contains("has    get nodes/metrics\n")
                .contains(
                        "LACKS  get nodes/stats: it cannot tell how full volumes are, and what pods keep on the node's disk\n")
                .contains(
                        "LACKS  get nodes/pods: it cannot tell what pods say of their logs, such as to leave them aside,"
                                + " their labels, and how their containers ended\n")
                .contains("2 of 3 rights are missing.");
    }

    @Test
    void podsAreAskedForWhereLogsAreReadAlthoughNoMetricOfThemIsChosen() throws Exception {
        server.onPost(REVIEWS, asked -> answer(!asked.contains("\"resource\":\"pods\"")));
        String[] nothingOfPods = {
            "--set", "cluster.kubeconfig=" + kubeconfig(),
            "--set", "role=all",
            "--set", "kubelet.address=off",
            "--set", "cluster.metrics=kube_node_*",
            "--set", "cluster.annotated-targets=off",
            "--set", "cluster.events=false"
        };

        assertThat(check(nothingOfPods)).isEqualTo(3);
        assertThat(text())
                .contains("LACKS  list, watch pods: ")
                .contains("; what pods say of their logs, such as to leave them aside");

        out.reset();
        var withoutLogs = Arrays.copyOf(nothingOfPods, nothingOfPods.length + 2);
        withoutLogs[nothingOfPods.length] = "--set";
        withoutLogs[nothingOfPods.length + 1] = "logs.include=";
        assertThat(check(withoutLogs)).isZero();
        assertThat(text()).doesNotContain("pods");
    }

    @Test
    void onlyWhatIsCollectedIsAskedForAndOnlyWhere() throws Exception {
        server.onPost(REVIEWS, asked -> answer(asked.contains("\"namespace\":\"shop\"")));

        int code = check(
                "--set", "cluster.kubeconfig=" + kubeconfig(),
                "--set", "role=cluster",
                "--set", "cluster.namespaces=shop",
                "--set", "cluster.metrics=kube_pod_*",
                "--set", "cluster.annotated-targets=off",
                "--set", "cluster.events=false");

        assertThat(code).isZero();
        assertThat(text()).endsWith("has    list, watch pods in namespace shop\nAll rights are there.\n");
    }

    @Test
    void theRightToItsSecretIsAskedForByName() throws Exception {
        server.onPost(
                REVIEWS,
                asked -> answer(!asked.contains("\"resource\":\"secrets\"")
                        || asked.contains("\"verb\":\"get\",\"namespace\":\"monitoring\",\"name\":\"skerry\"")));

        int code = check(
                "--set", "cluster.kubeconfig=" + kubeconfig(), "--set", "cluster.identity-secret=monitoring/skerry");

        assertThat(code).isEqualTo(3);
        assertThat(text())
                .contains(
                        "LACKS  patch secrets skerry in namespace monitoring: it cannot tell who it is after its pod");
    }

    @Test
    void anApiServerThatDoesNotAnswerIsOneSentence() throws Exception {
        Path kubeconfig = kubeconfig();
        server.kill();

        int code = check("--set", "cluster.kubeconfig=" + kubeconfig);

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .contains("cannot be reached: nobody listens there")
                .hasLineCount(1);
        server.start();
    }

    @Test
    void aClusterRoleWithoutAClusterIsOneSentence() {
        assertThat(check("--set", "role=cluster")).isEqualTo(1);
        assertThat(err.toString())
                .contains("no API server of Kubernetes is known")
                .hasLineCount(1);
    }

    private static FakeApiServer.Answer answer(boolean allowed) {
        return new FakeApiServer.Answer(
                201, "{\"kind\":\"SelfSubjectAccessReview\",\"status\":{\"allowed\":" + allowed + "}}");
    }

    private Path kubeconfig() throws Exception {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: one, user: me}}]
                clusters: [{name: one, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {}}]
                """.formatted(server.port()));
    }

    private int check(String... arguments) {
        return check(new ClusterPlace(Map.of(), folder.resolve("no-pod"), folder.resolve("no-k3s")), arguments);
    }

    private int check(ClusterPlace place, String... arguments) {
        var command =
                new CommandLine(new CheckCommand("1", place, new PrintStream(out, false, StandardCharsets.UTF_8)));
        command.setErr(new PrintWriter(err, true));
        return Program.run(command, arguments);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
