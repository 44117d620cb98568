package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.blackbox.BlackBox;
import skerry.agent.blackbox.BlackBoxSettings;
import skerry.agent.blackbox.Crash;
import skerry.agent.blackbox.CrashWatch;
import skerry.agent.cli.BlackboxCommand;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.file.SourceNaming;
import skerry.agent.collect.logs.pods.ContainerEnd;
import skerry.agent.collect.logs.pods.PodLook;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.ring.LineFilter;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Outbox;
import skerry.agent.ring.Ring;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.RingSettings;
import skerry.agent.ring.StoredBox;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;

/** Black boxes in a real ring, through kills, damage and eviction. */
class BlackBoxTest {
    private static final MetricFamily LOAD = MetricFamily.gauge("node_load1", "Load.");
    private static final String ROOT = "/var/log/pods/shop_";

    @TempDir
    private Path folder;

    private final AgentIdentity identity = AgentIdentity.generate(new SecureRandom());
    private long wall = Instant.parse("2026-11-26T10:00:00Z").toEpochMilli();
    private long mono = 1_000_000;

    @Test
    void whatWasRecordedBeforeARestartIsKeptAndTold() throws Exception {
        try (var life = new Life()) {
            life.line("cart", 0, "long before");
            pass(600);
            life.line("other", 0, "of another pod");
            life.load(7);
            life.line("cart", 0, "about to fail");
            pass(30);
            life.line("cart", 1, "started again");
            life.settle();

            assertThat(life.crashes()).singleElement().satisfies(crash -> {
                assertThat(crash.subject()).isEqualTo("container web of shop/cart");
                assertThat(crash.reason()).isEqualTo(Crash.RESTARTED);
                assertThat(crash.restart()).isZero();
                assertThat(crash.content().orElseThrow().lines()).isEqualTo(2);
                assertThat(crash.content().orElseThrow().series()).isEqualTo(1);
            });
            assertThat(life.told())
                    .singleElement()
                    .satisfies(event -> assertThat(event.attributes())
                            .containsEntry("pod", "cart")
                            .containsEntry("namespace", "shop")
                            .containsEntry("container", "web")
                            .containsEntry("reason", "Restarted"));
            assertThat(life.ring.account().orElseThrow().balances()).isTrue();
        }
        assertThat(command("list")).contains("container web of shop/cart", "2 lines, 0 events, 1 series");
        assertThat(command("show", "1"))
                .contains("web/0 stdout  about to fail", "web/1 stdout  started again", "node_load1{}  1 values, 7.0")
                .doesNotContain("of another pod", "long before");
        assertThat(command("show", "1", "--json").lines()).hasSize(4).allMatch(line -> line.startsWith("{"));
    }

    @Test
    void theWordOfABoxTravelsInABatchOfEvents() throws Exception {
        try (var life = new Life()) {
            life.crash("cart");
            pass(60);
            life.recorder.tick();
            Outbox outbox = life.ring.outbox();
            var sent = new ArrayList<Event>();
            for (Outbox.Entry entry : outbox.pending(Stream.EVENTS, 0, 100)) {
                Batch batch = BatchCodec.decode(outbox.load(entry.key()).orElseThrow());
                sent.addAll(EventCodec.decode(batch.header(), batch.payload()));
            }

            assertThat(sent.stream().map(Event::type)).containsOnlyOnce("blackbox");
        }
    }

    @Test
    void aKillBeforeTheBoxIsFilledLeavesItToTheNextStartAndNoneIsMadeTwice() throws Exception {
        try (var life = new Life()) {
            life.line("cart", 0, "about to fail");
            life.line("cart", 1, "started again");
            life.ring.commit();
        }
        try (var life = new Life()) {
            assertThat(life.crashes())
                    .singleElement()
                    .satisfies(crash -> assertThat(crash.content()).isEmpty());
            life.line("cart", 1, "goes on");
            life.box.round();
            assertThat(life.crashes().getFirst().content())
                    .as("it waits for what the cluster tells again")
                    .isEmpty();
            life.box.ended(new ContainerEnd("shop", "cart", "web", 0, "Error", 2, wall));
            life.settle();
            assertThat(life.crashes()).singleElement().satisfies(crash -> {
                assertThat(crash.content().orElseThrow().lines()).isEqualTo(3);
                assertThat(crash.how()).isEqualTo("Error, exit code 2");
            });
            assertThat(life.told()).hasSize(1);
        }
        try (var life = new Life()) {
            life.settle();
            assertThat(life.crashes()).hasSize(1);
            assertThat(life.told()).hasSize(1);
        }
    }

    @Test
    void aCrashWhileTheAgentWasDownIsSeenByTheStoredPlaces() throws Exception {
        try (var life = new Life()) {
            life.line("cart", 0, "about to fail");
            life.line("old", 4, "restarted long ago");
            life.ring.commit();
        }
        try (var life = new Life()) {
            life.line("old", 4, "still the same");
            life.line("cart", 1, "started again");
            life.settle();
            assertThat(life.crashes()).extracting(Crash::pod).containsExactly("cart");
        }
    }

