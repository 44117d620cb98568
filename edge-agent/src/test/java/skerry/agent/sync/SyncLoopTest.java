package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.InMemoryOutbox;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.Limits;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.ControlCodec;

class SyncLoopTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final AtomicBoolean ringFails = new AtomicBoolean();
    private final InMemoryOutbox ring = new InMemoryOutbox(SessionBench.AGENT, new AtomicLong(1)::getAndIncrement);
    private final Road road = new Road();
    private final SyncLoop loop = new SyncLoop(
            now -> {
                if (ringFails.get()) {
                    throw new IllegalStateException("reading the ring: disk I/O error");
                }
                return new Session(
                        SessionSettings.DEFAULT,
                        SessionBench.AGENT,
                        ring,
                        new RecordWire(),
                        new NodePresence(
                                new NodePresence.Node(Bytes.of(new byte[16]), Bytes.of(new byte[16]), "test"),
                                () -> new WallReading(0, ClockQuality.UNKNOWN),
                                clock::get,
                                () -> LiveStatus.GOOD),
                        new SplittableRandom(1),
                        now);
            },
            road,
            ring,
            clock::get,
            InstantSource.fixed(NOON),
            HubWord.IGNORED);

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void itConnectsReportsItsStateAndEndsWithItsCarrier() throws Exception {
        loop.start();

        assertThat(laterCall()).isEqualTo("connect 1");
        road.inbox().put(new SessionInput.Connected(1, 100, Integer.MAX_VALUE));
        assertThat(List.of(road.next(), road.next(), road.next(), road.next()))
                .containsExactly("LIVE", "subscribe", "STATE", "HELLO");
        assertThat(loop.status().state()).isEqualTo(SessionState.HELLO);
        assertThat(loop.status().since()).isEqualTo(NOON);
        assertThat(loop.status().lastContact()).isEmpty();

        loop.close();

        assertThat(road.next()).isEqualTo("close");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("sync"));
    }

    @Test
    void aRingThatFailsIsSaidAndTheLoopGoesOnAfterARest() throws Exception {
        ringFails.set(true);
        loop.start();
        assertThat(road.next()).isEqualTo("disconnect");
        assertThat(loop.status().problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("disk I/O error"));

        ringFails.set(false);

        assertThat(laterCall()).isEqualTo("connect 1");
    }

    /** What the loop does next as time goes on. */
    private String laterCall() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            var call = road.poll(10);
            if (call.isPresent()) {
                return call.get();
            }
            clock.addAndGet(500);
            loop.batchesStored();
        }
        return "nothing";
    }

    @Test
    void theLargestLiveMessageFitsItsLimit() {
        var values = new HashMap<String, Double>();
        for (int i = 0; i < 100; i++) {
            values.put("value" + i, i / 7.0);
        }
        values.put("broken", Double.NaN);
        var presence = new NodePresence(
                new NodePresence.Node(Bytes.of(new byte[16]), Bytes.of(new byte[16]), "1.2.3"),
                () -> new WallReading(1, ClockQuality.NTP),
                clock::get,
                () -> new LiveStatus("x".repeat(5_000), values));
        ring.store(new BatchDraft(Stream.MINUTES, RecordCounts.NONE, 0, 0, List.of(), (key, startNo) -> new byte[1]));

        var live = presence.live(5, ring.heads(), 7);

        assertThat(live.status()).isEqualTo("look");
        assertThat(live.values()).hasSize(Limits.MAX_LIVE_VALUES);
        assertThat(ControlCodec.encode(live)).hasSizeLessThanOrEqualTo(Limits.MAX_LIVE_BYTES);
    }

    /** Notes what it is told to do. */
    private static final class Road implements Carrier {
        private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        private volatile Optional<Inbox> inbox = Optional.empty();

        String next() throws InterruptedException {
            return poll(10_000).orElse("nothing");
        }

        Optional<String> poll(long millis) throws InterruptedException {
            return Optional.ofNullable(calls.poll(millis, TimeUnit.MILLISECONDS));
        }

        Inbox inbox() {
            return inbox.orElseThrow();
        }

        @Override
        public void connect(long attempt, Bytes will, Inbox newInbox) {
            inbox = Optional.of(newInbox);
            calls.add("connect " + attempt);
        }

        @Override
        public void subscribe(long attempt) {
            calls.add("subscribe");
        }

        @Override
        public void publish(long attempt, Publication publication) {
            calls.add(publication.uplink().name());
        }

        @Override
        public void disconnect(long attempt) {
            calls.add("disconnect");
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
