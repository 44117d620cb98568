package skerry.system.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.cluster.Role;
import skerry.agent.config.AgentConfig;
import skerry.agent.privacy.Action;
import skerry.agent.privacy.PrivacySettings;
import skerry.platform.config.ConfigException;

class ChartTest {
    private static final String CODE = "skerry-join-not-one-that-any-hub-made";
    private static final String DEFAULTS = "join: " + CODE;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void helmFindsNothingToSay() {
        var result = Chart.lint(Chart.FOLDER);

        assertThat(result.getMessages()).noneMatch(line -> line.startsWith("[WARNING]") || line.startsWith("[ERROR]"));
        assertThat(result.isFailed()).isFalse();
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsAMistake() {
        assertThatThrownBy(() -> Chart.read("{apiVersion: v1, kind: Secret, metadata: {name: x}, stringdata: {a: b}}"))
                .hasMessageContaining("Unrecognized field \"stringdata\"");
        assertThatThrownBy(() -> Chart.read("{apiVersion: v1, kind: Secret, metadata: {name: x, label: {}}}"))
                .hasMessageContaining("Unrecognized field \"label\"");
    }

    @Test
    void theCodeAloneMakesAnAgentOnEachNodeAndOneForTheCluster() throws Exception {
        List<HasMetadata> objects = Chart.render(DEFAULTS);

        assertThat(Chart.all(objects, DaemonSet.class)).hasSize(1);
        Deployment cluster = Chart.one(objects, Deployment.class, "skerry-agent-cluster");
        assertThat(cluster.getSpec().getReplicas()).isEqualTo(1);
        assertThat(cluster.getSpec().getStrategy().getType()).isEqualTo("Recreate");
        AgentConfig node = config(objects, "node");
        assertThat(node.cluster().role()).contains(Role.NODE);
        assertThat(node.cluster().identitySecret()).isEmpty();
        assertThat(node.collect().paths().procfs()).isEqualTo(Path.of("/host/proc"));
        assertThat(node.page().listen().orElseThrow().getAddress().isLoopbackAddress())
                .isTrue();
        AgentConfig one = config(objects, "cluster");
        assertThat(one.cluster().role()).contains(Role.CLUSTER);
        assertThat(one.cluster().identitySecret().orElseThrow().name()).isEqualTo("skerry-agent-cluster-identity");
        assertThat(Chart.one(objects, Secret.class, "skerry-agent-cluster-identity")
                        .getData())
                .isNullOrEmpty();
        assertThat(Chart.one(objects, Secret.class, "skerry-agent-join").getStringData())
                .containsOnly(Map.entry("join", CODE));
        for (AgentConfig config : List.of(node, one)) {
            assertThat(config.data()).isEqualTo(Path.of("/data"));
        }
    }

    @Test
    void withoutACodeTheAgentsCollectForTheirSiteAlone() throws Exception {
        List<HasMetadata> objects = Chart.render("{}");

        assertThat(Chart.all(objects, Secret.class)).hasSize(1);
        assertThat(text(objects, "node")).doesNotContain("join");
        assertThat(AgentConfig.load(Optional.of(file(text(objects, "node"))), Map.of(), "host")
                        .join())
                .isEmpty();
        checkReferences(objects, List.of());
    }

    @Test
    void theCodeIsInNothingButItsSecret() throws Exception {
        String rendered = Chart.text(Chart.FOLDER, "skerry-agent", Chart.NAMESPACE, DEFAULTS);

        assertThat(rendered.lines().filter(line -> line.contains(CODE))).containsExactly("  join: \"" + CODE + "\"");
    }

    @Test
    void bothAgentsHaveTheSitesKeyFromOneSecret() throws Exception {
        List<HasMetadata> objects =
                Chart.render("siteKeySecret: {name: ours}\nconfig: {privacy: {actions: [email=mask]}}");

        for (String role : List.of("node", "cluster")) {
            PrivacySettings privacy = config(objects, role).privacy();
            assertThat(privacy.keyFile()).contains(Path.of("/etc/skerry/site-key/key"));
            assertThat(privacy.action("email")).isEqualTo(Action.MASK);
        }
        assertThat(config(Chart.render(DEFAULTS), "node").privacy()).isEqualTo(PrivacySettings.USUAL);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws Exception {
        checkReferences(Chart.render(DEFAULTS), List.of());
        checkReferences(Chart.render("""
                        fullnameOverride: watch
                        joinSecret: {name: mine, key: line}
                        siteKeySecret: {name: ours}
                        node: {serviceAccount: {name: other}}
                        cluster: {identitySecret: {name: kept, create: false}, data: {hostPath: ""}}
                        """), List.of("mine", "kept", "ours"));
    }

    /** Names that one object gives another. */
    private static void checkReferences(List<HasMetadata> objects, List<String> outside) {
        Map<String, List<String>> names = objects.stream()
                .collect(Collectors.groupingBy(
                        HasMetadata::getKind,
                        HashMap::new,
                        Collectors.mapping(object -> object.getMetadata().getName(), Collectors.toList())));
        for (PodTemplateSpec pod : pods(objects)) {
            PodSpec spec = pod.getSpec();
            assertThat(names.get("ServiceAccount")).contains(spec.getServiceAccountName());
            for (Volume volume : spec.getVolumes()) {
                if (volume.getConfigMap() != null) {
                    assertThat(names.get("ConfigMap"))
                            .contains(volume.getConfigMap().getName());
                }
                if (volume.getSecret() != null) {
                    assertThat(Stream.concat(names.getOrDefault("Secret", List.of()).stream(), outside.stream()))
                            .contains(volume.getSecret().getSecretName());
                }
            }
            Container agent = agent(spec);
            assertThat(agent.getVolumeMounts().stream().map(VolumeMount::getName))
                    .containsExactlyInAnyOrderElementsOf(
                            spec.getVolumes().stream().map(Volume::getName).toList());
            assertThat(agent.getVolumeMounts().stream().map(VolumeMount::getMountPath))
                    .doesNotHaveDuplicates();
        }
        for (HasMetadata object : objects) {
            assertThat(object.getMetadata().getLabels())
                    .containsKeys(
                            "app.kubernetes.io/name",
                            "app.kubernetes.io/instance",
                            "app.kubernetes.io/component",
                            "app.kubernetes.io/version",
                            "app.kubernetes.io/managed-by",
                            "helm.sh/chart");
            assertThat(object.getMetadata().getName()).hasSizeLessThanOrEqualTo(253);
        }
    }

    @Test
    void podsHaveNoPowersButTheOneThatReadsLogs() throws Exception {
        List<HasMetadata> objects = Chart.render(DEFAULTS);

        for (PodTemplateSpec pod : pods(objects)) {
            PodSpec spec = pod.getSpec();
            boolean node = component(pod).equals("node");
            assertThat(spec.getHostPID())
                    .as("the kernel names the processes of containers to nobody else")
                    .isEqualTo(node ? true : null);
            assertThat(spec.getHostIPC()).isNull();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            Container agent = agent(spec);
            var security = agent.getSecurityContext();
            assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getPrivileged()).isFalse();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(security.getCapabilities().getAdd()).isEqualTo(node ? List.of("DAC_READ_SEARCH") : List.of());
            assertThat(agent.getResources().getLimits()).containsKey("memory");
            assertThat(agent.getResources().getRequests()).containsKeys("cpu", "memory");
            List<String> ofHost = spec.getVolumes().stream()
                    .filter(volume -> volume.getHostPath() != null)
                    .map(Volume::getName)
                    .toList();
            assertThat(agent.getVolumeMounts().stream()
                            .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                            .map(VolumeMount::getName))
                    .as("what may be written to")
                    .containsExactlyInAnyOrder("data", "tmp");
            assertThat(ofHost).isEqualTo(node ? List.of("data", "proc", "sys", "root", "logs") : List.of("data"));
            assertThat(Boolean.TRUE.equals(spec.getHostNetwork())).isEqualTo(node);
        }
        assertThat(Chart.all(objects, ServiceAccount.class))
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
    }

    @Test
    void aTokenIsMountedOnlyWhereItIsUsed() throws Exception {
        PodSpec usual = Chart.one(Chart.render(DEFAULTS), DaemonSet.class, "skerry-agent-node")
                .getSpec()
                .getTemplate()
                .getSpec();
        PodSpec without = Chart.one(Chart.render("rbac: {kubelet: false}"), DaemonSet.class, "skerry-agent-node")
                .getSpec()
                .getTemplate()
                .getSpec();

        assertThat(usual.getAutomountServiceAccountToken()).isTrue();
        assertThat(without.getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void aRingThatIsKeptInThePodNeedsNoRoot() throws Exception {
        var security = Chart.one(
                        Chart.render("cluster: {data: {hostPath: \"\"}}"), Deployment.class, "skerry-agent-cluster")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getSecurityContext();

        assertThat(security.getRunAsNonRoot()).isTrue();
        assertThat(security.getRunAsUser()).isPositive();
        assertThat(security.getFsGroup()).isEqualTo(security.getRunAsGroup());
    }

    @Test
    void probesAskWhereTheAgentListens() throws Exception {
        for (String values : List.of(
                DEFAULTS,
                "{join: " + CODE + ", node: {pagePort: 9777, hostNetwork: false}, cluster: {pagePort: 9778}}")) {
            List<HasMetadata> objects = Chart.render(values);
            for (PodTemplateSpec pod : pods(objects)) {
                var listen = config(objects, component(pod)).page().listen().orElseThrow();
                boolean loopback = listen.getAddress().isLoopbackAddress();
                Container agent = agent(pod.getSpec());
                assertThat(agent.getPorts().getFirst().getContainerPort()).isEqualTo(listen.getPort());
                assertThat(loopback).isEqualTo(Boolean.TRUE.equals(pod.getSpec().getHostNetwork()));
                for (Probe probe :
                        List.of(agent.getStartupProbe(), agent.getLivenessProbe(), agent.getReadinessProbe())) {
                    assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("page");
                    assertThat(probe.getHttpGet().getScheme())
                            .as("beyond loopback the page is served over TLS")
                            .isEqualTo(loopback ? "HTTP" : "HTTPS");
                    assertThat(Optional.ofNullable(probe.getHttpGet().getHost()))
                            .isEqualTo(loopback ? Optional.of("127.0.0.1") : Optional.empty());
                }
                assertThat(agent.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
                assertThat(agent.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/healthz");
            }
        }
    }

    @Test
    void nobodyMayConnectToTheAgents() throws Exception {
        List<HasMetadata> objects = Chart.render(DEFAULTS);
        NetworkPolicy policy = Chart.one(objects, NetworkPolicy.class, "skerry-agent");

        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(policy.getSpec().getIngress()).isEmpty();
        for (PodTemplateSpec pod : pods(objects)) {
            assertThat(pod.getMetadata().getLabels())
                    .containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels());
        }
        NetworkPolicy bound = Chart.one(
                Chart.render("networkPolicy: {egressPorts: [6443, 8883]}"), NetworkPolicy.class, "skerry-agent");
        assertThat(bound.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(bound.getSpec().getEgress().getFirst().getPorts().stream()
                        .map(port -> port.getProtocol() + " " + port.getPort().getIntVal()))
                .containsExactly("UDP 53", "TCP 53", "TCP 6443", "TCP 8883");
    }

    @Test
    void everyTaintIsToleratedOnNodes() throws Exception {
        var tolerations = Chart.one(Chart.render(DEFAULTS), DaemonSet.class, "skerry-agent-node")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getTolerations();

        assertThat(tolerations).singleElement().satisfies(one -> {
            assertThat(one.getOperator()).isEqualTo("Exists");
            assertThat(one.getKey()).isNull();
            assertThat(one.getEffect()).isNull();
        });
    }

    @Test
    void settingsReachTheAgentsAndThoseOfARoleWin() throws Exception {
        List<HasMetadata> objects = Chart.render("""
                config: {site: north-7, collect: {every: 30s}, budget: {per-month: 200MB}}
                node: {config: {collect: {every: 10s}, logs: {exclude: [/var/log/containers/noisy-*.log]}}}
                cluster: {config: {cluster: {labels-allowlist: [app.kubernetes.io/name], max-series: 20000}}}
                """);

        AgentConfig node = config(objects, "node");
        AgentConfig cluster = config(objects, "cluster");
        assertThat(List.of(node.site(), cluster.site())).containsOnly("north-7");
        assertThat(node.collect().every()).hasSeconds(10);
        assertThat(cluster.collect().every()).hasSeconds(30);
        assertThat(node.logs().exclude()).containsExactly("/var/log/containers/noisy-*.log");
        assertThat(node.logs().journald()).isFalse();
        assertThat(cluster.cluster().maxSeries()).isEqualTo(20_000);
        assertThat(cluster.cluster().identitySecret()).isPresent();
    }

    @Test
    void aNewConfigurationMakesNewPods() throws Exception {
        Map<String, String> before = configs(Chart.render(DEFAULTS));
        Map<String, String> after = configs(Chart.render("{join: " + CODE + ", node: {config: {site: x}}}"));

        assertThat(after.get("node")).isNotEqualTo(before.get("node"));
        assertThat(after.get("cluster")).isEqualTo(before.get("cluster"));
    }

    private static Map<String, String> configs(List<HasMetadata> objects) {
        return pods(objects).stream()
                .collect(Collectors.toMap(
                        ChartTest::component,
                        pod -> pod.getMetadata().getAnnotations().getOrDefault("skerry.io/config", "")));
    }

    @Test
    void theImageIsWhatIsAskedFor() throws Exception {
        String digest = "sha256:" + "ab".repeat(32);

        assertThat(image("{}")).isEqualTo("skerry-agent:0.1.0");
        assertThat(image("image: {repository: registry.local:5000/skerry-agent, tag: v2}"))
                .isEqualTo("registry.local:5000/skerry-agent:v2");
        assertThat(image("image: {tag: v2, digest: \"" + digest + "\"}")).isEqualTo("skerry-agent@" + digest);
    }

    private static String image(String values) throws IOException {
        return agent(pods(Chart.render(values)).getFirst().getSpec()).getImage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "joni: skerry-join-x",
                "join: a-password",
                "config: {join: skerry-join-x}",
                "config: {role: all}",
                "node: {config: {data: /tmp}}",
                "node: {config: {path: {rootfs: /}}}",
                "cluster: {config: {cluster: {identity-secret: other}}}",
                "cluster: {config: {page: {listen: \"*:80\"}}}",
                "cluster: {replicas: 2}",
                "cluster: {podSecurityContext: {runAsUser: 7}}",
                "image: {pullPolicy: Sometimes}",
                "image: {repository: \"skerry-agent:v2\"}",
                "image: {digest: latest}",
                "node: {securityContext: {privileged: true}}",
                "node: {securityContext: {readOnlyRootFilesystem: false}}",
                "node: {securityContext: {capabilities: {add: [SYS_ADMIN]}}}",
                "node: {securityContext: {capabilities: {drop: []}}}",
                "cluster: {securityContext: {allowPrivilegeEscalation: true}}",
                "node: {data: {hostPath: \"\"}}",
                "node: {data: {hostPath: relative}}",
                "node: {data: {hostPath: /}}",
                "node: {pagePort: 80}",
                "node: {tolerations: [{operator: Always}]}",
                "node: {resources: {limits: {memory: lots}}}",
                "networkPolicy: {egressPorts: [0]}",
                "rbac: {secrets: true}",
                "imagePullSecrets: [login]",
                "fullnameOverride: Not_A_Name"
            })
    void wrongValuesAreRefused(String values) {
        assertThatThrownBy(() -> Chart.render(values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("values don't meet the specifications of the schema");
    }

    /** As the agent itself reads it; a file holds the code, which is not there. */
    private AgentConfig config(List<HasMetadata> objects, String role) throws IOException, ConfigException {
        String text = text(objects, role).replaceFirst("(?m)^join: /etc/skerry/join/code$", "");
        if (Chart.all(objects, Secret.class).count() > 1) {
            assertThat(text).as("what names the mounted code was taken out").isNotEqualTo(text(objects, role));
        }
        return AgentConfig.load(Optional.of(file(text)), Map.of("node", "n"), "host");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("agent.yaml"), text);
    }

    private static String text(List<HasMetadata> objects, String role) {
        return Chart.one(objects, ConfigMap.class, "skerry-agent-" + role)
                .getData()
                .getOrDefault("agent.yaml", "");
    }

    private static List<PodTemplateSpec> pods(List<HasMetadata> objects) {
        return Stream.concat(
                        Chart.all(objects, DaemonSet.class)
                                .map(set -> set.getSpec().getTemplate()),
                        Chart.all(objects, Deployment.class)
                                .map(set -> set.getSpec().getTemplate()))
                .toList();
    }

    private static Container agent(PodSpec spec) {
        assertThat(spec.getContainers()).hasSize(1);
        assertThat(spec.getInitContainers()).isEmpty();
        return spec.getContainers().getFirst();
    }

    private static String component(PodTemplateSpec pod) {
        return pod.getMetadata().getLabels().getOrDefault("app.kubernetes.io/component", "");
    }
}
