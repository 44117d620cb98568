package skerry.agent.cluster.watch;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the objects of a kind are listed.
 *
 * @param name as people say it: {@code pods}, or {@code pods of namespace shop}
 * @param path {@code /api/v1/pods}
 * @param group where is told which resources its group has: {@code /api/v1}
 * @param resource {@code pods}
 * @param optional whether many servers have nothing of this kind, which then is no fault
 */
public record WatchedPath(String name, String path, String group, String resource, boolean optional) {
    /**
     * @param apiVersion {@code v1} or {@code apps/v1}
     * @param resource {@code deployments}
     */
    public static WatchedPath of(String apiVersion, String resource) {
        String root = root(apiVersion);
        return new WatchedPath(resource, root + "/" + resource, root, resource, false);
    }

    /** Of one namespace alone. */
    public static WatchedPath of(String apiVersion, String resource, String namespace) {
        String root = root(apiVersion);
        return new WatchedPath(
                resource + " of namespace " + namespace,
                root + "/namespaces/" + encoded(namespace) + "/" + resource,
                root,
                resource,
                false);
    }

    /** Of a kind that a server has only where somebody added it. */
    public WatchedPath asOptional() {
        return new WatchedPath(name, path, group, resource, true);
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
