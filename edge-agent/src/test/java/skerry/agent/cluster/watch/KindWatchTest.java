package skerry.agent.cluster.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skerry.agent.cluster.FakeApiServer;
import skerry.agent.cluster.api.ApiAccess;
import skerry.faults.TcpProxy;
import skerry.platform.time.MonotonicClock;

class KindWatchTest {
    private static final String PODS = "/api/v1/pods";
    private static final String NODES = "/api/v1/nodes";

    private final FakeApiServer server = new FakeApiServer();
    private final SeenObjects seen = new SeenObjects();
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore lists = new Semaphore(1);
    private final List<KindWatch> watches = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        watches.forEach(KindWatch::close);
        for (Thread thread : threads) {
            thread.join();
        }
        server.close();
    }

    @Test
    void listsInPagesThenFollowsWhatChanges() throws InterruptedException {
        for (int i = 0; i < 600; i++) {
            server.put(PODS, pod("p" + i));
        }
        KindWatch watch = follow(server.access(Optional.empty()));

        seen.await(() -> seen.names().size() == 600);
        assertThat(server.asked(PODS, "limit=250")).isEqualTo(3);
        server.put(PODS, pod("new"));
        server.delete(PODS, "shop", "p7");
        seen.await(() -> seen.names().contains("new") && !seen.names().contains("p7"));

        assertThat(seen.names()).hasSize(600).contains("new").doesNotContain("p7");
        assertThat(watch.status().lists()).isEqualTo(1);
        assertThat(watch.status().isFresh(MonotonicClock.SYSTEM.millis(), 60_000))
                .isTrue();
    }

    @Test
    void goesOnWhereItWasWhenTheServerIsKilledAndComesBack() throws InterruptedException {
        server.put(PODS, pod("a"));
        server.put(PODS, pod("b"));
        KindWatch watch = follow(server.access(Optional.empty()));
        seen.awaitNames("a", "b");

        server.kill();
        server.delete(PODS, "shop", "a");
        server.put(PODS, pod("c"));
        seen.await(() -> watch.status()
                .trouble()
                .filter(why -> why.endsWith("nobody listens there"))
                .isPresent());
        assertThat(watch.status().trouble())
                .hasValueSatisfying(why -> assertThat(why).endsWith("nobody listens there"));
        server.start();

        seen.awaitNames("b", "c");
        assertThat(watch.status().lists()).as("nothing was read twice").isEqualTo(1);
        assertThat(seen.puts()).isEqualTo(3);
        seen.await(() -> watch.status().trouble().isEmpty());
        assertThat(watch.status().trouble()).isEmpty();
    }

    @Test
    void whatWasDeletedUnseenVanishesWhenTheServerForgotTheChange() throws InterruptedException {
        vanishesAfterCompaction(false);
    }

    @Test
    void whatWasDeletedUnseenVanishesWhenTheServerSaysSoInTheStream() throws InterruptedException {
        vanishesAfterCompaction(true);
    }

    private void vanishesAfterCompaction(boolean inStream) throws InterruptedException {
        server.tellGoneInStream(inStream);
        server.put(PODS, pod("a"));
        server.put(PODS, pod("b"));
        KindWatch watch = follow(server.access(Optional.empty()));
        seen.awaitNames("a", "b");

        server.kill();
        server.delete(PODS, "shop", "a");
        server.compact();
        server.start();

        seen.awaitNames("b");
        seen.await(() -> watch.status().lists() == 2);
        assertThat(watch.status().lists()).isEqualTo(2);
        server.put(PODS, pod("c"));
        seen.awaitNames("b", "c");
    }

    @Test
    void aBookmarkIsWhereItGoesOn() throws InterruptedException {
        server.put(PODS, pod("a"));
        KindWatch watch = follow(server.access(Optional.empty()));
        seen.await(() -> server.asked(PODS, "resourceVersion=101") > 0);

        server.put(NODES, FakeApiServer.object("", "n1"));
        server.bookmark(PODS);
        seen.await(() -> server.asked(PODS, "resourceVersion=102") > 0);

        assertThat(server.asked(PODS, "resourceVersion=102")).isPositive();
        assertThat(watch.status().lists()).isEqualTo(1);
        seen.awaitNames("a");
    }

    @Test
    void aKindThatMayNotBeReadIsTriedSlowlyAndCostsNoOther() throws InterruptedException {
        server.put(PODS, pod("a"));
        server.put(NODES, FakeApiServer.object("", "n1"));
        server.refuse(NODES, 403);
        var seenNodes = new SeenObjects();
        KindWatch nodes = follow(WatchedPath.of("v1", "nodes"), seenNodes, server.access(Optional.empty()));
        follow(server.access(Optional.empty()));

        seen.awaitNames("a");
        seen.await(() -> !pauses.isEmpty());
        assertThat(pauses.getFirst()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
        assertThat(nodes.status().isRefused()).isTrue();
        assertThat(nodes.status().trouble()).contains("the API server answers with status 403: said with 403");
        assertThat(seenNodes.names()).isEmpty();

        server.refuse(NODES, 0);
        seenNodes.awaitNames("n1");
        seenNodes.await(() -> !nodes.status().isRefused());
        assertThat(nodes.status().isRefused()).isFalse();
    }

    @Test
    void aTokenThatExpiredIsReadAnew() throws InterruptedException {
        var token = new AtomicReference<>("old");
        server.token("old");
        server.put(PODS, pod("a"));
        KindWatch watch = follow(FakeApiServer.access(server.port(), () -> Optional.of(token.get())));
        seen.awaitNames("a");

        server.kill();
        server.token("new");
        server.put(PODS, pod("b"));
        server.start();
        seen.await(() ->
                watch.status().trouble().filter(why -> why.contains("401")).isPresent());
        assertThat(watch.status().trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("401"));
        token.set("new");

        seen.awaitNames("a", "b");
        assertThat(watch.status().lists()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsDeadWithoutAWordIsGivenUp() throws Exception {
        server.put(PODS, pod("a"));
        try (var network = new TcpProxy("127.0.0.1", server.port(), 1)) {
            KindWatch watch = follow(FakeApiServer.access(network.port(), Optional::empty));
            seen.awaitNames("a");

            network.stall(true);
            server.put(PODS, pod("b"));
            seen.await(() -> watch.status().trouble().isPresent());
            assertThat(watch.status().trouble())
                    .hasValueSatisfying(why -> assertThat(why).endsWith("does not answer in time"));
            network.cut();
            network.heal();

            seen.awaitNames("a", "b");
        }
    }

    @Test
    void aListWhosePagesExpireBeginsAgain() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            server.put(PODS, pod("p" + i));
        }
        server.expirePages(2);
        KindWatch watch = follow(server.access(Optional.empty()));

        seen.await(() -> watch.status().lists() == 1);
        assertThat(seen.names()).hasSize(300);
    }

    @Test
    void aServerThatWasSetBackIsListedAnew() throws InterruptedException {
        server.put(PODS, pod("a"));
        follow(server.access(Optional.empty()));
        seen.awaitNames("a");

        server.kill();
        server.setBack();
        server.put(PODS, pod("older"));
        server.start();

        seen.awaitNames("older");
    }

    @Test
    void anAnswerThatEndsInItsMidstIsSaidAndWhatWasKnownStays() throws InterruptedException {
        server.put(PODS, pod("a"));
        server.put(PODS, pod("b"));
        server.garble(PODS);
        KindWatch watch = follow(server.access(Optional.empty()));

        seen.await(() -> watch.status().failures() > 2);
        assertThat(watch.status().trouble()).contains("the API server sends what is no JSON, or beyond all bounds");
        assertThat(watch.status().lists()).isZero();
        assertThat(watch.status().isFresh(MonotonicClock.SYSTEM.millis(), Long.MAX_VALUE))
                .isFalse();
    }

    @Test
    void anObjectWithoutBoundIsNotReadToItsEnd() throws InterruptedException {
        ObjectNode huge = pod("huge");
        ArrayNode skipped = ((ObjectNode) huge.path("metadata")).putArray("managedFields");
        for (int i = 0; i < 5_000; i++) {
            skipped.add("x".repeat(1_000));
        }
        server.put(PODS, huge);
        KindWatch watch = follow(server.access(Optional.empty()));

        seen.await(() -> watch.status().trouble().isPresent());
        assertThat(watch.status().trouble())
                .hasValueSatisfying(
                        why -> assertThat(why).endsWith("sends more at once than the agent has memory for"));
        assertThat(seen.names()).isEmpty();
    }

    @Test
    void pausesGrowAndAreNotAlike() throws InterruptedException {
        server.kill();
        follow(server.access(Optional.empty()));

        seen.await(() -> pauses.size() > 20);
        List<Duration> all = List.copyOf(pauses);
        assertThat(all.getFirst()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(all.get(15)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        assertThat(all.subList(10, 20)).doesNotHaveDuplicates();
        server.start();
    }

    private static ObjectNode pod(String name) {
        return FakeApiServer.object("shop", name);
    }

    private KindWatch follow(ApiAccess access) {
        return follow(WatchedPath.of("v1", "pods"), seen, access);
    }

    private KindWatch follow(WatchedPath path, ObjectIntake intake, ApiAccess access) {
        var watch = new KindWatch(
                path,
                intake,
                new KindWatch.Shared(
                        access,
                        "Skerry/test",
                        MonotonicClock.SYSTEM,
                        new SplittableRandom(7),
                        this::pause,
                        Duration.ofSeconds(2),
                        lists,
                        new Said()));
        watches.add(watch);
        threads.add(Thread.ofPlatform().daemon().start(watch));
        return watch;
    }

    /** Notes how long it should be, and does not take it. */
    private void pause(Duration time) throws InterruptedException {
        pauses.add(time);
        Thread.sleep(5);
    }
}
