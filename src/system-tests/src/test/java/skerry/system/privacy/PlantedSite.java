package skerry.system.privacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import skerry.agent.cluster.FakeApiServer;
import skerry.system.process.AgentProcess;

/**
 * A site with marks in its logs, its metrics, its file names and its cluster. Beside each mark stands a witness, by which
 * it is known that the place was read at all.
 */
final class PlantedSite implements AutoCloseable {
    static final String WITNESS = "witness";
    private static final int LONGEST_NAME = 200;
    private static final String EVENTS = "/apis/events.k8s.io/v1/events";

    private final String name;
    private final Path input;
    private final FakeApiServer cluster = new FakeApiServer();
    private final HttpServer target;
    private final AgentProcess agent;
    private final StringBuilder scraped = new StringBuilder("# TYPE site_scraped gauge\n");
    private final StringBuilder textfile = new StringBuilder("# TYPE site_written gauge\n");
    private final List<String> lines = new ArrayList<>();
    private int objects;
    private int events;
    private int fileNames;

    /** @param road settings by which the agent reaches its hub */
    PlantedSite(Path folder, Map<Place, List<Mark>> marks, String... road) throws IOException {
        name = folder.getFileName().toString();
        input = Files.createDirectories(folder.resolve("input"));
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/metrics", exchange -> {
            byte[] body = scraped.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        target.start();
        agent = new AgentProcess(folder, road)
                .set(
                        "role=all",
                        "summary.send=full",
                        "cluster.kubeconfig=" + kubeconfig(),
                        "cluster.labels-allowlist=*",
                        "cluster.annotations-allowlist=*",
                        "collect.textfile-directory=" + input.resolve("textfile"),
                        "scrape.0.name=planted",
                        "scrape.0.targets=127.0.0.1:" + target.getAddress().getPort());
        for (var place : marks.entrySet()) {
            for (Mark mark : place.getValue()) {
                plant(place.getKey(), mark.text());
            }
        }
        Files.writeString(Files.createDirectories(input.resolve("textfile")).resolve("site.prom"), textfile.toString());
        Files.write(agent.logs().resolve("app.log"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What the hub knows it as. */
    String name() {
        return name;
    }

    AgentProcess agent() {
        return agent;
    }

    /** What was written to the logs. */
    int lines() {
        return lines.size() + fileNames;
    }

    int labels() {
        return (int) (scraped.chars().filter(c -> c == '\n').count()
                + textfile.chars().filter(c -> c == '\n').count()
                - 2);
    }

    int events() {
        return events;
    }

    int objects() {
        return objects;
    }

    private Path kubeconfig() throws IOException {
        return Files.writeString(input.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: it
                contexts: [{name: it, context: {cluster: it, user: it}}]
                clusters: [{name: it, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: it, user: {token: abc}}]
                """.formatted(cluster.port()));
    }

    private void plant(Place place, String text) throws IOException {
        switch (place) {
            case LINE -> lines.add(WITNESS + " " + text);
            case JSON_LINE ->
                lines.add("{\"level\":\"error\",\"msg\":\"" + WITNESS + "\",\"detail\":\"" + escaped(text) + "\"}");
            case LOGFMT_LINE -> lines.add("level=warn msg=\"" + WITNESS + "\" detail=\"" + escaped(text) + "\"");
            case TEXTFILE_LABEL ->
                textfile.append("site_written{n=\"" + textfile.length() + "\",note=\"" + escaped(text) + "\"} 1\n");
            case SCRAPED_LABEL ->
                scraped.append("site_scraped{n=\"" + scraped.length() + "\",note=\"" + escaped(text) + "\"} 1\n");
            case KUBERNETES_EVENT -> event(text);
            case KUBERNETES_OBJECT -> object(text);
            case FILE_NAME -> {
                if (text.indexOf('/') < 0 && text.length() < LONGEST_NAME) {
                    fileName(text);
                } else {
                    lines.add(WITNESS + " " + text); // no file is called so
                }
            }
        }
    }

    /** As JSON, logfmt and the exposition format have it. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private void event(String text) {
        ObjectNode event = FakeApiServer.object("shop", "event-" + ++events);
        event.put("type", "Warning").put("reason", "Failed").put("note", WITNESS + " " + text);
        event.put("eventTime", Instant.now().toString());
        event.putObject("regarding").put("kind", "Pod").put("namespace", "shop").put("name", "web-" + events);
        event.put("reportingController", "kubelet");
        cluster.put(EVENTS, event);
    }

    private void object(String text) {
        ObjectNode pod = FakeApiServer.object("shop", WITNESS + "-" + ++objects);
        ObjectNode metadata = (ObjectNode) pod.path("metadata");
        metadata.putObject("labels").put("note", text);
        metadata.putObject("annotations").put("k3s.io/node-args", text);
        ObjectNode container =
                pod.putObject("spec").putArray("containers").addObject().put("name", "app");
        container.put("image", "registry.example.org/app:1").putArray("args").add(text);
        container.putArray("env").addObject().put("name", "NOTE").put("value", text);
        ObjectNode status = pod.putObject("status").put("phase", "Pending").put("message", text);
        status.put("reason", "Unschedulable");
        ObjectNode waiting = status.putArray("containerStatuses")
                .addObject()
                .put("name", "app")
                .putObject("state")
                .putObject("waiting");
        waiting.put("reason", "CreateContainerError").put("message", text);
        cluster.put("/api/v1/pods", pod);
        ObjectNode node = FakeApiServer.object("", "node-" + objects);
        ((ObjectNode) node.path("metadata")).putObject("annotations").put("k3s.io/node-args", text);
        cluster.put("/api/v1/nodes", node);
    }

    private void fileName(String text) throws IOException {
        fileNames++;
        Files.writeString(agent.logs().resolve(text + ".log"), WITNESS + " in a file\n");
    }

    @Override
    public void close() {
        agent.close();
        target.stop(0);
        cluster.close();
    }
}
