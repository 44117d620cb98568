package skerry.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import skerry.simulator.ChildProcess;

/** An agent as it is packaged, in a process of its own, that follows one log file and talks to nobody. */
final class MeasuredAgent implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(200);

    private final ChildProcess process;
    private final URI page;
    private final HttpClient client = HttpClient.newHttpClient();

    private MeasuredAgent(ChildProcess process, URI page) {
        this.process = process;
        this.page = page;
    }

    static MeasuredAgent start(BenchContext context, Path folder, Path logFile, List<String> more)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of(
                "run",
                "--data",
                folder.resolve("data").toString(),
                "--set",
                "page.listen=127.0.0.1:0",
                "--set",
                "logs.include=" + logFile,
                "--set",
                "logs.journald=false"));
        arguments.addAll(more);
        var process = ChildProcess.start(
                "agent", context.home(), "edge-agent", "agent", folder.resolve("agent.log"), arguments);
        String line = process.expect(text -> text.contains("page  http"))
                .await(START_LIMIT)
                .orElseThrow(() -> new IllegalStateException("the agent did not start; see " + process.log()));
        return new MeasuredAgent(
                process, URI.create(line.substring(line.indexOf("http")).strip()));
    }

    ProcessCost cost() throws IOException {
        return ProcessCost.of(process.pid());
    }

    /** The value of one of its own series on {@code /metrics}; 0 if it is not there yet. */
    double metric(String name) throws IOException, InterruptedException {
        String text = client.send(
                        HttpRequest.newBuilder(page.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until {@code lines} log lines are in the ring. */
    void awaitLines(long lines, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (metric("skerry_collected_records_total{kind=\"lines\"}") < lines) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the agent stored fewer than " + lines + " lines within " + limit);
            }
            Thread.sleep(STEP);
        }
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
