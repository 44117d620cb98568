package skerry.agent.collect.kubelet;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import skerry.agent.collect.targets.KnownEndpoint;
import skerry.agent.collect.targets.KnownEndpoint.Refusal;
import skerry.agent.collect.targets.Login;
import skerry.agent.collect.targets.ScrapeJob;
import skerry.agent.collect.targets.Secret;
import skerry.agent.collect.targets.Target;
import skerry.agent.collect.targets.TlsFiles;
import skerry.platform.net.HostPort;
import skerry.protocol.Limits;
import skerry.protocol.series.Labels;

/**
 * Finds the kubelet of this machine, and the way to show it who asks: by the token of the pod's service account, or by k3s's own
 * certificates where the agent runs on a server of k3s.
 *
 * @param environment of the process
 * @param account the folder of the pod's service account
 * @param k3s the data folder of k3s
 */
public record KubeletPlace(Map<String, String> environment, Path account, Path k3s) {
    /** The node's address, as its pod is told by the downward API ({@code status.hostIP}). */
    public static final String NODE_IP = "SKERRY_NODE_IP";

    /** Of all that is scraped there, and the label by which kubernetes-mixin knows the kubelet. */
    public static final String JOB = "kubelet";

    private static final int PORT = 10_250;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    /** Of text, inflated: a k3s server's has some 8 MiB, and comes as a tenth of it. */
    private static final int MAX_BYTES = 16 << 20;

    private static final int MAX_LABEL_BYTES = 1_024;
    private static final String TLS_ADVICE =
            "Set kubelet.ca-file to the authority of the kubelet's certificate, or kubelet.insecure-skip-verify.";

    public KubeletPlace {
        environment = Map.copyOf(environment);
    }

    /**
     * Where it is, and as who it is asked.
     *
     * @param who for people
     */
    public record Found(HostPort where, Login login, TlsFiles tls, String who) {}

    /** @return empty if it is not to be asked, or there is no way to show it who asks */
    public Optional<Found> find(KubeletSettings settings) {
        if (settings.mode() == KubeletSettings.Mode.OFF) {
            return Optional.empty();
        }
        HostPort where = settings.address().orElseGet(this::usualAddress);
        Path own = account.resolve("token");
        Optional<Path> token = settings.token().or(() -> Optional.of(own).filter(Files::isReadable));
        Optional<Path> authority = settings.authority().or(this::usualAuthority);
        if (token.isPresent()) {
            var tls =
                    new TlsFiles(authority, Optional.empty(), Optional.empty(), Optional.empty(), settings.unchecked());
            return Optional.of(new Found(
                    where, new Login.Bearer(new Secret.InFile(token.get())), tls, "by the token in " + token.get()));
        }
        Path certificate = k3s.resolve("server/tls/client-admin.crt");
        Path key = k3s.resolve("server/tls/client-admin.key");
        if (Files.isReadable(certificate) && Files.isReadable(key)) {
            var tls = new TlsFiles(
                    authority, Optional.of(certificate), Optional.of(key), Optional.empty(), settings.unchecked());
            return Optional.of(new Found(where, new Login.None(), tls, "by the certificate " + certificate));
        }
        return settings.mode() == KubeletSettings.Mode.AUTO
                ? Optional.empty()
                : Optional.of(new Found(
                        where,
                        new Login.None(),
                        new TlsFiles(
                                authority, Optional.empty(), Optional.empty(), Optional.empty(), settings.unchecked()),
                        "without a word who asks"));
    }

    private HostPort usualAddress() {
        String host = environment.getOrDefault(NODE_IP, "").strip();
        return new HostPort(host.isEmpty() ? "127.0.0.1" : host, PORT);
    }

    /** k3s signs its kubelets' certificates by the authority that its pods are given; others may not. */
    private Optional<Path> usualAuthority() {
        return Stream.of(
                        account.resolve("ca.crt"),
                        k3s.resolve("agent/server-ca.crt"),
                        k3s.resolve("server/tls/server-ca.crt"))
                .filter(Files::isReadable)
                .findFirst();
    }

    /** Whether what k3s tells of its certificates is known from their files. */
    private boolean seesCertificates() {
        return Files.exists(k3s.resolve("server"))
                ? Files.isReadable(k3s.resolve("server/tls"))
                : Files.isReadable(k3s.resolve("agent"));
    }

    /** What is scraped of it. */
    public List<Target> targets(KubeletSettings settings, Found found) {
        var kept = new KeptMetrics(settings.metrics(), Files.isDirectory(k3s), seesCertificates());
        return Arrays.stream(KubeletEndpoint.values())
                .map(endpoint -> target(endpoint, settings, found, kept))
                .toList();
    }

    private static Target target(KubeletEndpoint endpoint, KubeletSettings settings, Found found, KeptMetrics kept) {
        var job = new ScrapeJob(
                JOB,
                settings.every(),
                LONGEST.compareTo(settings.every()) < 0 ? LONGEST : settings.every(),
                true,
                true,
                found.login(),
                found.tls(),
                new ScrapeJob.Bounds(MAX_BYTES, settings.maxSeries(), Limits.MAX_LABELS, MAX_LABEL_BYTES),
                kept.of(endpoint),
                known(endpoint));
        return new Target(
                job,
                found.where(),
                URI.create("https://" + found.where() + endpoint.path()),
                Labels.of("job", JOB, "instance", found.where().toString(), "metrics_path", endpoint.path()));
    }

    private static KnownEndpoint known(KubeletEndpoint endpoint) {
        return new KnownEndpoint(
                endpoint.format(),
                Map.of(
                        401,
                        new Refusal(
                                "the kubelet does not know who asks, and so " + endpoint.cost() + " is not known",
                                "Give the agent a token by a service account or kubelet.token-file; the kubelet must take"
                                        + " tokens (webhook)."),
                        403,
                        new Refusal(
                                "the right to get " + endpoint.right() + " is missing, and so " + endpoint.cost()
                                        + " is not known",
                                "Allow get on " + endpoint.right() + " to who asks (docs/kubernetes.md), or set kubelet"
                                        + ".address: off. nodes/proxy is not needed.")),
                Optional.of(TLS_ADVICE));
    }
}
