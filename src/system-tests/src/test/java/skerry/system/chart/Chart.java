package skerry.system.chart;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import skerry.system.process.Checkout;

/** The charts of the checkout, and what Helm makes of them; that of the agents where no other is named. */
final class Chart {
    static final Path FOLDER = Checkout.home().resolve("deploy/helm/skerry-agent");
    static final Path HUB = FOLDER.resolveSibling("skerry-hub");
    static final String NAMESPACE = "monitoring";
    private static final String KUBERNETES = "1.34.0";

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Secret", Secret.class),
            Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/DaemonSet", DaemonSet.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("apps/v1/StatefulSet", StatefulSet.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("rbac.authorization.k8s.io/v1/ClusterRole", ClusterRole.class),
            Map.entry("rbac.authorization.k8s.io/v1/ClusterRoleBinding", ClusterRoleBinding.class),
            Map.entry("rbac.authorization.k8s.io/v1/Role", Role.class),
            Map.entry("rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class));

    /** The models take any field they do not know into a map of their own; here such a field is a mistake. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated a) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** For kinds of which there is no model: any field is taken. */
    private static final JsonMapper LENIENT = new JsonMapper();

    private Chart() {}

    static LintResult lint(Path chart) {
        return new Helm(chart).lint().strict().call();
    }

    /**
     * As {@code helm template} prints it.
     *
     * @param values as in a file of values
     * @throws IllegalStateException in Helm's words, if it does not render
     */
    static String text(Path chart, String release, String namespace, String values) throws IOException {
        Path file = Files.createTempFile("values", ".yaml");
        try {
            Files.writeString(file, values);
            TemplateCommand command = new Helm(chart)
                    .template()
                    .withName(release)
                    .withNamespace(namespace)
                    .withKubeVersion(KUBERNETES);
            return command.withValuesFile(file).call();
        } finally {
            Files.delete(file);
        }
    }

    /** As text without what belongs to Helm alone: nobody must take the objects for those of a release. */
    static String plain(Path chart, String namespace, String values) throws IOException {
        return text(chart, chart.getFileName().toString(), namespace, values)
                        .replaceAll("(?m)^ +annotations:\n +helm\\.sh/resource-policy: keep\n", "")
                        .replaceAll("(?m)^ +(helm\\.sh/chart|app\\.kubernetes\\.io/managed-by): .*\n", "")
                        .replaceAll("(?m)^# Source: .*\n", "")
                        .stripTrailing()
                + "\n";
    }

    /** All objects, read strictly. */
    static List<HasMetadata> render(String values) throws IOException {
        return render(FOLDER, values);
    }

    /** All objects of a release that is called as its chart. */
    static List<HasMetadata> render(Path chart, String values) throws IOException {
        return read(text(chart, chart.getFileName().toString(), NAMESPACE, values));
    }

    /** The objects of a text of YAML, read strictly. */
    static List<HasMetadata> read(String text) throws IOException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        var objects = new ArrayList<HasMetadata>();
        for (Object one : new Yaml(new SafeConstructor(options)).loadAll(text)) {
            if (one != null) {
                JsonNode tree = STRICT.valueToTree(one);
                String kind = tree.path("apiVersion").asText() + "/"
                        + tree.path("kind").asText();
                if (kind.startsWith("traefik.io/")) {
                    objects.add(LENIENT.treeToValue(tree, GenericKubernetesResource.class));
                    continue;
                }
                Class<? extends HasMetadata> type = Optional.<Class<? extends HasMetadata>>ofNullable(KINDS.get(kind))
                        .orElseThrow(() -> new IllegalArgumentException("no kind of this chart: " + kind));
                objects.add(STRICT.treeToValue(tree, type));
            }
        }
        return objects;
    }

    static <T extends HasMetadata> Stream<T> all(List<HasMetadata> objects, Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }

    static <T extends HasMetadata> T one(List<HasMetadata> objects, Class<T> type, String name) {
        return all(objects, type)
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + type.getSimpleName() + " " + name));
    }
}
