package skerry.agent.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import skerry.agent.cluster.api.ApiAccess;
import skerry.agent.cluster.api.ApiSecret;
import skerry.agent.cluster.api.KubeconfigAccess;
import skerry.agent.cluster.api.PodAccess;
import skerry.platform.time.MonotonicClock;

/**
 * What this process can see of a cluster around it. Loads nothing of Kubernetes.
 *
 * @param environment of the process
 * @param pod the folder of the service account
 * @param k3s the kubeconfig of k3s
 */
public record ClusterPlace(Map<String, String> environment, Path pod, Path k3s) {
    private static final int MAX_NAMESPACE = 256;

    public ClusterPlace {
        environment = Map.copyOf(environment);
    }

    /** Of this process. */
    public static ClusterPlace here() {
        return new ClusterPlace(System.getenv(), PodAccess.USUAL_FOLDER, KubeconfigAccess.OF_K3S);
    }

    /**
     * The role that is set; else all in a pod with a service account, on a machine whose k3s can be read, and where a kubeconfig
     * is set; else that of a node.
     */
    public Role role(ClusterSettings settings) {
        boolean cluster = settings.kubeconfig().isPresent() || isPod() || isK3s();
        return settings.role().orElse(cluster ? Role.ALL : Role.NODE);
    }

    /** @throws IOException one sentence, if there is no way to an API server */
    public ApiAccess access(ClusterSettings settings) throws IOException {
        Optional<Path> kubeconfig = settings.kubeconfig();
        if (kubeconfig.isPresent()) {
            return new KubeconfigAccess(kubeconfig.get());
        }
        if (isPod()) {
            return new PodAccess(environment, pod);
        }
        if (isK3s()) {
            return new KubeconfigAccess(k3s);
        }
        throw new IOException("no API server of Kubernetes is known: this is no pod with a service account, and " + k3s
                + " cannot be read; set cluster.kubeconfig, or role: node");
    }

    /**
     * The Secret in its namespace; that of this pod if none is named.
     *
     * @throws IOException one sentence, if no namespace is known
     */
    public ApiSecret secret(SecretName name, ApiAccess access, String userAgent, MonotonicClock mono)
            throws IOException {
        return new ApiSecret(access, userAgent, mono, namespace(name), name.name());
    }

    /**
     * The settings with the namespace of the Secret in which the identity is kept.
     *
     * @throws IOException one sentence, if it is not known
     */
    public ClusterSettings located(ClusterSettings settings) throws IOException {
        Optional<SecretName> secret = settings.identitySecret();
        return secret.isEmpty()
                ? settings
                : settings.with(new SecretName(
                        Optional.of(namespace(secret.get())), secret.get().name()));
    }

    private String namespace(SecretName name) throws IOException {
        return name.namespace().isPresent() ? name.namespace().get() : namespace(pod.resolve("namespace"));
    }

    private static String namespace(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_NAMESPACE), StandardCharsets.US_ASCII).strip();
            return new SecretName(Optional.of(text), "any").namespace().orElseThrow();
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "the namespace of cluster.identity-secret is not known, as " + file
                            + " cannot be used: write NAMESPACE/NAME",
                    e);
        }
    }

    /** Whether this process is in a pod with a service account. */
    public boolean isPod() {
        return PodAccess.isHere(environment, pod);
    }

    private boolean isK3s() {
        return Files.isReadable(k3s);
    }
}
