package skerry.agent.cluster.api;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.targets.Secret;
import skerry.platform.net.HostPort;
import skerry.platform.tls.PemTls;
import skerry.platform.tls.PemTls.Pem;

/** What the current context of a kubeconfig says. */
final class Kubeconfig {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Path file;
    private final URI url;
    private final Optional<SSLContext> tls;
    private final String serverName;
    private final Optional<Secret> token;

    private Kubeconfig(Path file, Map<?, ?> cluster, Map<?, ?> user) throws IOException {
        this.file = file;
        this.url = url(text(cluster, "server"));
        for (String other : List.of("exec", "auth-provider", "username")) {
            if (user.containsKey(other)) {
                throw wrong("its user logs in by " + other + ", which is not supported: use a token or a certificate");
            }
        }
        if (Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify"))) {
            throw wrong("insecure-skip-tls-verify is set, by which anyone on the way could take the token: name the"
                    + " certificate-authority instead");
        }
        this.tls = "https".equals(url.getScheme()) ? Optional.of(tls(cluster, user)) : Optional.empty();
        this.serverName = Optional.of(text(cluster, "tls-server-name"))
                .filter(name -> !name.isEmpty())
                .orElse(where().host());
        this.token = token(user);
        if (tls.isEmpty()
                && token.isPresent()
                && !where().resolved().getAddress().isLoopbackAddress()) {
            throw wrong("a token would leave this machine unencrypted: use https");
        }
    }

    /** @throws IOException one sentence that names the file */
    static Kubeconfig of(Path file, Object root) throws IOException {
        Map<?, ?> all = map(root);
        String current = text(all, "current-context");
        Map<?, ?> context = map(named(file, all, "contexts", current).get("context"));
        return new Kubeconfig(
                file,
                map(named(file, all, "clusters", text(context, "cluster")).get("cluster")),
                map(named(file, all, "users", text(context, "user")).get("user")));
    }

    ApiServer server() throws IOException {
        Optional<String> sent = token.isPresent() ? Optional.of(token.get().reveal()) : Optional.empty();
        String path = Optional.ofNullable(url.getRawPath()).orElse("").replaceFirst("/+$", "");
        return new ApiServer(where(), path, tls, serverName, sent);
    }

    private HostPort where() {
        String host = url.getHost().replaceAll("^\\[|\\]$", "");
        int usual = "https".equals(url.getScheme()) ? HTTPS : HTTP;
        return new HostPort(host, url.getPort() < 0 ? usual : url.getPort());
    }

    private URI url(String text) throws IOException {
        try {
            var parsed = new URI(text);
            boolean web = "https".equals(parsed.getScheme()) || "http".equals(parsed.getScheme());
            if (web && parsed.getHost() != null && parsed.getRawUserInfo() == null && parsed.getPort() != 0) {
                return parsed;
            }
        } catch (URISyntaxException e) {
            throw wrong("the address of its server is none");
        }
        throw wrong("the address of its server is none");
    }

    private SSLContext tls(Map<?, ?> cluster, Map<?, ?> user) throws IOException {
        Optional<Pem> certificate = pem(user, "client-certificate");
        Optional<Pem> key = pem(user, "client-key");
        if (certificate.isPresent() != key.isPresent()) {
            throw wrong("its user has only one of client-certificate and client-key");
        }
        return PemTls.contextOf(pem(cluster, "certificate-authority"), certificate, key);
    }

    /** In the text, or in a file beside it. */
    private Optional<Pem> pem(Map<?, ?> part, String name) throws IOException {
        String data = text(part, name + "-data");
        if (!data.isEmpty()) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(data);
                return Optional.of(new Pem(name + "-data of " + file, new String(bytes, StandardCharsets.US_ASCII)));
            } catch (IllegalArgumentException e) {
                throw wrong(name + "-data is no base64");
            }
        }
        String path = text(part, name);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Path other = file.resolveSibling(path);
        return Optional.of(new Pem("the file " + other, PemFiles.text(other)));
    }

    private Optional<Secret> token(Map<?, ?> user) {
        String inFile = text(user, "tokenFile");
        String given = text(user, "token");
        if (!inFile.isEmpty()) {
            return Optional.of(new Secret.InFile(file.resolveSibling(inFile)));
        }
        boolean isLine = !given.isEmpty() && given.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return isLine ? Optional.of(new Secret.Given(given)) : Optional.empty();
    }

    private static Map<?, ?> named(Path file, Map<?, ?> all, String list, String name) throws IOException {
        if (all.get(list) instanceof List<?> entries) {
            for (Object entry : entries) {
                if (!name.isEmpty() && name.equals(text(map(entry), "name"))) {
                    return map(entry);
                }
            }
        }
        throw new IOException(
                "the kubeconfig " + file + " cannot be used: its current context names none of its " + list);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : value.toString().strip();
    }

    private IOException wrong(String why) {
        return new IOException("the kubeconfig " + file + " cannot be used: " + why);
    }
}
