package skerry.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.cluster.ClusterSettings;
import skerry.agent.cluster.Right;
import skerry.agent.cluster.RightsCheck;
import skerry.agent.config.AgentConfig;

/** What the chart allows is what the agents ask for: every rule has its reason, and every right its rule. */
class ChartRightsTest {
    /** What the kubelet asks the API server of who reads these paths (kubernetes, pkg/kubelet/server/auth.go). */
    private static final Map<String, String> KUBELET = Map.of(
            "get nodes/metrics", "/metrics, /metrics/cadvisor, /metrics/resource and /metrics/probes of the kubelet",
            "get nodes/pods", "/pods of the kubelet (pkg/kubelet/server/auth.go, KubeletFineGrainedAuthz)",
            "get nodes/stats", "/stats/summary of the kubelet");

    private static final String EVERYTHING = "rbac: {services: true, ingresses: true, endpointslices: true}\n"
            + "cluster: {config: {cluster: {metrics: [\"kube_*\", \"skerry_*\"]}}}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void theAgentOfTheClusterMayDoWhatItAsksForAndNothingElse() throws Exception {
        for (String values : List.of("{}", EVERYTHING)) {
            List<HasMetadata> objects = Chart.render(values);
            Map<String, String> reasons = reasons(objects);

            assertThat(allowed(objects, "skerry-agent-cluster"))
                    .as("rules and their reasons: %s", reasons)
                    .isEqualTo(new TreeSet<>(reasons.keySet()));
            assertThat(reasons.values()).noneMatch(String::isBlank);
        }
    }

    @Test
    void theAgentOfANodeMayReadItsKubeletAndNothingElse() throws Exception {
        assertThat(allowed(Chart.render("{}"), "skerry-agent-node")).isEqualTo(new TreeSet<>(KUBELET.keySet()));
        assertThat(allowed(Chart.render("rbac: {kubeletPods: false}"), "skerry-agent-node"))
                .containsExactly("get nodes/metrics", "get nodes/stats");
        assertThat(allowed(Chart.render("rbac: {kubelet: false}"), "skerry-agent-node"))
                .isEmpty();
    }

    @Test
    void nothingMayBeChangedButTheOneSecretAndNothingIsAllowedByAStar() throws Exception {
        List<HasMetadata> objects = Chart.render(EVERYTHING);
        var all = new TreeSet<>(allowed(objects, "skerry-agent-cluster"));
        all.addAll(allowed(objects, "skerry-agent-node"));

        assertThat(all.stream().filter(one -> !one.matches("(get|list|watch) .*")))
                .containsExactly("patch secrets skerry-agent-cluster-identity in monitoring");
        assertThat(all.stream().filter(one -> one.contains("secrets")))
                .containsExactly(
                        "get secrets skerry-agent-cluster-identity in monitoring",
                        "patch secrets skerry-agent-cluster-identity in monitoring");
        assertThat(all)
                .noneMatch(one -> one.contains("*") || one.contains("nodes/proxy") || one.contains("configmaps"));
    }

    @Test
    void ofK3sOnlyWhatHoldsNoSettingsIsReadAndOnlyIfWanted() throws Exception {
        assertThat(allowed(Chart.render("{}"), "skerry-agent-cluster").stream()
                        .filter(one -> one.contains(".cattle.io")))
                .as("values of charts (helmchartconfigs) may hold passwords, and no series needs them")
                .containsExactly(
                        "list addons.k3s.cattle.io",
                        "list etcdsnapshotfiles.k3s.cattle.io",
                        "list helmcharts.helm.cattle.io",
                        "list plans.upgrade.cattle.io",
                        "watch addons.k3s.cattle.io",
                        "watch etcdsnapshotfiles.k3s.cattle.io",
                        "watch helmcharts.helm.cattle.io",
                        "watch plans.upgrade.cattle.io");
        assertThat(allowed(Chart.render("rbac: {k3s: false}"), "skerry-agent-cluster"))
                .noneMatch(one -> one.contains(".cattle.io"));
    }

    @Test
    void whereNoRolesAreWantedThereAreNone() throws Exception {
        List<HasMetadata> objects = Chart.render("rbac: {create: false}");

        assertThat(objects).noneMatch(object -> object.getApiVersion().startsWith("rbac."));
    }

    /** Why the agent asks for each right, as its own configuration has it. */
    private Map<String, String> reasons(List<HasMetadata> objects) throws Exception {
        String text = Chart.one(objects, ConfigMap.class, "skerry-agent-cluster")
                .getData()
                .getOrDefault("agent.yaml", "");
        Path file = Files.writeString(folder.resolve("agent.yaml"), text);
        ClusterSettings settings =
                AgentConfig.load(Optional.of(file), Map.of(), "host").cluster();
        var reasons = new TreeMap<String, String>();
        for (Right right : RightsCheck.rights(settings, false)) {
            for (String verb : right.verbs()) {
                // A Secret that is named without a namespace is one of the pod's own.
                Optional<String> place = right.name().isPresent()
                        ? right.namespace().or(() -> Optional.of(Chart.NAMESPACE))
                        : right.namespace();
                reasons.put(text(verb, right.group(), right.resource(), right.name(), place), right.cost());
            }
        }
        return reasons;
    }

    /** All that bindings give an account. */
    private static Set<String> allowed(List<HasMetadata> objects, String account) {
        var allowed = new TreeSet<String>();
        Chart.all(objects, ClusterRoleBinding.class)
                .filter(binding -> binds(binding.getSubjects(), account))
                .forEach(binding -> allowed.addAll(expand(
                        rules(objects, ClusterRole.class, ClusterRole::getRules, binding.getRoleRef()),
                        Optional.empty())));
        Chart.all(objects, RoleBinding.class)
                .filter(binding -> binds(binding.getSubjects(), account))
                .forEach(binding -> allowed.addAll(expand(
                        rules(objects, Role.class, Role::getRules, binding.getRoleRef()),
                        Optional.of(binding.getMetadata().getNamespace()))));
        return allowed;
    }

    private static boolean binds(List<Subject> subjects, String account) {
        assertThat(subjects).allSatisfy(subject -> {
            assertThat(subject.getKind()).isEqualTo("ServiceAccount");
            assertThat(subject.getNamespace()).isEqualTo(Chart.NAMESPACE);
        });
        return subjects.stream().anyMatch(subject -> subject.getName().equals(account));
    }

    private static <T extends HasMetadata> List<PolicyRule> rules(
            List<HasMetadata> objects, Class<T> type, Function<T, List<PolicyRule>> rules, RoleRef reference) {
        assertThat(reference.getKind()).isEqualTo(type.getSimpleName());
        return rules.apply(Chart.one(objects, type, reference.getName()));
    }

    private static List<String> expand(List<PolicyRule> rules, Optional<String> namespace) {
        var all = new ArrayList<String>();
        for (PolicyRule rule : rules) {
            assertThat(rule.getNonResourceURLs()).isEmpty();
            for (String group : rule.getApiGroups()) {
                for (String resource : rule.getResources()) {
                    for (String verb : rule.getVerbs()) {
                        if (rule.getResourceNames().isEmpty()) {
                            all.add(text(verb, group, resource, Optional.empty(), namespace));
                        }
                        for (String name : rule.getResourceNames()) {
                            all.add(text(verb, group, resource, Optional.of(name), namespace));
                        }
                    }
                }
            }
        }
        return all;
    }

    private static String text(
            String verb, String group, String resource, Optional<String> name, Optional<String> namespace) {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group)
                + name.map(one -> " " + one).orElse("")
                + namespace.map(one -> " in " + one).orElse("");
    }
}
