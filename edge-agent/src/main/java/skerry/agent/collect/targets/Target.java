package skerry.agent.collect.targets;

import java.net.URI;
import skerry.platform.net.HostPort;
import skerry.protocol.series.Labels;

/**
 * One place to scrape.
 *
 * @param host where to connect to
 * @param url {@code http} or {@code https}, with path and query; without user and password
 * @param labels of all its samples, {@code job} and {@code instance} among them
 */
public record Target(ScrapeJob job, HostPort host, URI url, Labels labels) {
    /** @throws IllegalArgumentException if the URL cannot be asked, or a label is missing */
    public Target {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("a target is an http or https URL without user, password and fragment");
        }
        if (labels.get("job").isEmpty() || labels.get("instance").isEmpty()) {
            throw new IllegalArgumentException("a target needs the labels job and instance");
        }
    }

    boolean isSecure() {
        return "https".equals(url.getScheme());
    }

    /** What stands behind GET. */
    String pathAndQuery() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** For people: job and instance; never the URL, whose query may hold a secret. */
    String name() {
        return labels.get("job") + "/" + labels.get("instance");
    }

    @Override
    public String toString() {
        return name();
    }
}
