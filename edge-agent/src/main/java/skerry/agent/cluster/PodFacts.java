package skerry.agent.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.collect.logs.pods.ToldPod;

/** Tells those who read logs of the pods that are followed, and hands the pods on. Called by one thread. */
final class PodFacts implements ObjectIntake {
    private final ObjectIntake next;
    private final PodBook book;

    PodFacts(ObjectIntake next, PodBook book) {
        this.next = next;
        this.book = book;
    }

    @Override
    public void listBegins() {
        book.listBegins();
        next.listBegins();
    }

    @Override
    public void put(ObjectNode pod) {
        JsonNode metadata = pod.path("metadata");
        JsonNode status = pod.path("status");
        book.put(new ToldPod(
                metadata.path("namespace").asText(""),
                metadata.path("name").asText(""),
                "",
                texts(metadata.path("labels"), book::wantsLabel),
                texts(metadata.path("annotations"), PodBook::wantsAnnotation),
                ends(status),
                status.path("reason").asText("")));
        next.put(pod);
    }

    @Override
    public void remove(ObjectNode pod) {
        JsonNode metadata = pod.path("metadata");
        book.remove(metadata.path("namespace").asText(""), metadata.path("name").asText(""));
        next.remove(pod);
    }

    @Override
    public void listEnds(String version) {
        book.listEnds();
        next.listEnds(version);
    }

    @Override
    public void refused() {
        book.refused();
        next.refused();
    }

    private static Map<String, String> texts(JsonNode map, Predicate<String> wanted) {
        var texts = new HashMap<String, String>();
        map.properties().forEach(one -> {
            if (wanted.test(one.getKey())) {
                texts.put(one.getKey(), one.getValue().asText(""));
            }
        });
        return texts;
    }

    private static List<ToldPod.LastEnd> ends(JsonNode status) {
        var ends = new ArrayList<ToldPod.LastEnd>();
        for (String kind : new String[] {"containerStatuses", "initContainerStatuses"}) {
            for (JsonNode container : status.path(kind)) {
                JsonNode end = container.path("lastState").path("terminated");
                if (end.isObject()) {
                    ends.add(new ToldPod.LastEnd(
                            container.path("name").asText(""),
                            container.path("restartCount").asInt(0),
                            end.path("reason").asText(""),
                            end.path("exitCode").asInt(-1),
                            end.path("finishedAt").asText("")));
                }
            }
        }
        return ends;
    }
}
