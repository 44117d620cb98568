package skerry.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.blackbox.Crash;
import skerry.agent.collect.kubelet.NodeWithPods;
import skerry.agent.ring.LineFilter;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.StoredBox;
import skerry.protocol.payload.Event;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;

/** A node's agent and its kubelet: what pods say of their logs holds, and a crash is kept through a kill. */
class NodeLogsIT {
    private static final int NOISE = 60;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatPodsSayHoldsAndACrashIsKeptThroughAKillBeforeItsBoxIsFilled() throws Exception {
        ObjectNode cart = pod("cart", "labels", "tier", "front");
        ObjectNode quiet = pod("quiet", "annotations", "skerry.io/logs", "off");
        write("cart", 0, "about to fail");
        write("quiet", 0, "nobody's business");
        try (var node = new NodeWithPods(Files.createDirectories(folder.resolve("node")));
                var agent = new AgentProcess(folder)) {
            agent.set(node.settings())
                    .set("cluster.labels-allowlist=tier", "logs.include=" + folder.resolve("pods") + "/*/*/*.log");
            ObjectNode noise = pod("noise", "labels", "tier", "back");
            node.runs(List.of(cart, quiet, noise));
            agent.start();
            Eventually.until(
                    "one log is read, and one left aside",
                    LIMIT,
                    () -> agent.metric("skerry_log_events_total{kind=\"opted-out\"}") == 1
                            && lines(agent).size() == 1);
            assertThat(lines(agent))
                    .singleElement()
                    .satisfies(line -> assertThat(line.labels())
                            .containsEntry("label_tier", "front")
                            .containsEntry("pod", "cart"));

            crashed(cart);
            node.runs(List.of(cart, quiet, noise));
            write("cart", 1, "started again");
            // So much text that it is committed at once.
            for (int i = 0; i < NOISE; i++) {
                write("noise", 0, "noise ".repeat(10_000));
            }
            Eventually.until("the crash is noted", LIMIT, () -> crashes(agent).size() == 1);
            agent.kill();
            assumeThat(crashes(agent).getFirst().content())
                    .as("it is killed within the 20 seconds before the box is filled")
                    .isEmpty();

            agent.start();
            Eventually.until(
                    "the box is filled",
                    LIMIT,
                    () -> crashes(agent).getFirst().content().isPresent());
            assertThat(crashes(agent)).singleElement().satisfies(crash -> {
                assertThat(crash.subject()).isEqualTo("container web of shop/cart");
                assertThat(crash.how()).isEqualTo("OOMKilled, exit code 137");
                assertThat(crash.content().orElseThrow().lines()).isEqualTo(2);
            });
            assertThat(told(agent)).isEqualTo(1);

            // The pod is known to be here although nothing of it was read since. A pod that is new makes the agent look
            // at once.
            ((ObjectNode) cart.path("status")).put("phase", "Failed").put("reason", "Evicted");
            node.runs(List.of(cart, quiet, noise, pod("next", "labels", "tier", "back")));
            write("quiet", 0, "still nobody's business");
            write("next", 0, "hello");
            Eventually.until(
                    "the new pod is read, and the eviction noted",
                    LIMIT,
                    () -> lines(agent).size() == 3 + NOISE && crashes(agent).size() == 2);
            assertThat(crashes(agent).getLast().subject()).isEqualTo("pod shop/cart");
            assertThat(crashes(agent).getLast().reason()).isEqualTo(Crash.EVICTED);
            assertThat(lines(agent))
                    .extracting(Line::text)
                    .filteredOn(text -> !text.startsWith("noise"))
                    .containsExactly("about to fail", "started again", "hello");
            agent.stop();
        }
    }

    private void write(String pod, int restart, String line) throws IOException {
        Path log = folder.resolve("pods/shop_" + pod + "_uid-" + pod + "/web/" + restart + ".log");
        Files.createDirectories(log.resolveSibling(""));
        Files.writeString(
                log, Instant.now() + " stdout F " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static ObjectNode pod(String name, String map, String key, String value) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("metadata")
                .put("namespace", "shop")
                .put("name", name)
                .put("uid", "uid-" + name)
                .putObject(map)
                .put(key, value);
        return pod;
    }

    private static void crashed(ObjectNode pod) {
        ObjectNode container =
                pod.putObject("status").putArray("containerStatuses").addObject();
        container.put("name", "web").put("restartCount", 1);
        container
                .putObject("lastState")
                .putObject("terminated")
                .put("reason", "OOMKilled")
                .put("exitCode", 137)
                .put("finishedAt", Instant.now().toString());
    }

    /** What is in its ring: text and labels. */
    private record Line(String text, Map<String, String> labels) {}

    private static List<Line> lines(AgentProcess agent) throws Exception {
        var lines = new ArrayList<Line>();
        try (RingReader ring = RingReader.open(agent.data().resolve("ring.db"))) {
            ring.lines(
                    LineFilter.between(0, Long.MAX_VALUE),
                    100,
                    line -> lines.add(
                            new Line(line.text(), line.source().labels().asMap())));
        }
        return lines;
    }

    private static List<Crash> crashes(AgentProcess agent) throws Exception {
        try (RingReader ring = RingReader.open(agent.data().resolve("ring.db"))) {
            return ring.boxes().stream()
                    .map(StoredBox::box)
                    .flatMap(box -> Crash.decode(box.about()).stream())
                    .toList();
        }
    }

    /** Events that tell of boxes. */
    private static int told(AgentProcess agent) throws Exception {
        var events = new ArrayList<Event>();
        try (RingReader ring = RingReader.open(agent.data().resolve("ring.db"))) {
            ring.events(0, Long.MAX_VALUE, event -> !event.type().equals("blackbox") || events.add(event));
        }
        return events.size();
    }
}
