package skerry.agent.cluster.watch;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the objects of a kind are listed.
 *
 * @param name as people say it: {@code pods}, or {@code pods of namespace shop}
 * @param path {@code /api/v1/pods}
 */
public record WatchedPath(String name, String path) {
    /**
     * @param apiVersion {@code v1} or {@code apps/v1}
     * @param resource {@code deployments}
     */
    public static WatchedPath of(String apiVersion, String resource) {
        return new WatchedPath(resource, root(apiVersion) + "/" + resource);
    }

    /** Of one namespace alone. */
    public static WatchedPath of(String apiVersion, String resource, String namespace) {
        return new WatchedPath(
                resource + " of namespace " + namespace,
                root(apiVersion) + "/namespaces/" + encoded(namespace) + "/" + resource);
    }

    private static String root(String apiVersion) {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }

    String page(int limit, String next) {
        return path + "?limit=" + limit + (next.isEmpty() ? "" : "&continue=" + encoded(next));
    }

    String watch(String version, long seconds) {
        return path + "?watch=1&allowWatchBookmarks=true&timeoutSeconds=" + seconds + "&resourceVersion="
                + encoded(version);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
