package skerry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skerry.agent.cluster.ClusterSettings;
import skerry.agent.cluster.Role;
import skerry.agent.cluster.SecretName;
import skerry.platform.config.ConfigException;

class ClusterReadingTest {
    @Test
    void theUsualIsToFindOutAndToTellNoLabels() throws ConfigException {
        ClusterSettings usual = read(Map.of());

        assertThat(usual.role()).isEmpty();
        assertThat(usual.kubeconfig()).isEmpty();
        assertThat(usual.namespaces()).isEmpty();
        assertThat(usual.shown().labels()).isEmpty();
        assertThat(usual.metrics()).containsExactly("default");
        assertThat(usual.maxSeries()).isEqualTo(10_000);
        assertThat(usual.events()).isTrue();
        assertThat(usual.annotatedTargets()).isTrue();
    }

    @Test
    void everythingCanBeSet() throws ConfigException {
        ClusterSettings set = read(Map.of(
                "role", "Cluster",
                "cluster.kubeconfig", "/etc/skerry/kubeconfig",
                "cluster.namespaces", "shop, kube-system",
                "cluster.labels-allowlist", "app.kubernetes.io/name",
                "cluster.annotations-allowlist", "*",
                "cluster.metrics", "default, kube_ingress_*",
                "cluster.max-series", "20000",
                "cluster.events", "off",
                "cluster.annotated-targets", "off"));

        assertThat(set.role()).contains(Role.CLUSTER);
        assertThat(set.kubeconfig()).contains(Path.of("/etc/skerry/kubeconfig"));
        assertThat(set.namespaces()).containsExactlyInAnyOrder("shop", "kube-system");
        assertThat(set.shown().labels()).containsExactly("app.kubernetes.io/name");
        assertThat(set.shown().annotations()).containsExactly("*");
        assertThat(set.metrics()).containsExactly("default", "kube_ingress_*");
        assertThat(set.maxSeries()).isEqualTo(20_000);
        assertThat(set.events()).isFalse();
        assertThat(set.annotatedTargets()).isFalse();
    }

    @Test
    void theIdentityIsKeptInASecretOnlyWhereOneIsNamed() throws ConfigException {
        assertThat(read(Map.of()).identitySecret()).isEmpty();
        assertThat(read(Map.of("cluster.identity-secret", "skerry.agent-1")).identitySecret())
                .contains(new SecretName(Optional.empty(), "skerry.agent-1"));
        assertThat(read(Map.of("cluster.identity-secret", "monitoring/skerry-agent"))
                        .identitySecret())
                .contains(new SecretName(Optional.of("monitoring"), "skerry-agent"));
        for (String wrong : new String[] {"Skerry", "a/b/c", "../x", "a/", "/a", "a b", "x".repeat(254)}) {
            assertThat(catchThrowableOfType(ConfigException.class, () -> read(Map.of("cluster.identity-secret", wrong)))
                            .problems())
                    .as(wrong)
                    .containsExactly("'cluster.identity-secret' must be the name of a Secret, or NAMESPACE/NAME, was '"
                            + wrong + "'");
        }
        assertThat(catchThrowableOfType(
                                ConfigException.class,
                                () -> read(Map.of("role", "node", "cluster.identity-secret", "skerry-agent")))
                        .problems())
                .containsExactly("'cluster.identity-secret' is for the roles cluster and all: role node asks no API of"
                        + " Kubernetes");
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> read(Map.of(
                        "role", "boss",
                        "cluster.namespaces", "Shop, ../x",
                        "cluster.labels-allowlist", "a b",
                        "cluster.metrics", "node_load1",
                        "cluster.annotated-targets", "all",
                        "cluster.max-series", "5")));

        assertThat(refused.problems())
                .hasSize(7)
                .anyMatch(problem -> problem.startsWith("'role' must be auto, node, cluster or all"))
                .anyMatch(problem -> problem.equals("'cluster.namespaces' must hold names of namespaces, was 'Shop'"))
                .anyMatch(problem -> problem.equals("'cluster.namespaces' must hold names of namespaces, was '../x'"))
                .anyMatch(problem -> problem.startsWith("'cluster.labels-allowlist' must hold keys of labels"))
                .anyMatch(problem -> problem.startsWith("'cluster.metrics' must hold default, or names"))
                .anyMatch(problem -> problem.equals("'cluster.annotated-targets' must be auto or off, was 'all'"))
                .anyMatch(problem -> problem.startsWith("'cluster.max-series' must be a whole number from 100"));
    }

    private static ClusterSettings read(Map<String, String> settings) throws ConfigException {
        return AgentConfig.load(Optional.empty(), settings, "host").cluster();
    }
}
