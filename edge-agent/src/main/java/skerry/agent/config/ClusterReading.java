package skerry.agent.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import skerry.agent.cluster.ClusterSettings;
import skerry.agent.cluster.Role;
import skerry.agent.cluster.SecretName;
import skerry.agent.cluster.state.ShownNames;
import skerry.platform.config.Settings;

/** Reads {@code role} and {@code cluster}. */
final class ClusterReading {
    private static final Predicate<String> NAMESPACE =
            Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?").asMatchPredicate();
    private static final Predicate<String> METRIC =
            Pattern.compile("default|\\*|(kube|skerry)_[a-z0-9_]*\\*?").asMatchPredicate();
    /** A prefix, which is a domain, and a name; or all. */
    private static final Predicate<String> KEY = Pattern.compile(
                    "\\*|([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
            .asMatchPredicate();

    private static final int LEAST_SERIES = 100;
    private static final int MOST_SERIES = 100_000;

    private final Settings settings;

    ClusterReading(Settings settings) {
        this.settings = settings;
    }

    ClusterSettings cluster() {
        Optional<Role> role = settings.read("role", Optional.empty(), ClusterReading::role);
        Set<String> namespaces = names("cluster.namespaces", List.of(), NAMESPACE, "names of namespaces");
        if (namespaces.size() > ClusterSettings.MOST_NAMESPACES) {
            settings.problem(
                    "cluster.namespaces",
                    "may name " + ClusterSettings.MOST_NAMESPACES + " namespaces, and names " + namespaces.size());
        }
        return new ClusterSettings(
                role,
                settings.path("cluster.kubeconfig"),
                namespaces,
                new ShownNames(
                        names("cluster.labels-allowlist", List.of(), KEY, "keys of labels, or *"),
                        names("cluster.annotations-allowlist", List.of(), KEY, "keys of annotations, or *")),
                List.copyOf(names(
                        "cluster.metrics",
                        List.of("default"),
                        METRIC,
                        "default, or names that begin with kube_ or skerry_ and may end with *")),
                settings.number("cluster.max-series", ClusterSettings.USUAL_SERIES, LEAST_SERIES, MOST_SERIES),
                settings.flag("cluster.events", true),
                settings.read("cluster.annotated-targets", true, text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "auto" -> true;
                    case "off", "false" -> false; // YAML reads off as false
                    default -> throw new IllegalArgumentException("must be auto or off");
                }),
                identitySecret(role));
    }

    private Optional<SecretName> identitySecret(Optional<Role> role) {
        Optional<SecretName> secret = settings.read(
                "cluster.identity-secret",
                Optional.empty(),
                text -> text.isEmpty() ? Optional.empty() : Optional.of(SecretName.parse(text)));
        if (secret.isPresent() && role.equals(Optional.of(Role.NODE))) {
            settings.problem(
                    "cluster.identity-secret", "is for the roles cluster and all: role node asks no API of Kubernetes");
        }
        return secret;
    }

    private static Optional<Role> role(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.equals("auto")) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(Role.values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be auto, node, cluster or all")));
    }

    private Set<String> names(String key, List<String> otherwise, Predicate<String> form, String what) {
        var names = new LinkedHashSet<String>();
        for (String name : settings.list(key, otherwise)) {
            if (form.test(name)) {
                names.add(name);
            } else {
                settings.problem(key, "must hold " + what + ", was '" + name + "'");
            }
        }
        return names;
    }
}
