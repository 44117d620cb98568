package skerry.agent.cluster.annotated;

import java.net.URI;
import java.net.URISyntaxException;
import skerry.agent.collect.targets.ScrapeJob;
import skerry.agent.collect.targets.Target;
import skerry.platform.net.HostPort;
import skerry.protocol.series.Labels;

/** Makes the target of a pod: what is asked is the pod's address, whatever stands in its annotations. */
final class PodTarget {
    private PodTarget() {}

    static Target of(ScrapeJob job, RunningPod pod, ScrapeAnnotations asked, int port, Labels labels) {
        var where = new HostPort(pod.address().getHostAddress(), port);
        return new Target(job, where, url(asked, where), labels);
    }

    private static URI url(ScrapeAnnotations asked, HostPort where) {
        try {
            // The constructor encodes what may not stand in a path, so that a path cannot go on as something else.
            String path = new URI(null, null, asked.path(), null).getRawPath();
            String query = asked.query().isEmpty() ? "" : "?" + asked.query();
            return new URI(asked.scheme() + "://" + where + path + query);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an address and a checked path make a URL", e);
        }
    }
}
