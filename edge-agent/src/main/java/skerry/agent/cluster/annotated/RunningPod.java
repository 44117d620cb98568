package skerry.agent.cluster.annotated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a pod that runs, to scrape it. Immutable.
 *
 * @param address where it is reached; it goes into no record
 * @param container its only one; empty if it has several
 * @param ports of TCP
 * @param asks how it asks to be scraped; empty if it does not
 */
record RunningPod(
        String namespace,
        String name,
        String node,
        InetAddress address,
        String container,
        List<NamedPort> ports,
        LabelSet labels,
        Optional<Asked> asks) {
    private static final int MOST_PORTS = 64;
    private static final int MOST_LABELS = 64;

    RunningPod {
        ports = List.copyOf(ports);
    }

    /** Empty if the pod does not run, is about to end, or has no address yet. */
    static Optional<RunningPod> of(ObjectNode pod) {
        JsonNode metadata = pod.path("metadata");
        String ip = pod.at("/status/podIP").asText("");
        boolean runs = pod.at("/status/phase").asText("").equals("Running")
                && metadata.path("deletionTimestamp").isMissingNode();
        Optional<InetAddress> address = runs ? address(ip) : Optional.empty();
        return address.map(known -> of(pod, metadata, known));
    }

    private static RunningPod of(ObjectNode pod, JsonNode metadata, InetAddress address) {
        JsonNode containers = pod.at("/spec/containers");
        var ports = new ArrayList<NamedPort>();
        for (JsonNode container : containers) {
            for (JsonNode port : container.path("ports")) {
                if (port.path("protocol").asText("TCP").equals("TCP") && ports.size() < MOST_PORTS) {
                    ports.add(new NamedPort(
                            port.path("name").asText(""),
                            port.path("containerPort").asInt(),
                            container.path("name").asText("")));
                }
            }
        }
        return new RunningPod(
                metadata.path("namespace").asText(""),
                metadata.path("name").asText(""),
                pod.at("/spec/nodeName").asText(""),
                address,
                containers.size() == 1 ? containers.path(0).path("name").asText("") : "",
                ports,
                LabelSet.of(metadata.path("labels"), MOST_LABELS),
                Asked.by(metadata.path("annotations")));
    }

    /** Of the text of an address; a name is none, and nothing is asked for it. */
    private static Optional<InetAddress> address(String text) {
        try {
            return text.isEmpty() || text.indexOf('%') >= 0
                    ? Optional.empty()
                    : Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The container that has a port; its only one if none says so. */
    String containerOf(int port) {
        return ports.stream()
                .filter(one -> one.number() == port)
                .map(NamedPort::owner)
                .findFirst()
                .orElse(container);
    }
}
