package skerry.agent.cluster.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import skerry.agent.collect.targets.Secret;
import skerry.platform.net.HostPort;
import skerry.platform.tls.PemTls;

/**
 * The way from within a pod, as Kubernetes gives it to each: the address in the environment, a service account's token and the
 * cluster's authority in files. The token is read for each request, since it is replaced every hour. Thread-safe.
 */
public final class PodAccess implements ApiAccess {
    /** Where Kubernetes mounts them. */
    public static final Path USUAL_FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private static final String HOST = "KUBERNETES_SERVICE_HOST";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";
    private static final String USUAL_PORT = "443";

    private final HostPort where;
    private final Path authority;
    private final Secret token;
    private Optional<Trusted> trusted = Optional.empty();

    private record Trusted(FileTime changed, SSLContext tls) {}

    /**
     * @param environment of the process
     * @throws IOException one sentence, if this is no pod or its address is none
     */
    public PodAccess(Map<String, String> environment, Path folder) throws IOException {
        String host = environment.getOrDefault(HOST, "");
        String port = environment.getOrDefault(PORT, USUAL_PORT);
        if (host.isBlank()) {
            throw new IOException("this is no pod of Kubernetes: " + HOST + " is not set");
        }
        try {
            this.where = HostPort.parse((host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port);
        } catch (IllegalArgumentException e) {
            throw new IOException("the API server's address in " + HOST + " and " + PORT + " is none", e);
        }
        this.authority = folder.resolve("ca.crt");
        this.token = new Secret.InFile(folder.resolve("token"));
    }

    /** Whether this process is in a pod that has a token. */
    public static boolean isHere(Map<String, String> environment, Path folder) {
        return environment.containsKey(HOST) && Files.isReadable(folder.resolve("token"));
    }

    @Override
    public ApiServer server() throws IOException {
        return new ApiServer(where, "", Optional.of(tls()), where.host(), Optional.of(token.reveal()));
    }

    private synchronized SSLContext tls() throws IOException {
        FileTime changed;
        try {
            changed = Files.getLastModifiedTime(authority);
        } catch (IOException e) {
            throw new IOException("there is no readable file " + authority, e);
        }
        if (trusted.filter(known -> known.changed().equals(changed)).isEmpty()) {
            trusted = Optional.of(new Trusted(
                    changed, PemTls.context(Optional.of(authority), Optional.empty(), Optional.empty(), false)));
        }
        return trusted.orElseThrow().tls();
    }
}
