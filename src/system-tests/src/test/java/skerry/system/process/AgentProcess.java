package skerry.system.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import skerry.agent.DataFolder;
import skerry.protocol.identity.AgentIdentity;
import skerry.simulator.ChildProcess;

/**
 * A real skerry-agent with its packaged flags, which may be ended and started again as often as a test likes. It follows
 * {@code *.log} in a folder of its own, and serves its page on a free port.
 */
public final class AgentProcess implements AutoCloseable {
    /** What a JVM ends with that was asked to by SIGTERM. */
    private static final int TERMINATED = 143;

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final Path data;
    private final List<String> settings = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<WallClock> clock = Optional.empty();
    private Optional<ChildProcess> process = Optional.empty();
    private Optional<URI> page = Optional.empty();

    /** What its page server says. */
    public record Answer(int status, String text) {}

    /**
     * @param folder of its data, its output and the logs that it follows
     * @param settings such as {@code ring.max-bytes=64MiB}; they win over the usual ones of tests
     */
    public AgentProcess(Path folder, String... settings) throws IOException {
        this(folder, folder.resolve("data"), settings);
    }

    /** As above, with a data folder elsewhere, such as on a disk of its own. */
    public AgentProcess(Path folder, Path data, String... settings) throws IOException {
        this.folder = folder;
        this.data = data;
        Files.createDirectories(logs());
        set("page.listen=127.0.0.1:0", "logs.journald=false", "collect.systemd=false");
        set("logs.include=" + logs().toAbsolutePath() + "/*.log");
        set(settings);
    }

    /** Adds settings for the next {@link #start}, such as those of a hub. */
    public AgentProcess set(String... more) {
        settings.addAll(List.of(more));
        return this;
    }

    /** Adds the settings of a hub. */
    public AgentProcess of(HubProcess hub) {
        settings.addAll(hub.settingsForAgents());
        return this;
    }

    /** Lets it go by a wall clock of its own from the next {@link #start} on. */
    public AgentProcess by(WallClock own) {
        clock = Optional.of(own);
        return this;
    }

    /** Starts it and waits until it collects. */
    public AgentProcess start() throws IOException, InterruptedException {
        ChildProcess started = launch();
        var line = started.expect(text -> text.startsWith("page  "));
        var last = started.expect(text -> text.startsWith("hub   "));
        if (last.await(START_LIMIT).isEmpty()) {
            throw new IllegalStateException("the agent did not start; see " + started.log());
        }
        page = line.await(Duration.ZERO)
                .map(text -> URI.create(text.substring(6).strip()));
        return this;
    }

    /** Starts it without waiting, for a start that may fail. */
    public ChildProcess launch() throws IOException {
        if (process.isPresent() && process.get().isAlive()) {
            throw new IllegalStateException("the agent runs");
        }
        List<String> program = ChildProcess.command("agent", Checkout.home(), "edge-agent", "agent", arguments());
        List<String> command = clock.map(own -> own.command(program)).orElse(program);
        var started = ChildProcess.start("agent", command, folder.resolve("agent.log"));
        process = Optional.of(started);
        return started;
    }

    /** Asks to be told of the first line of its output from now on that meets {@code condition}. */
    public ChildProcess.Line expect(Predicate<String> condition) {
        return running().expect(condition);
    }

    /** Ends it with SIGKILL and waits until it is gone. */
    public void kill() throws IOException, InterruptedException {
        running().kill();
        running().awaitEnd();
        WallClock.forget(running());
    }

    /** Ends it with SIGTERM and waits; fails if it does not end in good order within half a minute. */
    public void stop() throws InterruptedException {
        int code = running().stop();
        WallClock.forget(running());
        if (code != TERMINATED) {
            throw new IllegalStateException("the agent ended with " + code);
        }
    }

    /** Ends it when so many lines are in its ring: the batch of the open window comes with the end of the process. */
    public void collectAndStop(long lines, Duration limit) throws Exception {
        Eventually.until(
                "the ring has " + lines + " lines",
                limit,
                () -> account().collected().lines() == lines);
        stop();
    }

    /** Lets it deliver what it closed, and ends it; again if the last receipt came too late. */
    public void deliverAndStop(Duration limit) throws Exception {
        for (int i = 0; i < 5; i++) {
            Eventually.until(
                    "the hub answered, and the outbox is empty",
                    limit,
                    () -> metric("skerry_hub_last_contact_timestamp_seconds") > 0
                            && metric("skerry_outbox_bytes") == 0);
            stop();
            if (account().held().total() == 0) {
                return;
            }
            start();
        }
    }

    /** Holds it with SIGSTOP. */
    public void freeze() throws IOException, InterruptedException {
        running().freeze();
    }

    /** Lets it go on after {@link #freeze}. */
    public void thaw() throws IOException, InterruptedException {
        running().thaw();
    }

    public boolean isAlive() {
        return process.isPresent() && process.get().isAlive();
    }

    public long pid() {
        return running().pid();
    }

    /** What it printed since the first start. */
    public String output() throws IOException {
        return Files.readString(folder.resolve("agent.log"));
    }

    public Path data() {
        return data;
    }

    /** The folder whose {@code *.log} it follows. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** Its identity, made if it has none. */
    public AgentIdentity identity() throws IOException {
        return DataFolder.open(data).identity(new SecureRandom());
    }

    /** Asks its page server, such as for {@code /readyz}. */
    public Answer get(String path) throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(page.orElseThrow().resolve(path))
                        .timeout(ANSWER_LIMIT)
                        .build(),
                BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }

    /** The sum of one series on its {@code /metrics}, or of all with a label if {@code name} ends in one; 0 for none. */
    public double metric(String name) throws IOException, InterruptedException {
        return get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Where every record is, by {@code skerry-agent query account}. */
    public RecordAccount account() throws IOException, InterruptedException {
        JsonNode account = AgentCommand.run("query", "account", "--json", "--data", data.toString())
                .json();
        return RecordAccount.of(account);
    }

    private List<String> arguments() {
        var arguments = new ArrayList<>(List.of("run", "--data", data.toString()));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments;
    }

    private ChildProcess running() {
        return process.orElseThrow(() -> new IllegalStateException("the agent was not started"));
    }

    @Override
    public void close() {
        client.close();
        process.ifPresent(ended -> {
            ended.close();
            WallClock.forget(ended);
        });
    }
}
