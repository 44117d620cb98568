package skerry.agent.collect.targets;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import skerry.agent.collect.SampleSink;
import skerry.platform.net.HostPort;
import skerry.protocol.series.Labels;

/** Scrapes one target when it is told, on the calling thread unless told otherwise, and shows what came of it. */
final class ScrapeBench {
    static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    static final ScrapeJob.Bounds BOUNDS = new ScrapeJob.Bounds(10_000, 100, 8, 60);

    final List<Map<String, Double>> rounds = new CopyOnWriteArrayList<>();
    final ScrapeTally tally = new ScrapeTally();
    final AtomicLong mono = new AtomicLong(1_000);

    Labels more = Labels.NONE;
    Duration timeout = Duration.ofSeconds(10);
    boolean honorLabels;
    boolean honorTimestamps = true;
    Login login = new Login.None();
    TlsFiles tls = TlsFiles.NONE;
    ScrapeJob.Bounds bounds = BOUNDS;
    Relabeling relabeling = Relabeling.NONE;

    private final ScrapeIntake intake = (_, _, samples) -> {
        var round = new TreeMap<String, Double>();
        SampleSink sink = (family, labels, value) -> round.put(family.name() + labels, value);
        samples.accept(sink);
        rounds.add(round);
    };

    Target target(String url) {
        var job = new ScrapeJob(
                "app", Duration.ofSeconds(15), timeout, honorLabels, honorTimestamps, login, tls, bounds, relabeling);
        URI uri = URI.create(url);
        var labels = more.with("job", "app").with("instance", "here");
        return new Target(job, new HostPort(uri.getHost(), uri.getPort()), uri, labels);
    }

    TargetWatch watch(String url) {
        return watch(url, new SeriesRoom());
    }

    TargetWatch watch(String url, SeriesRoom room) {
        var context = new TargetContext(
                intake,
                tally,
                new TlsContexts(),
                new SharedRoom(1 << 20),
                new SharedRoom(1 << 20),
                room,
                "Skerry/test",
                () -> NOON,
                mono::get);
        return new TargetWatch(target(url), context, mono.get());
    }

    /** Scrapes once. */
    Map<String, Double> scrape(TargetWatch watch) {
        pass(watch, Runnable::run);
        mono.addAndGet(15_000);
        return rounds.getLast();
    }

    Map<String, Double> scrape(String url) {
        return scrape(watch(url));
    }

    void pass(TargetWatch watch, Executor threads) {
        watch.pass(mono.get(), threads);
    }

    /** Why scrapes failed, as {@code connect=2}. */
    String failed() {
        var words = new StringBuilder();
        tally.eachFailed((key, count) ->
                words.append(key.cause()).append('=').append(count).append(' '));
        return words.toString().strip();
    }

    String dropped() {
        var words = new StringBuilder();
        tally.eachDropped((key, count) ->
                words.append(key.cause()).append('=').append(count).append(' '));
        return words.toString().strip();
    }

    static String labelled(String name) {
        return name + "{instance=\"here\",job=\"app\"}";
    }
}
