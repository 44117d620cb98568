package skerry.agent.collect.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import skerry.platform.net.HostPort;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.series.Labels;

class ScrapingIT {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ScrapeTally tally = new ScrapeTally();

    @Test
    void aTargetThatHangsCostsTheOthersNothing() throws Exception {
        var scraped = new CountDownLatch(3);
        // It takes connections, since the system does that for it, and never reads.
        try (var hanging = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                var good = MetricsServer.plain()) {
            good.answers("a 1\n");
            var targets = new ListedTargets(List.of(
                    target("hanging", "http://127.0.0.1:" + hanging.getLocalPort() + "/", SHORT.multipliedBy(2), SHORT),
                    target("stuck", "http://127.0.0.1:" + hanging.getLocalPort() + "/stuck", LONG, LONG),
                    target("good", good.url(), SHORT, SHORT)));
            ScrapeIntake intake = (_, _, samples) -> samples.accept((family, _, _) -> {
                if (family.name().equals("a")) {
                    scraped.countDown();
                }
            });
            try (var scraping = scraping(targets, intake)) {
                scraping.start();
                assertThat(scraped.await(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void targetsThatComeAreScrapedAndThoseThatGoAreNotLookedAtAnyMore() throws Exception {
        try (var server = MetricsServer.plain()) {
            Target first = target("first", server.url(), SHORT, SHORT);
            Target second = target("second", server.url(), SHORT, SHORT);
            var present = new AtomicReference<>(List.of(first));
            var secondScraped = new CountDownLatch(1);
            ScrapeIntake intake = (_, _, samples) -> samples.accept((_, labels, _) -> {
                if (labels.get("job").equals("second")) {
                    secondScraped.countDown();
                } else {
                    present.set(List.of(second));
                }
            });
            try (var scraping = scraping(present::get, intake)) {
                scraping.start();
                assertThat(secondScraped.await(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(tally.states()).extracting(TargetState::name).containsExactly("second/here");
        }
    }

    @Test
    void targetsAreSpreadOverTheIntervalAndKeepTheirMomentAfterARestart() {
        var moments = new HashSet<Long>();
        for (int i = 0; i < 50; i++) {
            Target one = target("job-" + i, "http://127.0.0.1:9100/metrics", LONG, LONG);
            long first = 1_000_000 + Scraping.untilFirst(one, 1_000_000);
            long later = 7_654_321 + Scraping.untilFirst(one, 7_654_321);
            assertThat(Math.floorMod(first - later, LONG.toMillis())).isZero();
            moments.add(Math.floorMod(first, LONG.toMillis()) / 3_000);
        }
        assertThat(moments).as("tenths of the interval").hasSizeGreaterThan(7);
    }

    private Scraping scraping(TargetSource source, ScrapeIntake intake) {
        return new Scraping(source, intake, tally, "Skerry/test", InstantSource.system(), MonotonicClock.SYSTEM);
    }

    private static Target target(String job, String url, Duration interval, Duration timeout) {
        URI uri = URI.create(url);
        return new Target(
                new ScrapeJob(
                        job,
                        interval,
                        timeout,
                        false,
                        true,
                        new Login.None(),
                        TlsFiles.NONE,
                        ScrapeJob.Bounds.USUAL,
                        Relabeling.NONE),
                new HostPort(uri.getHost(), uri.getPort()),
                uri,
                Labels.of("job", job, "instance", "here"));
    }
}
