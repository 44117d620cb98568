package skerry.agent.cluster.annotated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A service whose pods are to be scraped. Immutable.
 *
 * @param selected labels of its pods
 * @param ports of TCP
 */
record AskingService(String namespace, String name, LabelSet selected, List<NamedPort> ports, Asked asked) {
    private static final int MOST_PORTS = 64;

    AskingService {
        ports = List.copyOf(ports);
    }

    /** Empty if it does not ask, or selects no pods: where its endpoints lead to anyone could write. */
    static Optional<AskingService> of(ObjectNode service) {
        JsonNode metadata = service.path("metadata");
        Optional<Asked> asked = Asked.by(metadata.path("annotations"));
        var selected = LabelSet.of(service.at("/spec/selector"), Integer.MAX_VALUE);
        if (asked.isEmpty() || selected.isEmpty()) {
            return Optional.empty();
        }
        var ports = new ArrayList<NamedPort>();
        for (JsonNode port : service.at("/spec/ports")) {
            if (port.path("protocol").asText("TCP").equals("TCP") && ports.size() < MOST_PORTS) {
                ports.add(port(port));
            }
        }
        return Optional.of(new AskingService(
                metadata.path("namespace").asText(""), metadata.path("name").asText(""), selected, ports, asked.get()));
    }

    private static NamedPort port(JsonNode port) {
        JsonNode target = port.path("targetPort");
        int same = port.path("port").asInt();
        String name = port.path("name").asText("");
        if (target.isTextual()) {
            return new NamedPort(name, 0, target.asText(""));
        }
        return new NamedPort(name, target.asInt(0) == 0 ? same : target.asInt(), "");
    }

    boolean selects(RunningPod pod) {
        return pod.namespace().equals(namespace) && pod.labels().hasAll(selected);
    }

    /** The number of one of its ports at a pod; 0 if the pod has no such port. */
    static int at(NamedPort port, RunningPod pod) {
        return port.owner().isEmpty()
                ? port.number()
                : pod.ports().stream()
                        .filter(one -> one.name().equals(port.owner()))
                        .mapToInt(NamedPort::number)
                        .findFirst()
                        .orElse(0);
    }
}
