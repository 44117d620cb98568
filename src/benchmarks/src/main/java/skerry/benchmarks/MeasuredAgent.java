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

/** An agent as it is packaged, in a process of its own, that follows one log file and has a page on a free port. */
final class MeasuredAgent implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration COMMIT = Duration.ofSeconds(16);
    private static final Duration STEP = Duration.ofSeconds(1);

    private final ChildProcess process;
    private final URI page;
    private final Duration start;
    private final HttpClient client = HttpClient.newHttpClient();

    private MeasuredAgent(ChildProcess process, URI page, Duration start) {
        this.process = process;
        this.page = page;
        this.start = start;
    }

    /** The data folder of an agent that is measured in {@code folder}. */
    static Path data(Path folder) {
        return folder.resolve("data");
    }

    /** @param more further arguments of {@code skerry-agent run} */
    static MeasuredAgent start(BenchContext context, Path folder, Path logFile, List<String> more)
            throws IOException, InterruptedException {
        return start(context.agent(), folder, logFile, more);
    }

    /** @param program Java with its flags and the program */
    static MeasuredAgent start(List<String> program, Path folder, Path logFile, List<String> more)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(program);
        command.addAll(List.of(
                "run",
                "--data",
                data(folder).toString(),
                "--set",
                "page.listen=127.0.0.1:0",
                "--set",
                "logs.include=" + logFile,
                "--set",
                "logs.journald=false"));
        command.addAll(more);
        long began = System.nanoTime();
        var process = ChildProcess.start("agent", command, folder.resolve("agent.log"));
        URI page = URI.create(process.require("page", START_LIMIT));
        return new MeasuredAgent(process, page, Duration.ofNanos(System.nanoTime() - began));
    }

    long pid() {
        return process.pid();
    }

    /** From its first moment until its page answered. */
    double startSeconds() {
        return start.toMillis() / 1e3;
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

    /** A figure of an agent that lost something would be no figure. */
    void requireNothingDropped() throws IOException, InterruptedException {
        double dropped = metric("skerry_dropped_records_total");
        if (dropped > 0) {
            throw new IllegalStateException("the agent dropped " + (long) dropped + " records; see " + process.log());
        }
    }

    /** Waits until what the agent has in memory is on its disk, which it commits every 15 seconds. */
    static void settle() throws InterruptedException {
        Thread.sleep(COMMIT);
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