    @Test
    void aPodThatIsSeenForTheFirstTimeOrWhoseLogIsOldIsNoCrash() throws Exception {
        try (var life = new Life()) {
            life.line("cart", 7, "first seen");
            life.line("pay", 0, "first seen");
            life.line("pay", 1, "an hour ago", wall - 3_600_000);
            life.settle();
            assertThat(life.crashes()).isEmpty();
        }
    }

    @Test
    void whatTheClusterKnowsIsPutToWhatTheLogShows() throws Exception {
        try (var life = new Life()) {
            life.line("cart", 0, "about to fail");
            life.line("cart", 1, "started again");
            life.box.ended(new ContainerEnd("shop", "cart", "web", 0, "OOMKilled", 137, wall));
            life.line("job", 0, "done");
            life.box.ended(new ContainerEnd("shop", "job", "web", 0, "Completed", 0, wall));
            life.line("job", 1, "next");
            life.box.ended(new ContainerEnd("shop", "elsewhere", "web", 0, "Error", 1, wall));
            life.box.ended(new ContainerEnd("shop", "job", "", -1, "Evicted", -1, 0));
            life.settle();

            assertThat(life.crashes())
                    .extracting(Crash::subject, Crash::how)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "container web of shop/cart", "OOMKilled, exit code 137"),
                            org.assertj.core.groups.Tuple.tuple("pod shop/job", "Evicted"));
        }
    }

    @Test
    void aCrashOfAPodOfThisMachineHasABoxAlthoughNothingOfItWasRead() throws Exception {
        try (var life = new Life()) {
            life.box.endedHere(new ContainerEnd("shop", "mute", "web", 0, "Error", 1, wall));
            life.box.endedHere(new ContainerEnd("shop", "job", "web", 0, "Completed", 0, wall));
            life.settle();

            assertThat(life.crashes()).extracting(Crash::subject).containsExactly("container web of shop/mute");
        }
    }

    @Test
    void aWordThatItEndedWellWithdrawsABoxThatIsNotFilled() throws Exception {
        try (var life = new Life()) {
            life.line("job", 0, "done");
            life.line("job", 1, "next");
            life.box.ended(new ContainerEnd("shop", "job", "web", 0, "Completed", 0, wall));
            life.settle();
            assertThat(life.crashes()).isEmpty();
        }
    }

    @Test
    void theKernelsCountOfOomKillsIsACrashOnceItGrows() throws Exception {
        Labels web = Labels.of("namespace", "shop", "pod", "cart", "container", "web");
        try (var life = new Life()) {
            life.line("cart", 0, "eats");
            life.box.oomKills(web, 3);
            life.box.oomKills(web, 3);
            life.settle();
            assertThat(life.crashes()).isEmpty();
            life.box.oomKills(web, 4);
            life.settle();
            assertThat(life.crashes()).extracting(Crash::reason).containsExactly("OOMKilled");
        }
    }

    @Test
    void oneThatCrashesAllTheTimeDoesNotPushTheOthersOut() throws Exception {
        try (var life = new Life()) {
            life.crash("cart");
            life.line("loop", 0, "fails");
            for (int restart = 1; restart <= 60; restart++) {
                pass(300);
                life.line("loop", restart, "fails");
                life.settle();
            }
            life.settle();
            assertThat(life.crashes())
                    .filteredOn(crash -> crash.pod().equals("loop"))
                    .hasSize(3);
            assertThat(life.crashes())
                    .filteredOn(crash -> crash.pod().equals("cart"))
                    .hasSize(1);
            assertThat(life.box.counts().heldBack()).isGreaterThan(40);
        }
    }

    @Test
    void theOldestBoxGivesWayAndIsCounted() throws Exception {
        try (var life = new Life(new BlackBoxSettings(Duration.ofMinutes(5), 4, 1 << 20))) {
            for (int i = 0; i < 6; i++) {
                life.crash("pod-" + (char) ('a' + i));
            }
            assertThat(life.crashes()).extracting(Crash::pod).containsExactly("pod-c", "pod-d", "pod-e", "pod-f");
            assertThat(life.box.counts().gaveWay()).isEqualTo(2);
        }
    }

    @Test
    void aDamagedBoxIsLeftOutAndTheOthersStay() throws Exception {
        try (var life = new Life()) {
            life.crash("cart");
            life.crash("pay");
        }
        try (var db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ring.db"));
                var change = db.createStatement()) {
            change.executeUpdate("UPDATE blackbox SET about = replace(about, 'cart', 'dart') WHERE id = 1");
        }
        assertThat(command("list")).contains("1  is damaged", "shop/pay");
        try (var life = new Life()) {
            life.settle();
            assertThat(life.crashes()).extracting(Crash::pod).containsExactly("pay");
        }
    }

    private void pass(int seconds) {
        wall += seconds * 1_000L;
        mono += seconds * 1_000L;
    }

    private String command(String... arguments) {
        var out = new ByteArrayOutputStream();
        var all = new ArrayList<>(List.of(arguments));
        all.add(1, "--data=" + folder);
        assertThat(BlackboxCommand.line(new PrintStream(out, true, StandardCharsets.UTF_8))
                        .execute(all.toArray(String[]::new)))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aBoxOutlivesTheRawDetailAndTheAccountDoesNotKnowIt() throws Exception {
        try (var life = new Life()) {
            life.crash("cart");
            long collected = life.ring.account().orElseThrow().collected().lines();
            assertThat(collected).isEqualTo(2);
            var noise = new java.util.Random(3);
            for (int i = 0; i < 3_000; i++) {
                var text = new StringBuilder();
                for (int j = 0; j < 300; j++) {
                    text.append(Long.toString(noise.nextLong(), 36)).append(' ');
                }
                life.line("other", 0, text.toString());
                if (i % 40 == 0) {
                    pass(60);
                    life.recorder.tick();
                }
            }
            life.settle();
            try (RingReader reader = RingReader.open(folder.resolve("ring.db"))) {
                var kept = new ArrayList<String>();
                reader.lines(
                        LineFilter.between(Long.MIN_VALUE, Long.MAX_VALUE),
                        0,
                        line -> kept.add(line.source().labels().get("pod")));
                assertThat(kept).isNotEmpty().doesNotContain("cart");
            }
            assertThat(life.ring.account().orElseThrow().balances()).isTrue();
            assertThat(life.ring.boxes())
                    .as("what an agent holds of its boxes")
                    .isNotEmpty()
                    .allMatch(stored -> stored.box().body().size() == 0);
        }
        assertThat(command("show", "1")).contains("cart fails");
    }

    /** The recording half of an agent from start to end, as short as a kill makes it. */
    private final class Life implements AutoCloseable {
        private final NodeClock clock =
                new NodeClock(() -> Instant.ofEpochMilli(wall), () -> mono, Bytes.of(new byte[16]));
        private final RingSettings ringSettings = RingSettings.of(folder.resolve("ring.db"), RingSettings.MIN_BYTES);
        private final Ring ring = Ring.open(
                ringSettings,
                identity.uid(),
                (InstantSource) () -> Instant.ofEpochMilli(wall),
                () -> mono,
                clock.bootId(),
                _ -> true);
        private final Recorder recorder;
        private final BlackBox box;
        private final CrashWatch watch;

        Life() {
            this(BlackBoxSettings.USUAL);
        }

        Life(BlackBoxSettings settings) {
            var redactor = PolicyRedactor.standard();
            recorder = TestRecorder.of(identity, ring, _ -> true, clock, ringSettings.commitBytes());
            recorder.resume();
            box = new BlackBox(
                    settings,
                    RingSettings.MIN_BYTES,
                    ring,
                    recorder::pin,
                    redactor::redact,
                    () -> new Moment(wall, mono));
            watch = new CrashWatch(box, PodLook.FOLLOWED, ring::load, recorder);
        }

        void line(String pod, int restart, String text) throws InterruptedException {
            line(pod, restart, text, wall);
        }

        void line(String pod, int restart, String text, long time) throws InterruptedException {
            var source = SourceNaming.of(Path.of(ROOT + pod + "_0a1b/web/" + restart + ".log"));
            watch.record(new LogRecord(source, time, "stdout", Severity.INFO, text, 1, false));
            watch.checkpoint(new Checkpoint(source.key() + "#7", "place"));
        }

        void load(double value) {
            recorder.samples(Instant.ofEpochMilli(wall), sink -> sink.add(LOAD, value));
        }

        void crash(String pod) throws InterruptedException {
            line(pod, 0, pod + " fails");
            pass(1);
            line(pod, 1, "started again");
            settle();
        }

        void settle() {
            ring.commit();
            pass(20);
            recorder.tick();
            box.round();
            ring.commit();
        }

        List<Crash> crashes() {
            return ring.boxes().stream()
                    .filter(StoredBox::intact)
                    .map(stored -> Crash.decode(stored.box().about()))
                    .flatMap(Optional::stream)
                    .toList();
        }

        List<Event> told() throws Exception {
            var told = new ArrayList<Event>();
            try (RingReader reader = RingReader.open(folder.resolve("ring.db"))) {
                reader.events(Long.MIN_VALUE, Long.MAX_VALUE, event -> {
                    if (event.type().equals("blackbox")) {
                        told.add(event);
                    }
                    return true;
                });
            }
            return told;
        }

        @Override
        public void close() {
            ring.close();
        }
    }
}
