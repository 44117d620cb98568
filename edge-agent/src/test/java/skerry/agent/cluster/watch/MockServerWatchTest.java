package skerry.agent.cluster.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.agent.cluster.FakeApiServer;
import skerry.platform.time.MonotonicClock;

/**
 * Against fabric8's mock server, which answers as it is told: what it keeps by itself it shows over WebSockets alone, without
 * pages and without 410.
 */
class MockServerWatchTest {
    private static final String LIST = "/api/v1/pods?limit=250";
    private static final String GROUP = "/apis/k3s.cattle.io/v1";
    private static final String ADDONS_PATH = GROUP + "/addons";
    private static final String ADDONS = ADDONS_PATH + "?limit=250";

    private final KubernetesMockServer server = new KubernetesMockServer(false);
    private final SeenObjects seen = new SeenObjects();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> token = new AtomicReference<>("good");
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::follow);

    @SuppressWarnings("NullAway.Init")
    private KindWatch watch;

    @BeforeEach
    void start() {
        server.init();
        watch = watch(WatchedPath.of("v1", "pods"));
    }

    private KindWatch watch(WatchedPath path) {
        return new KindWatch(
                path,
                seen,
                new KindWatch.Shared(
                        FakeApiServer.access(server.getPort(), () -> Optional.of(token.get())),
                        "Skerry/test",
                        MonotonicClock.SYSTEM,
                        new SplittableRandom(7),
                        pause -> {
                            pauses.add(pause);
                            Thread.sleep(5);
                        },
                        Duration.ofSeconds(2),
                        new Semaphore(1),
                        new Said()));
    }

    @AfterEach
    void end() throws InterruptedException {
        thread.interrupt();
        watch.close();
        thread.join();
        server.destroy();
    }

    @Test
    void listsByPagesWatchesAndListsAnewWhenItsPlaceIsForgotten() throws InterruptedException {
        once(LIST, 200, list("7", "next-1", pod("a", 3)));
        once(LIST + "&continue=next-1", 200, list("7", "", pod("b", 4)));
        once(watchFrom("7"), 200, change("ADDED", pod("c", 8)) + change("DELETED", pod("b", 9)));
        once(watchFrom("9"), 200, change("BOOKMARK", pod("", 12)));
        once(watchFrom("12"), 200, "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410}}\n");
        once(LIST, 200, list("20", "", pod("c", 8)));
        once(watchFrom("20"), 200, change("ADDED", pod("d", 21)));
        thread.start();

        seen.awaitNames("c", "d");
        assertThat(watch.status().lists()).isEqualTo(2);
    }

    @Test
    void goesOnFromTheLastVersionAfterFaultsOfTheServer() throws InterruptedException {
        once(LIST, 500, "{}");
        once(LIST, 429, "{}");
        once(LIST, 200, list("7", "", pod("a", 3)));
        once(watchFrom("7"), 503, "{}");
        once(watchFrom("7"), 200, change("ADDED", pod("b", 8)) + "{\"type\":\"MODI");
        once(watchFrom("8"), 401, "{}");
        once(watchFrom("8"), 200, change("MODIFIED", pod("a", 9)) + change("ADDED", pod("c", 10)));
        thread.start();

        seen.awaitNames("a", "b", "c");
        assertThat(watch.status().lists()).isEqualTo(1);
        assertThat(watch.status().failures()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void aRightThatIsGivenLaterIsFound() throws InterruptedException {
        once(LIST, 403, "{\"kind\":\"Status\",\"message\":\"pods is forbidden\"}");
        once(LIST, 403, "{\"kind\":\"Status\",\"message\":\"pods is forbidden\"}");
        once(LIST, 200, list("7", "", pod("a", 3)));
        thread.start();

        seen.awaitNames("a");
        seen.await(() -> watch.status().lists() == 1);
        assertThat(watch.status().lists()).isEqualTo(1);
    }

    @Test
    void aKindThatTheServerDoesNotHaveIsNoFaultAndIsFoundWhenItComesAndForgottenWhenItGoes()
            throws InterruptedException {
        optional();
        once(ADDONS, 404, "404 page not found");
        once(ADDONS, 404, "404 page not found");
        once(ADDONS, 200, list("7", "", pod("a", 3)));
        once(watchFrom(ADDONS_PATH, "7"), 200, change("ADDED", pod("b", 8)));
        once(watchFrom(ADDONS_PATH, "8"), 404, "404 page not found");
        once(ADDONS, 404, "404 page not found");
        once(ADDONS, 200, list("3", "", pod("c", 2)));
        thread.start();

        seen.awaitNames("c");
        seen.await(() -> watch.status().lists() == 2);
        assertThat(watch.status().lists()).isEqualTo(2);
        assertThat(watch.status().failures()).isZero();
    }

    @Test
    void whatWasKnownOfAKindGoesWithIt() throws InterruptedException {
        optional();
        once(ADDONS, 200, list("7", "", pod("a", 3), pod("b", 4)));
        once(watchFrom(ADDONS_PATH, "7"), 404, "404 page not found");
        server.expect()
                .get()
                .withPath(ADDONS)
                .andReturn(404, "404 page not found")
                .always();
        thread.start();

        seen.await(() -> seen.puts() == 2 && seen.names().isEmpty());
        assertThat(seen.puts()).isEqualTo(2);
        assertThat(seen.names()).isEmpty();
    }

    @Test
    void whoMayNotReadAKindThatIsNotThereLacksNothing() throws InterruptedException {
        optional();
        server.expect().get().withPath(ADDONS).andReturn(403, "{}").always();
        once(GROUP, 404, "{}");
        server.expect()
                .get()
                .withPath(GROUP)
                .andReturn(200, resources("listeners"))
                .always();
        thread.start();

        seen.await(() -> pauses.size() >= 3);
        assertThat(watch.status().failures()).isZero();
        assertThat(watch.status().isAbsent()).isTrue();
    }

    @Test
    void whoMayNotReadAKindThatIsThereIsToldSo() throws InterruptedException {
        optional();
        server.expect().get().withPath(ADDONS).andReturn(403, "{}").always();
        server.expect()
                .get()
                .withPath(GROUP)
                .andReturn(200, resources("addons"))
                .always();
        thread.start();

        seen.await(() -> watch.status().isRefused());
        assertThat(watch.status().isAbsent()).isFalse();
        assertThat(watch.status().trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("403"));
    }

    private static String resources(String name) {
        return "{\"kind\":\"APIResourceList\",\"resources\":[{\"name\":\"" + name + "\"}]}";
    }

    @Test
    void aKindThatIsNotThereIsAskedForAfterPausesThatGrowToAFewMinutes() throws InterruptedException {
        optional();
        server.expect().get().withPath(ADDONS).andReturn(404, "{}").always();
        thread.start();

        seen.await(() -> pauses.size() >= 8);
        assertThat(pauses.getFirst()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
        assertThat(List.copyOf(pauses).subList(5, 8))
                .allMatch(pause ->
                        pause.compareTo(Duration.ofSeconds(150)) >= 0 && pause.compareTo(Duration.ofMinutes(5)) <= 0);
        assertThat(watch.status().failures()).isZero();
        assertThat(watch.status().isAbsent()).isTrue();
    }

    /** Follows a kind that a server has only where somebody added it. */
    private void optional() {
        watch = watch(WatchedPath.of("k3s.cattle.io/v1", "addons").asOptional());
    }

    private void follow() {
        watch.run();
    }

    private void once(String path, int status, String body) {
        server.expect().get().withPath(path).andReturn(status, body).once();
    }

    private static String watchFrom(String version) {
        return watchFrom("/api/v1/pods", version);
    }

    private static String watchFrom(String path, String version) {
        return path + "?watch=1&allowWatchBookmarks=true&timeoutSeconds=2&resourceVersion=" + version;
    }

    private static String list(String version, String next, String... items) {
        return "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"" + version + "\",\"continue\":\"" + next
                + "\"},\"items\":[" + String.join(",", items) + "]}";
    }

    private static String change(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    private static String pod(String name, int version) {
        return "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"shop\",\"resourceVersion\":\"" + version
                + "\"}}";
    }
}
