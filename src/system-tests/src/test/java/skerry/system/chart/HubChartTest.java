package skerry.system.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.hub.config.HubConfig;
import skerry.platform.config.ConfigException;
import skerry.system.process.Checkout;

class HubChartTest {
    private static final String NAMED = "names: [hub.example.org]";
    private static final String OUTSIDE = """
            names: [hub.example.org]
            broker: {external: {url: "mqtts://broker.example.org:8883", user: skerry-hub, secret: {name: login, caKey: ca.pem}}}
            """;
    private static final String EVERYTHING = """
            names: [hub.example.org, 10.0.0.9]
            fullnameOverride: watch
            broker: {webSocket: {enabled: true}}
            data: {existingClaim: mine}
            backup: {enabled: true}
            ingress: {enabled: true, controller: nginx, host: pages.example.org, tls: certificate, tlsSecret: pages}
            serviceAccount: {name: other}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static List<HasMetadata> render(String values) throws IOException {
        return Chart.render(Chart.HUB, values);
    }

    @Test
    void helmFindsNothingToSay() {
        var result = Chart.lint(Chart.HUB);

        assertThat(result.getMessages()).noneMatch(line -> line.startsWith("[WARNING]") || line.startsWith("[ERROR]"));
        assertThat(result.isFailed()).isFalse();
    }

    @Test
    void aNameAloneMakesAHubThatAgentsFindUnderIt() throws Exception {
        List<HasMetadata> objects = render(NAMED);
        HubConfig config = config(objects);

        assertThat(config.web().names())
                .startsWith("hub.example.org")
                .contains("skerry-hub.monitoring.svc", "skerry-hub");
        assertThat(config.web().publicUrl().orElseThrow()).hasToString("https://hub.example.org:8440/");
        assertThat(config.broker().publicUrl().orElseThrow()).hasToString("mqtts://hub.example.org:8883");
        assertThat(config.broker()).isInstanceOf(HubConfig.Broker.Embedded.class);
        assertThat(config.backup()).isEmpty();
        assertThat(set(objects).getSpec().getReplicas()).isEqualTo(1);
        assertThat(Chart.all(objects, Secret.class)).isEmpty();
    }

    @Test
    void withoutANameItIsFoundInsideTheCluster() throws Exception {
        HubConfig config = config(render("{}"));

        assertThat(config.web().publicUrl().orElseThrow()).hasToString("https://skerry-hub.monitoring.svc:8440/");
        assertThat(config.broker().publicUrl().orElseThrow()).hasToString("mqtts://skerry-hub.monitoring.svc:8883");
    }

    @ParameterizedTest
    @CsvSource({
        "'service: {ports: {web: 443, broker: 8883, webSocket: 8444}}', https://hub:443/, mqtts://hub:8883",
        "'service: {type: NodePort, nodePorts: {web: 30440, broker: 30883}}', https://hub:30440/, mqtts://hub:30883",
        "'config: {web: {public-url: \"https://other/\"}}', https://other/, mqtts://hub:8883",
        "'ingress: {enabled: true, host: pages, tls: passthrough}', https://pages/, mqtts://hub:8883",
    })
    void agentsAreToldWhereThePortsAre(String values, String web, String broker) throws Exception {
        HubConfig config = config(render("names: [hub]\n" + values));

        assertThat(config.web().publicUrl().orElseThrow()).hasToString(web);
        assertThat(config.broker().publicUrl().orElseThrow()).hasToString(broker);
    }

    @ParameterizedTest
    @ValueSource(strings = {NAMED, OUTSIDE, EVERYTHING})
    void itListensWhereThePodTheServiceAndThePolicySay(String values) throws Exception {
        List<HasMetadata> objects = render(values);
        HubConfig config = config(objects);
        Map<String, Integer> ports = hub(set(objects)).getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));

        assertThat(ports.get("web")).isEqualTo(config.web().listen().getPort());
        if (config.broker() instanceof HubConfig.Broker.Embedded own) {
            assertThat(ports.get("broker")).isEqualTo(own.listen().getPort());
            assertThat(Optional.ofNullable(ports.get("websocket")))
                    .isEqualTo(own.webSocket().map(InetSocketAddress::getPort));
        } else {
            assertThat(ports).containsOnlyKeys("web");
        }
        assertThat(Chart.all(objects, Service.class)).singleElement().satisfies(service -> {
            assertThat(service.getSpec().getPorts().stream()
                            .map(ServicePort::getTargetPort)
                            .map(one -> one.getStrVal()))
                    .containsExactlyInAnyOrderElementsOf(ports.keySet());
            assertThat(set(objects).getSpec().getTemplate().getMetadata().getLabels())
                    .containsAllEntriesOf(service.getSpec().getSelector());
            assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
        });
        NetworkPolicy policy =
                Chart.all(objects, NetworkPolicy.class).findFirst().orElseThrow();
        assertThat(policy.getSpec().getIngress().getFirst().getPorts().stream()
                        .map(port -> port.getPort().getIntVal()))
                .containsExactlyInAnyOrderElementsOf(ports.values());
        assertThat(set(objects).getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels());
        for (Probe probe : List.of(
                hub(set(objects)).getStartupProbe(),
                hub(set(objects)).getLivenessProbe(),
                hub(set(objects)).getReadinessProbe())) {
            assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("web");
            assertThat(probe.getHttpGet().getScheme()).isEqualTo("HTTPS");
        }
    }

    @Test
    void anOutsideBrokerTakesThePlaceOfItsOwnAndItsPasswordComesFromASecret() throws Exception {
        List<HasMetadata> objects = render(OUTSIDE);
        var broker = (HubConfig.Broker.Outside) config(objects).broker();

        assertThat(broker.url()).hasToString("mqtts://broker.example.org:8883");
        assertThat(broker.user()).contains("skerry-hub");
        assertThat(broker.password().orElseThrow().getFileName()).hasToString("password");
        assertThat(broker.trust().orElseThrow().getFileName()).hasToString("ca.pem");
        assertThat(pod(objects).getVolumes())
                .filteredOn(volume -> volume.getSecret() != null)
                .singleElement()
                .satisfies(volume -> {
                    assertThat(volume.getSecret().getSecretName()).isEqualTo("login");
                    assertThat(volume.getSecret().getItems()).hasSize(2);
                });
        assertThat(text(objects)).contains("password-file: " + mount(hub(set(objects)), "broker") + "/password");

        HubConfig anonymous = config(render("broker: {external: {url: \"mqtts://b\"}}"));
        assertThat(((HubConfig.Broker.Outside) anonymous.broker()).password()).isEmpty();
    }

    @Test
    void itHasNoPowersAndNoRights() throws Exception {
        List<HasMetadata> objects = render(EVERYTHING);
        PodSpec spec = pod(objects);
        var pod = spec.getSecurityContext();
        Container hub = hub(set(objects));
        var security = hub.getSecurityContext();

        assertThat(pod.getRunAsNonRoot()).isTrue();
        assertThat(pod.getRunAsUser() + ":" + pod.getRunAsGroup())
                .as("the user of the image")
                .isEqualTo(Files.readAllLines(Checkout.home().resolve("deploy/Dockerfile.hub")).stream()
                        .filter(line -> line.startsWith("USER "))
                        .findFirst()
                        .orElseThrow()
                        .substring(5));
        assertThat(pod.getFsGroup()).isEqualTo(pod.getRunAsGroup());
        assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getPrivileged()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).isEmpty();
        assertThat(hub.getResources().getLimits()).containsKey("memory");
        assertThat(List.of(
                        Optional.ofNullable(spec.getHostNetwork()),
                        Optional.ofNullable(spec.getHostPID()),
                        Optional.ofNullable(spec.getHostIPC())))
                .containsOnly(Optional.empty());
        assertThat(spec.getAutomountServiceAccountToken()).isFalse();
        assertThat(Chart.all(objects, ServiceAccount.class)
                        .findFirst()
                        .orElseThrow()
                        .getAutomountServiceAccountToken())
                .isFalse();
        assertThat(objects).noneMatch(object -> object.getApiVersion().startsWith("rbac."));
        assertThat(hub.getVolumeMounts().stream()
                        .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                        .map(VolumeMount::getName))
                .as("what may be written to")
                .containsExactlyInAnyOrder("data", "tmp", "backup");
    }

    @ParameterizedTest
    @ValueSource(strings = {NAMED, OUTSIDE, EVERYTHING, "backup: {enabled: true, existingClaim: share}"})
    void everyReferenceLeadsSomewhere(String values) throws Exception {
        List<HasMetadata> objects = render(values);
        List<String> outside = List.of("login", "mine", "share", "pages");

        for (Volume volume : pod(objects).getVolumes()) {
            if (volume.getConfigMap() != null) {
                Chart.one(objects, ConfigMap.class, volume.getConfigMap().getName());
            }
            if (volume.getPersistentVolumeClaim() != null) {
                String claim = volume.getPersistentVolumeClaim().getClaimName();
                assertThat(Chart.all(objects, PersistentVolumeClaim.class)
                                        .anyMatch(one ->
                                                one.getMetadata().getName().equals(claim))
                                ^ outside.contains(claim))
                        .as(claim)
                        .isTrue();
            }
            if (volume.getSecret() != null) {
                assertThat(outside).contains(volume.getSecret().getSecretName());
            }
        }
        Container hub = hub(set(objects));
        assertThat(hub.getVolumeMounts().stream().map(VolumeMount::getName))
                .containsExactlyInAnyOrderElementsOf(
                        pod(objects).getVolumes().stream().map(Volume::getName).toList());
        String service = Chart.all(objects, Service.class)
                .findFirst()
                .orElseThrow()
                .getMetadata()
                .getName();
        assertThat(set(objects).getSpec().getServiceName()).isEqualTo(service);
        assertThat(config(objects).web().names()).contains(service);
        assertThat(Chart.all(objects, ServiceAccount.class)
                        .map(account -> account.getMetadata().getName()))
                .containsExactly(pod(objects).getServiceAccountName());
        assertThat(config(objects).data())
                .as("a folder of its own, which nobody else may look into")
                .hasParentRaw(mount(hub, "data"));
        for (HasMetadata object : objects) {
            assertThat(object.getMetadata().getLabels())
                    .containsKeys(
                            "app.kubernetes.io/name",
                            "app.kubernetes.io/instance",
                            "app.kubernetes.io/component",
                            "app.kubernetes.io/version",
                            "app.kubernetes.io/managed-by",
                            "helm.sh/chart");
            assertThat(object.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
        }
    }

    private static Path mount(Container hub, String name) {
        return hub.getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals(name))
                .map(mount -> Path.of(mount.getMountPath()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itsDataOutlivesTheReleaseAndFitsIntoItsClaim() throws Exception {
        List<HasMetadata> objects = render(NAMED);
        PersistentVolumeClaim claim = Chart.one(objects, PersistentVolumeClaim.class, "skerry-hub-data");

        assertThat(claim.getMetadata().getAnnotations()).containsEntry("helm.sh/resource-policy", "keep");
        assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
        assertThat(Quantity.getAmountInBytes(
                                claim.getSpec().getResources().getRequests().get("storage"))
                        .longValue())
                .isGreaterThan(config(objects).retention().maxBytes());
    }

    @Test
    void itBacksItselfUpToAClaimOfItsOwnIfThatIsWanted() throws Exception {
        List<HasMetadata> objects = render("backup: {enabled: true, every: 6h, keep: 3}");
        HubConfig.Backup backup = config(objects).backup().orElseThrow();

        assertThat(backup.to()).isEqualTo(mount(hub(set(objects)), "backup"));
        assertThat(backup.every()).isEqualTo(Duration.ofHours(6));
        assertThat(backup.keep()).isEqualTo(3);
        assertThat(Chart.one(objects, PersistentVolumeClaim.class, "skerry-hub-backup")
                        .getMetadata()
                        .getAnnotations())
                .containsEntry("helm.sh/resource-policy", "keep");
    }

    @Test
    void anIngressShowsACertificateOfItsOwnOrPassesTheHubsOn() throws Exception {
        String start = "ingress: {enabled: true, host: pages.example.org, ";
        List<HasMetadata> nginx = render(start + "controller: nginx, className: nginx, tls: passthrough}");
        List<HasMetadata> traefik = render(start + "controller: traefik, tls: passthrough}");
        List<HasMetadata> own = render(start + "controller: traefik, tls: certificate, tlsSecret: pages}");

        for (List<HasMetadata> objects : List.of(nginx, traefik, own)) {
            assertThat(config(objects).web().names()).contains("pages.example.org");
        }
        Ingress passing = Chart.one(nginx, Ingress.class, "skerry-hub");
        assertThat(passing.getMetadata().getAnnotations())
                .containsEntry("nginx.ingress.kubernetes.io/ssl-passthrough", "true");
        assertThat(passing.getSpec().getTls().getFirst().getSecretName()).isNull();
        GenericKubernetesResource route = Chart.one(traefik, GenericKubernetesResource.class, "skerry-hub");
        assertThat(route.getKind()).isEqualTo("IngressRouteTCP");
        assertThat(String.valueOf(route.getAdditionalProperties().get("spec")))
                .contains("HostSNI(`pages.example.org`)", "passthrough=true");
        assertThat(Chart.all(traefik, Ingress.class)).isEmpty();
        Ingress showing = Chart.one(own, Ingress.class, "skerry-hub");
        assertThat(showing.getSpec().getTls().getFirst().getSecretName()).isEqualTo("pages");
        assertThat(Chart.one(own, Service.class, "skerry-hub").getMetadata().getAnnotations())
                .as("Traefik has to speak TLS with the hub")
                .containsEntry("traefik.ingress.kubernetes.io/service.serversscheme", "https")
                .containsEntry(
                        "traefik.ingress.kubernetes.io/service.serverstransport",
                        "monitoring-skerry-hub@kubernetescrd");
        assertThat(Chart.one(own, GenericKubernetesResource.class, "skerry-hub").getKind())
                .isEqualTo("ServersTransport");
    }

    @Test
    void settingsReachTheHubAndANewOneMakesANewPod() throws Exception {
        List<HasMetadata> before = render(NAMED);
        List<HasMetadata> after = render(NAMED + "\nconfig: {retention: {days: 30}, broker: {root: other}}");

        assertThat(config(after).retention()).isEqualTo(new HubConfig.Retention(30, 15L << 30));
        assertThat(config(after).broker().topics().root()).isEqualTo("other");
        assertThat(annotation(after)).isNotEqualTo(annotation(before)).isNotEmpty();
    }

    private static String annotation(List<HasMetadata> objects) {
        return set(objects)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .getOrDefault("skerry.io/config", "");
    }

    @Test
    void onlyThosePeersMayConnectThatAreNamed() throws Exception {
        NetworkPolicy policy = Chart.one(
                render("networkPolicy: {from: [{ipBlock: {cidr: 10.0.0.0/8}}], egressPorts: [8883]}"),
                NetworkPolicy.class,
                "skerry-hub");

        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec()
                        .getIngress()
                        .getFirst()
                        .getFrom()
                        .getFirst()
                        .getIpBlock()
                        .getCidr())
                .isEqualTo("10.0.0.0/8");
        assertThat(policy.getSpec().getEgress().getFirst().getPorts().stream()
                        .map(port -> port.getProtocol() + " " + port.getPort().getIntVal()))
                .containsExactly("UDP 53", "TCP 53", "TCP 8883");
    }

    @Test
    void theImageIsWhatIsAskedFor() throws Exception {
        String digest = "sha256:" + "ab".repeat(32);

        assertThat(hub(set(render("{}"))).getImage()).isEqualTo("skerry-hub:0.1.0");
        assertThat(hub(set(render("image: {tag: v2, digest: \"" + digest + "\"}")))
                        .getImage())
                .isEqualTo("skerry-hub@" + digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: hub",
                "names: [\"https://hub\"]",
                "config: {data: /tmp}",
                "config: {backup: {to: /tmp}}",
                "config: {web: {listen: \"*:80\"}}",
                "config: {web: {names: [x]}}",
                "config: {broker: {url: \"mqtts://x\"}}",
                "config: {broker: {password-file: /x}}",
                "replicas: 2",
                "broker: {external: {url: \"tcp://x\"}}",
                "broker: {external: {password: secret}}",
                "data: {size: plenty}",
                "backup: {keep: 0}",
                "backup: {every: daily}",
                "service: {type: ExternalName}",
                "service: {ports: {web: 0}}",
                "service: {nodePorts: {web: 80}}",
                "service: {loadBalancerSourceRanges: [anyone]}",
                "ingress: {enabled: true}",
                "ingress: {enabled: true, host: x, tls: certificate}",
                "ingress: {controller: apache}",
                "networkPolicy: {egressPorts: [0]}",
                "podSecurityContext: {runAsUser: 0}",
                "securityContext: {readOnlyRootFilesystem: false}",
                "securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}",
                "securityContext: {runAsUser: 0}",
                "image: {repository: \"skerry-hub:v2\"}",
                "fullnameOverride: Not_A_Name"
            })
    void wrongValuesAreRefused(String values) {
        assertThatThrownBy(() -> render(values))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("values don't meet the specifications of the schema");
    }

    /** As the hub itself reads it, with the files of the Secret as if they were mounted. */
    private HubConfig config(List<HasMetadata> objects) throws IOException, ConfigException {
        String text = text(objects);
        for (String name : List.of("password", "ca.pem")) {
            Path file = Files.writeString(folder.resolve(name), "");
            text = text.replace("/etc/skerry/broker/" + name, file.toString());
        }
        return HubConfig.load(Optional.of(Files.writeString(folder.resolve("hub.yaml"), text)), Map.of());
    }

    private static String text(List<HasMetadata> objects) {
        return Chart.all(objects, ConfigMap.class)
                .findFirst()
                .orElseThrow()
                .getData()
                .getOrDefault("hub.yaml", "");
    }

    private static StatefulSet set(List<HasMetadata> objects) {
        return Chart.all(objects, StatefulSet.class).findFirst().orElseThrow();
    }

    private static PodSpec pod(List<HasMetadata> objects) {
        return set(objects).getSpec().getTemplate().getSpec();
    }

    private static Container hub(StatefulSet set) {
        PodSpec spec = set.getSpec().getTemplate().getSpec();
        assertThat(spec.getContainers()).hasSize(1);
        return spec.getContainers().getFirst();
    }
}
