package skerry.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.hub.FakeAgent;
import skerry.hub.ToldCluster;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.BatchLog.Arrival;
import skerry.hub.store.BatchLog.Outcome;
import skerry.hub.store.FleetStore.Retention;
import skerry.hub.store.LatestValues.Latest;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.ClockQuality;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.batch.Batch;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.LossCause;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.Sketch;

/** What every store keeps to, on whatever database. */
public abstract class FleetStoreContract {
    protected static final long DAY = 86_400_000;
    protected static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final long MINUTE = FakeAgent.MINUTE;

    /** The hub's clock. */
    protected final AtomicLong clock = new AtomicLong(NOON);

    private FleetStore store;
    private Decoder decoder;

    /** Opens the store of this test; what was stored before is there. */
    protected abstract FleetStore open() throws IOException;

    /** Makes the files of a store that is closed look as if the process had ended while it wrote a compacted day. */
    protected abstract void stopBeforeTheDayIsReplaced(long day) throws IOException;

    /** Makes them look as if it had ended between putting a compacted day in its place and noting that. */
    protected abstract void stopAfterTheDayIsReplaced(long day) throws IOException;

    /** Ends the process that uses the store, as a kill would, at this moment, and lets the next {@link #open} follow. */
    protected abstract void kill(FleetStore running) throws IOException;

    /** Leaves the files of a closed store as a process does that was stopped when it had begun to erase a pattern. */
    protected abstract void stopInAnErasure(long pattern) throws IOException;

    /** Whether any file of the running store holds these letters. */
    protected abstract boolean isInFiles(String text) throws IOException;

    @BeforeEach
    void start() throws IOException {
        reopen();
        store.registry().addSite(site("north"));
        store.registry().addSite(site("south"));
    }

    private void reopen() throws IOException {
        store = open();
        decoder = new Decoder(store, new IngestCounts(), _ -> {});
    }

    @AfterEach
    void end() {
        store.close();
    }

    private void restartCleanly() throws IOException {
        store.close();
        reopen();
    }

    private void crash() throws IOException {
        kill(store);
        reopen();
    }

    private static Site site(String id) {
        return new Site(
                id,
                "Site " + id,
                "coast",
                Optional.of(new Site.Coordinates(54.5, 10.1)),
                "harbour master",
                new Site.SiteContract("always-on", 120_000, 180_000),
                List.of("tide", "gauge"));
    }

    private FakeAgent enrol(int seed) {
        var agent = new FakeAgent(seed);
        store.registry().addAgent(agent.enrolledAt("north", "pi-" + seed));
        return agent;
    }

    private List<Outcome> append(Batch... batches) {
        return append(List.of(batches));
    }

    private List<Outcome> append(List<Batch> batches) {
        return store.batches()
                .append(batches.stream()
                        .map(batch -> new Arrival(batch, Road.MQTT, clock.get()))
                        .toList());
    }

    // ---- erasing

    private static final DictionaryChunk DOORS = new DictionaryChunk(
            List.of(),
            List.of(
                    new PatternTemplate(1, "door <*> opened by MARKED-TEXT", 0),
                    new PatternTemplate(2, "door <*> closed by nobody", 0),
                    new PatternTemplate(3, "door west opened by MARKED-OLDER", 1)));

    private static Summary doors(long start, long length) {
        return new Summary(
                new Window(start, length),
                List.of(),
                List.of(),
                List.of(
                        new PatternSummary(1, Map.of(Severity.INFO, 7L), "door 4 opened by MARKED-EXAMPLE", ""),
                        new PatternSummary(2, Map.of(Severity.INFO, 3L), "door 4 closed by nobody", "")));
    }

    private List<Batch> doorBatches(FakeAgent agent, long at) {
        return List.of(
                agent.plainDictionary(DOORS, at),
                agent.plainSummary(Kind.MINUTE, doors(at, FakeAgent.MINUTE), DOORS),
                agent.plainSummary(Kind.HOUR, doors(at, 60 * FakeAgent.MINUTE), DOORS));
    }

    private Map<Long, Long> doorLines() {
        var lines = new TreeMap<Long, Long>();
        store.history()
                .patterns(
                        NOON - 3_600_000,
                        NOON + 10 * 86_400_000L,
                        (hour, uid, pattern, counts) ->
                                lines.merge(pattern, Arrays.stream(counts).sum(), Long::sum));
        return lines;
    }

    private boolean anyMarkLeft() throws IOException {
        return isInFiles("MARKED")
                || store.patterns().find(1).orElseThrow().template().contains("MARKED")
                || store.patterns().find(3).orElseThrow().template().contains("MARKED")
                || !store.history().examples(1, 0, Long.MAX_VALUE / 2, 10).isEmpty();
    }

    @Test
    void erasedTextsAreInNoFileAndDoNotComeBackWhileCountsAndProofsStay() throws IOException, ProtocolException {
        FakeAgent agent = enrol(1);
        List<Batch> batches = doorBatches(agent, NOON);
        append(batches);
        decoder.drain();
        store.flush();
        assertThat(isInFiles("MARKED-TEXT")).isTrue();
        assertThat(isInFiles("MARKED-EXAMPLE")).isTrue();
        assertThat(doorLines()).isEqualTo(Map.of(1L, 7L, 2L, 3L));

        var outcome = store.erasures().erase(new Erasures.Erased(1, false, "kari", NOON));

        assertThat(outcome.patterns()).isEqualTo(2);
        assertThat(outcome.examples()).isEqualTo(1);
        assertThat(outcome.batches()).isEqualTo(4);
        assertThat(anyMarkLeft()).isFalse();
        assertThat(doorLines()).isEqualTo(Map.of(1L, 7L, 2L, 3L));
        assertThat(store.patterns().find(2).orElseThrow().template()).isEqualTo("door <*> closed by nobody");
        assertThat(store.history().examples(2, 0, Long.MAX_VALUE / 2, 10)).hasSize(1);
        assertThat(store.erasures().of(3).orElseThrow().by()).isEqualTo("kari");
        for (Batch batch : batches) {
            Batch left = BatchCodec.decode(
                    store.batches().bytes(batch.header().key()).orElseThrow());
            assertThat(left.headerBytes()).isEqualTo(batch.headerBytes());
            assertThat(left.signature()).isEqualTo(batch.signature());
            assertThat(left.payload()).isNotEqualTo(batch.payload());
            assertThat(append(batch)).containsExactly(new Outcome.Known());
        }

        FakeAgent other = enrol(2);
        clock.addAndGet(FakeAgent.MINUTE);
        append(doorBatches(other, NOON + FakeAgent.MINUTE).reversed()); // the summaries wait for the chunk
        decoder.drain();
        store.flush();
        assertThat(store.size()).satisfies(size -> {
            assertThat(size.undecoded() + size.waiting() + size.refused()).isZero();
        });
        assertThat(doorLines()).isEqualTo(Map.of(1L, 14L, 2L, 6L));
        assertThat(anyMarkLeft()).isFalse();

        crash();
        assertThat(anyMarkLeft()).isFalse();
        restartCleanly();
        clock.addAndGet(2 * 86_400_000L);
        store.compact(clock.get());
        assertThat(anyMarkLeft()).isFalse();
        assertThat(doorLines()).isEqualTo(Map.of(1L, 14L, 2L, 6L));
        assertThat(store.erasures().of(1)).isPresent();
        assertThat(store.erasures()
                        .erase(new Erasures.Erased(1, true, "ola", NOON))
                        .batches())
                .isZero();
        assertThat(store.erasures().of(1).orElseThrow().examplesOnly()).isFalse();
    }

    @Test
    void anErasureThatWasStoppedIsFinishedAtTheNextStart() throws IOException {
        append(doorBatches(enrol(1), NOON));
        decoder.drain();
        store.close();
        stopInAnErasure(1);
        stopInAnErasure(3);
        store = open();

        assertThat(anyMarkLeft()).isFalse();
        assertThat(doorLines()).isEqualTo(Map.of(1L, 7L, 2L, 3L));
    }

    @Test
    void examplesAloneCanBeErased() throws IOException {
        FakeAgent agent = enrol(1);
        append(doorBatches(agent, NOON));
        decoder.drain();
        store.erasures().erase(new Erasures.Erased(1, true, "kari", NOON));
        append(agent.plainSummary(Kind.MINUTE, doors(NOON + FakeAgent.MINUTE, FakeAgent.MINUTE), DOORS));
        decoder.drain();
        store.flush();

        assertThat(isInFiles("MARKED-EXAMPLE")).isFalse();
        assertThat(store.history().examples(1, 0, Long.MAX_VALUE / 2, 10)).isEmpty();
        assertThat(store.patterns().find(1).orElseThrow().template()).isEqualTo("door <*> opened by MARKED-TEXT");
        assertThat(store.erasures().of(1).orElseThrow().examplesOnly()).isTrue();
    }

    @Test
    void textOfADayThatIsClosedIsErasedToo() throws IOException {
        append(doorBatches(enrol(1), NOON));
        decoder.drain();
        clock.addAndGet(2 * 86_400_000L);
        store.compact(clock.get());
        assertThat(isInFiles("MARKED-TEXT")).isTrue();

        store.erasures().erase(new Erasures.Erased(1, false, "kari", NOON));

        assertThat(anyMarkLeft()).isFalse();
        assertThat(doorLines()).isEqualTo(Map.of(1L, 7L, 2L, 3L));
    }

    // ---- registry

    @Test
    void sitesAndAgentsSurviveARestartAsTheyWereChanged() throws IOException {
        var agent = new FakeAgent(1);
        store.registry().addAgent(agent.enrolledAt("north", "pi"));
        var moved = agent.enrolledAt("north", "pi").movedTo("south", "pi-2", "cluster");
        store.registry().changeAgent(moved);
        store.registry()
                .changeSite(new Site(
                        "south",
                        "South",
                        "",
                        Optional.empty(),
                        "",
                        new Site.SiteContract("calendar", 5, 0, Optional.of("daily 02:00-04:00")),
                        List.of()));

        restartCleanly();

        assertThat(store.registry().find(agent.uid())).contains(moved);
        assertThat(store.registry().agentsAt("south")).containsExactly(moved);
        assertThat(store.registry().agentsAt("north")).isEmpty();
        assertThat(store.registry().site("north")).contains(site("north"));
        assertThat(store.registry().site("south").orElseThrow().contract())
                .isEqualTo(new Site.SiteContract("calendar", 5, 0, Optional.of("daily 02:00-04:00")));
    }

    @Test
    void theAgentsOfASiteAreThoseInServiceInTheOrderOfTheirNodes() throws IOException {
        var third = new FakeAgent(1).enrolledAt("north", "pump");
        var first = new FakeAgent(2).enrolledAt("north", "gate");
        var second = new FakeAgent(3).enrolledAt("north", "mast");
        List.of(third, first, second).forEach(store.registry()::addAgent);
        assertThat(store.registry().agentsAt("north")).containsExactly(first, second, third);

        var renamed = first.movedTo("north", "wharf", first.role());
        store.registry().changeAgent(renamed);
        store.registry().changeAgent(second.withRetired(true));
        assertThat(store.registry().agentsAt("north")).containsExactly(third, renamed);

        restartCleanly();
        assertThat(store.registry().agentsAt("north")).containsExactly(third, renamed);
    }

    @Test
    void whatContradictsTheRegistryIsRefusedByName() {
        FakeAgent agent = enrol(1);

        assertThatThrownBy(() -> store.registry().addSite(site("north"))).hasMessageContaining("'north' already");
        assertThatThrownBy(() -> store.registry().addAgent(agent.enrolledAt("north", "other")))
                .hasMessageContaining("enrolled already");
        assertThatThrownBy(() -> store.registry().addAgent(new FakeAgent(2).enrolledAt("east", "pi")))
                .hasMessageContaining("no site 'east'");
        assertThatThrownBy(() -> store.registry().addAgent(new FakeAgent(2).enrolledAt("north", "pi-1")))
                .hasMessageContaining("retire that one first");
        store.registry().changeAgent(agent.enrolledAt("north", "pi-1").withRetired(true));
        store.registry().addAgent(new FakeAgent(2).enrolledAt("north", "pi-1"));
        assertThatThrownBy(() -> store.registry().changeAgent(agent.enrolledAt("north", "pi-1")))
                .hasMessageContaining("has a node 'pi-1' already");
    }

    // ---- batches

    @Test
    void eachBatchTakesEffectOnceHoweverOftenAndInWhateverOrderItComes() throws IOException {
        FakeAgent agent = enrol(1);
        var made = new ArrayList<Batch>();
        made.add(agent.dictionary(NOON));
        for (int i = 0; i < 20; i++) {
            made.add(agent.minute(NOON + i * MINUTE));
        }
        var random = new Random(7);
        for (int round = 0; round < 6; round++) {
            var some = new ArrayList<>(made);
            Collections.shuffle(some, random);
            append(some.subList(0, 4 + random.nextInt(14)));
            if (round % 2 == 1) {
                decoder.drain();
            }
            if (round == 3) {
                crash();
            }
        }
        append(made);
        decoder.drain();

        var minutes = store.batches()
                .holding(agent.uid(), agent.epoch(), Stream.MINUTES)
                .orElseThrow();
        assertThat(minutes.applied().all()).containsExactly(new SeqRange(1, 20));
        assertThat(minutes.batches()).isEqualTo(20);
        assertThat(minutes.delivered()).isEqualTo(new RecordCounts(20 * 32, 200, 0));
        assertThat(store.batches().lsn()).isEqualTo(21);
        assertThat(patternLines(agent)).isEqualTo(linesOf(made));
        for (Batch batch : made) {
            assertThat(store.batches().bytes(batch.header().key()))
                    .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(batch.encode()));
        }
    }

    @Test
    void outcomesTellNewFromKnownFromContradicting() {
        FakeAgent agent = enrol(1);
        Batch batch = agent.minute(NOON);
        Batch other = agent.sameKeyAs(batch, NOON + MINUTE);

        assertThat(append(batch, batch, other))
                .containsExactly(new Outcome.Stored(1), new Outcome.Known(), new Outcome.Conflict());
        assertThat(append(other, batch)).containsExactly(new Outcome.Conflict(), new Outcome.Known());

        assertThat(store.batches().bytes(batch.header().key()).orElseThrow()).isEqualTo(batch.encode());
        assertThat(store.batches().lsn()).isEqualTo(1);
    }

    @Test
    void whatIsHeldIsTheSameAfterAKillAtAnyPoint() throws IOException {
        FakeAgent agent = enrol(1);
        append(agent.dictionary(NOON), agent.minute(NOON));
        Batch lost = agent.minute(NOON + MINUTE);
        append(agent.minute(NOON + 2 * MINUTE));
        crash();
        store.flush();
        append(agent.minute(NOON + 3 * MINUTE));
        store.batches().announce(agent.uid(), List.of(new EpochHead(agent.epoch(), 1, Stream.MINUTES, 9, 6)), false);
        store.flush();
        crash();

        var held = store.batches()
                .holding(agent.uid(), agent.epoch(), Stream.MINUTES)
                .orElseThrow();
        assertThat(held.applied().all()).containsExactly(new SeqRange(1, 1), new SeqRange(3, 4));
        assertThat(held.lost().all()).containsExactly(new SeqRange(2, 2), new SeqRange(5, 5));
        assertThat(held.head()).isEqualTo(9);
        assertThat(held.missing()).containsExactly(new SeqRange(6, 9));
        assertThat(store.batches().lsn()).isEqualTo(4);

        append(lost);
        var after = store.batches()
                .holding(agent.uid(), agent.epoch(), Stream.MINUTES)
                .orElseThrow();
        assertThat(after.applied().all()).containsExactly(new SeqRange(1, 4));
        assertThat(after.lost().all()).containsExactly(new SeqRange(5, 5));
    }

    @Test
    void anEpochThatIsListedNoMoreIsLostAsFarAsItWasNotHeld() {
        FakeAgent agent = enrol(1);
        long old = agent.epoch();
        Batch first = agent.minute(NOON);
        agent.minute(NOON + MINUTE);
        append(first, agent.minute(NOON + 2 * MINUTE));
        agent.restart();
        append(agent.minute(NOON + 3 * MINUTE));

        store.batches().announce(agent.uid(), List.of(new EpochHead(agent.epoch(), 2, Stream.MINUTES, 1, 1)), true);

        assertThat(store.batches()
                        .holding(agent.uid(), old, Stream.MINUTES)
                        .orElseThrow()
                        .lost()
                        .all())
                .containsExactly(new SeqRange(2, 2));
    }

    // ---- the privacy policy that is required

    @Test
    void whatWasMadeUnderTooEarlyAPolicyIsKeptAsRefusedAndDecodedOnceThatSuffices() throws IOException {
        FakeAgent agent = enrol(1);
        agent.policy("skerry-1/0123456789ab");
        store.batches().requirePolicy(2);
        Batch chunk = agent.dictionary(NOON);
        Batch early = agent.minute(NOON);

        assertThat(append(chunk, early)).containsOnly(new Outcome.BelowPolicy(true));
        assertThat(append(early)).containsExactly(new Outcome.BelowPolicy(false));
        agent.policy("skerry-2/0123456789ab");
        Batch fine = agent.minute(NOON + MINUTE);
        assertThat(append(fine)).containsExactly(new Outcome.Stored(3));
        decoder.drain();
        crash();
        store.batches().requirePolicy(2);
        decoder.drain();

        assertThat(store.size().refused()).isEqualTo(2);
        assertThat(store.present().latest().ofAgent(agent.uid())).isEmpty();
        var held = minutes(agent);
        assertThat(held.quarantined().all()).containsExactly(new SeqRange(1, 1));
        assertThat(held.delivered()).isEqualTo(fine.header().records());
        assertThat(store.batches().account(agent.uid()).refused()).isEqualTo(2);

        assertThat(store.batches().requirePolicy(1)).isEqualTo(2);
        decoder.drain();

        assertThat(store.size().refused()).isZero();
        assertThat(store.present().latest().ofAgent(agent.uid())).hasSize(8);
        assertThat(patternLines(agent)).isEqualTo(linesOf(List.of(early, fine)));
        assertThat(minutes(agent).applied().all()).containsExactly(new SeqRange(1, 2));
        assertThat(minutes(agent).delivered())
                .isEqualTo(early.header().records().plus(fine.header().records()));
        var before = latest(agent.uid());
        crash();
        assertThat(minutes(agent).applied().all()).containsExactly(new SeqRange(1, 2));
        assertThat(latest(agent.uid())).isEqualTo(before);
        assertThat(store.batches().requirePolicy(1)).isZero();
    }

    @Test
    void aDayThatIsClosedIsOpenedForWhatSufficesAfterAll() {
        FakeAgent agent = enrol(1);
        append(agent.dictionary(NOON));
        store.batches().requirePolicy(2);
        agent.policy("skerry-1/0123456789ab");
        Batch early = agent.minute(NOON);
        append(early);
        decoder.drain();
        clock.addAndGet(2 * DAY);
        store.compact(clock.get());
        assertThat(patternLines(agent)).isEmpty();

        store.batches().requirePolicy(0);
        decoder.drain();
        store.compact(clock.get());

        assertThat(patternLines(agent)).isEqualTo(linesOf(List.of(early)));
        assertThat(minutes(agent).delivered()).isEqualTo(early.header().records());
    }

    @Test
    void whatIsHeldStaysHeldWhenMoreIsRequiredLater() {
        FakeAgent agent = enrol(1);
        agent.policy("skerry-1/0123456789ab");
        Batch held = agent.minute(NOON);
        append(held);

        store.batches().requirePolicy(2);

        assertThat(append(held)).containsExactly(new Outcome.Known());
        assertThat(minutes(agent).applied().all()).containsExactly(new SeqRange(1, 1));
    }

    @Test
    void aPolicyThatIsNoneOfOursIsBeforeAllThatAre() {
        FakeAgent agent = enrol(1);
        store.batches().requirePolicy(1);
        for (String id : List.of("", "test", "skerry-/x", "skerry-0/x", "skerry-99999999999/x")) {
            agent.policy(id);
            assertThat(append(agent.minute(NOON))).as(id).containsExactly(new Outcome.BelowPolicy(true));
        }
        agent.policy("skerry-1/x");
        assertThat(append(agent.minute(NOON)).getFirst()).isInstanceOf(Outcome.Stored.class);
    }

    private Holding minutes(FakeAgent agent) {
        return store.batches()
                .holding(agent.uid(), agent.epoch(), Stream.MINUTES)
                .orElseThrow();
    }

    // ---- decoding

    @Test
    void aBatchWhoseDictionaryIsMissingIsDecodedWhenTheChunkComes() throws IOException {
        FakeAgent agent = enrol(1);
        Batch chunk = agent.dictionary(NOON);
        Batch minute = agent.minute(NOON);
        append(minute);
        decoder.drain();
        assertThat(store.present().latest().ofAgent(agent.uid())).isEmpty();
        assertThat(store.size().waiting()).isEqualTo(1);
        assertThat(store.models().missing(List.of(agent.dictionaryHash()))).containsExactly(agent.dictionaryHash());

        crash();
        append(chunk);
        decoder.drain();

        assertThat(store.size()).satisfies(size -> {
            assertThat(size.waiting()).isZero();
            assertThat(size.undecoded()).isZero();
        });
        assertThat(store.present().latest().ofAgent(agent.uid())).hasSize(8);
        assertThat(patternLines(agent)).isEqualTo(linesOf(List.of(minute)));
        var before = latest(agent.uid());
        crash();
        assertThat(latest(agent.uid())).isEqualTo(before);
    }

    @Test
    void aBatchThatCannotBeDecodedIsKeptAsRefusedAndDelaysNoOther() throws IOException {
        FakeAgent agent = enrol(1);
        Batch good = agent.minute(NOON);
        append(
                agent.dictionary(NOON),
                agent.nonsense(Kind.MINUTE, new byte[] {1, 2, 3}, NOON),
                agent.nonsense(Kind.EVENTS, new byte[0], NOON),
                agent.nonsense(Kind.GAP_TABLE, new byte[] {(byte) 0x9f, (byte) 0xff}, NOON),
                good);
        decoder.drain();

        assertThat(store.size().refused()).isEqualTo(3);
        assertThat(store.present().latest().ofAgent(agent.uid())).hasSize(8);
        var minutes = store.batches()
                .holding(agent.uid(), agent.epoch(), Stream.MINUTES)
                .orElseThrow();
        assertThat(minutes.quarantined().all()).containsExactly(new SeqRange(2, 2));
        assertThat(minutes.cum()).isEqualTo(2);
        assertThat(minutes.delivered().samples()).isEqualTo(32);
        crash();
        var again = store.batches()
                .holding(agent.uid(), agent.epoch(), Stream.MINUTES)
                .orElseThrow();
        assertThat(again.quarantined().all()).containsExactly(new SeqRange(2, 2));
        assertThat(again.delivered().samples()).isEqualTo(32);
    }

    @Test
    void aBatchDuringWhoseDecodingTheHubEndedTwiceIsRefusedAndTheOthersAreNot() throws IOException {
        FakeAgent agent = enrol(1);
        append(agent.dictionary(NOON), agent.minute(NOON), agent.minute(NOON + MINUTE));
        decoder.step();
        append(agent.minute(NOON + 2 * MINUTE), agent.minute(NOON + 3 * MINUTE));

        assertThat(store.batches().takeForDecoding(10)).hasSize(2);
        crash();
        var alone = store.batches().takeForDecoding(10);
        assertThat(alone).hasSize(1);
        assertThat(alone.getFirst().attempts()).isEqualTo(1);
        crash();
        assertThat(store.batches().takeForDecoding(10).getFirst().attempts()).isEqualTo(2);
        crash();
        decoder.drain();

        assertThat(store.size().refused()).isEqualTo(1);
        assertThat(store.size().undecoded()).isZero();
        assertThat(store.batches()
                        .holding(agent.uid(), agent.epoch(), Stream.MINUTES)
                        .orElseThrow()
                        .quarantined()
                        .all())
                .containsExactly(new SeqRange(3, 3));
    }

    @Test
    void eventsAndAnnouncedGapsAreFoundByTime() throws IOException {
        FakeAgent agent = enrol(1);
        var boot = new Event("agent.start", Severity.INFO, NOON, 5_000, "started", Map.of("why", "power\nback\\"));
        var alarm = new Event("disk.full", Severity.ERROR, NOON + 1_000, 6_000, "disk full", Map.of());
        var gap = new Gap(
                agent.epoch(),
                Stream.MINUTES,
                2,
                4,
                3,
                new RecordCounts(30, 2, 0),
                NOON,
                NOON + 180_000,
                LossCause.RING_FULL);
        var wider = new Gap(
                agent.epoch(),
                Stream.MINUTES,
                2,
                6,
                5,
                new RecordCounts(50, 3, 0),
                NOON,
                NOON + 300_000,
                LossCause.RING_FULL);
        append(
                agent.events(List.of(boot, alarm), NOON),
                agent.gaps(new GapTable(List.of(gap)), NOON),
                agent.gaps(new GapTable(List.of(wider)), NOON));
        decoder.drain();
        crash();

        assertThat(store.history().events(agent.uid(), NOON, NOON + 500, 10))
                .containsExactly(new History.HappenedAt(
                        agent.uid(), NOON, "agent.start", Severity.INFO, "started", boot.attributes(), NOON));
        assertThat(store.history()
                        .events(agent.uid(), NOON, NOON + 2_000, 1)
                        .getFirst()
                        .type())
                .isEqualTo("disk.full");
        assertThat(store.history().gaps(agent.uid(), NOON - DAY, NOON))
                .containsExactly(new GapRow(agent.uid(), wider, NOON));
        assertThat(store.history().gaps(agent.uid(), NOON + 400_000, NOON + DAY))
                .isEmpty();
        assertThat(store.batches()
                        .holding(agent.uid(), agent.epoch(), Stream.MINUTES)
                        .orElseThrow()
                        .lost()
                        .all())
                .containsExactly(new SeqRange(2, 6));
    }

    @Test
    void gapsOfOneTableAllCountHoweverOftenItIsToldAndWhateverTheyShare() throws IOException {
        FakeAgent agent = enrol(1);
        var lost = new Gap(
                agent.epoch(),
                Stream.MINUTES,
                2,
                2,
                1,
                new RecordCounts(8, 11, 0),
                NOON,
                NOON + 60_000,
                LossCause.RING_FULL);
        var forgotten = new Gap(
                agent.epoch(), Stream.MINUTES, 2, 3, 2, RecordCounts.NONE, NOON, NOON + 60_000, LossCause.RING_FULL);

        append(
                agent.gaps(new GapTable(List.of(lost, forgotten)), NOON),
                agent.gaps(new GapTable(List.of(lost, forgotten)), NOON));
        decoder.drain();

        assertThat(store.history().dropped())
                .isEqualTo(Map.of(agent.uid(), Map.of(LossCause.RING_FULL, new RecordCounts(8, 11, 0))));
    }

    @Test
    void theAccountOfANodeIsTheOneThatItToldLast() throws IOException {
        FakeAgent agent = enrol(1);
        Batch first = agent.gaps(new GapTable(List.of(), List.of(day(20_000, 5))), NOON);
        Batch second = agent.gaps(new GapTable(List.of(), List.of(day(20_000, 5), day(20_001, 7))), NOON + 60 * MINUTE);
        append(second);
        decoder.drain();
        append(first);
        decoder.drain();
        crash();

        NodeAccount told = store.history().account(agent.uid()).orElseThrow();
        assertThat(told.days()).extracting(DayAccount::epochDay).containsExactly(20_000L, 20_001L);
        assertThat(told.days().getLast().collected().lines()).isEqualTo(7);
        assertThat(store.history().account(enrol(2).uid())).isEmpty();
    }

    @Test
    void aGapTableWithoutAnAccountLeavesTheOneBefore() throws IOException {
        FakeAgent agent = enrol(1);
        append(agent.gaps(new GapTable(List.of(), List.of(day(20_000, 5))), NOON));
        decoder.drain();
        append(agent.gaps(new GapTable(List.of()), NOON + 60 * MINUTE));
        decoder.drain();

        assertThat(store.history().account(agent.uid())).isPresent();
    }

    private static DayAccount day(long epochDay, long lines) {
        var all = new RecordCounts(0, lines, 0);
        RecordCounts none = RecordCounts.NONE;
        return new DayAccount(epochDay, Stream.MINUTES, all, all, none, none, none, none, Map.of());
    }

    // ---- present state

    @Test
    void aRestartRebuildsThePresentStateAsItWas() throws IOException {
        var agents = List.of(enrol(1), enrol(2), enrol(3));
        for (int i = 0; i < 5; i++) {
            for (FakeAgent agent : agents) {
                append(i == 0 ? agent.dictionary(NOON) : agent.minute(NOON + i * MINUTE));
                store.present().connected(agent.uid(), i, clock.get());
            }
            decoder.drain();
            if (i == 2) {
                restartCleanly();
            }
            clock.addAndGet(MINUTE);
        }
        var before = new HashMap<Uid, List<Latest>>();
        agents.forEach(agent -> before.put(agent.uid(), latest(agent.uid())));
        var patternsBefore = patternBook();

        crash();

        agents.forEach(agent -> assertThat(latest(agent.uid())).isEqualTo(before.get(agent.uid())));
        assertThat(patternBook()).isEqualTo(patternsBefore);
        Present present = store.present().of(agents.getFirst().uid()).orElseThrow();
        assertThat(present.newest()).isEqualTo(NOON + 5 * MINUTE);
        assertThat(present.dataTo()).isEqualTo(NOON + 5 * MINUTE);
    }

    @Test
    void theClocksOfDataStandStillAtAHoleWhileNewerDataComes() {
        FakeAgent agent = enrol(1);
        Batch first = agent.minute(NOON);
        Batch hole = agent.minute(NOON + MINUTE);
        append(first, agent.minute(NOON + 2 * MINUTE), agent.hour(NOON + 30 * MINUTE));

        var behind = Progress.of(store.batches().holdings(agent.uid()));
        assertThat(behind.newest()).isEqualTo(NOON + 90 * MINUTE);
        assertThat(behind.dataTo()).isEqualTo(NOON + MINUTE);
        assertThat(behind.filledTo()).isEqualTo(NOON + 90 * MINUTE);
        assertThat(behind.missing()).isEqualTo(1);

        append(hole);
        assertThat(Progress.of(store.batches().holdings(agent.uid())).dataTo()).isEqualTo(NOON + 3 * MINUTE);
    }

    @Test
    void contactsAndTheHubsOwnDowntimeAreRemembered() throws IOException {
        FakeAgent agent = enrol(1);
        store.present().connected(agent.uid(), 1, NOON);
        clock.set(NOON + MINUTE);
        store.present().arrived(agent.uid(), 10, Road.MQTT, Progress.NONE, clock.get());
        store.flush();
        clock.set(NOON + 60 * MINUTE);
        crash();
        store.present().connected(agent.uid(), 2, clock.get());
        store.flush();

        assertThat(store.history().contacts(agent.uid(), NOON - DAY, NOON + DAY))
                .containsExactly(new Span(NOON, NOON + MINUTE), new Span(NOON + 60 * MINUTE, NOON + 60 * MINUTE));
        assertThat(store.history().downtime(NOON, NOON + DAY))
                .containsExactly(new Span(NOON + MINUTE, NOON + 60 * MINUTE));
    }

    @Test
    void dataOfAClockIn1970IsKeptAndFoundAtItsTrueTimeOnceThatIsKnown() throws IOException {
        FakeAgent agent = enrol(1);
        append(agent.dictionary(NOON));
        agent.reboot();
        long booted = NOON - 10 * MINUTE;
        var lost = agent.wrongSpan(60_000, 120_000, 60_000, ClockQuality.UNKNOWN);
        clock.set(NOON + 5 * MINUTE);
        append(agent.summary(Kind.MINUTE, agent.summary(60_000, MINUTE), lost));
        decoder.drain();
        clock.set(NOON + 6 * MINUTE);
        append(agent.summary(
                Kind.MINUTE, agent.summary(NOON, MINUTE), agent.span(NOON, NOON + MINUTE, ClockQuality.NTP, booted)));
        decoder.drain();

        for (int round = 0; round < 2; round++) {
            List<Long> starts = starts(agent, booted, NOON + DAY);
            assertThat(starts).containsExactly(booted + 60_000, NOON);
            assertThat(store.history().first(agent.uid())).hasValue(booted + 60_000);
            crash();
        }
        clock.set(NOON + 2 * DAY);
        store.compact(clock.get());
        assertThat(store.history().first(agent.uid())).hasValue(booted + 60_000);
    }

    @Test
    void historyOfAClockThatIsDaysBehindIsFoundAtItsTrueTimeAfterTheNodeHasHeardTheHubsTime() {
        FakeAgent agent = enrol(1);
        append(agent.dictionary(NOON));
        agent.reboot();
        long booted = NOON - 10 * MINUTE;
        long behind = NOON - 3 * DAY;
        clock.set(NOON + 5 * MINUTE);
        append(agent.clockRecord(agent.span(NOON, NOON, ClockQuality.HUB, booted)));
        append(agent.summary(
                Kind.MINUTE,
                agent.summary(behind, MINUTE),
                agent.wrongSpan(60_000, 120_000, behind, ClockQuality.UNKNOWN)));
        decoder.drain();

        assertThat(starts(agent, booted, NOON + DAY)).containsExactly(booted + 60_000);
        assertThat(starts(agent, behind, behind + DAY)).isEmpty();
    }

    // ---- compaction and retention

    @Test
    void compactedDaysAnswerAsTheBatchesDid() throws IOException {
        var random = new Random(11);
        var agents = List.of(enrol(1), enrol(2));
        var late = new ArrayList<Batch>();
        for (FakeAgent agent : agents) {
            append(agent.dictionary(NOON));
        }
        for (int i = 0; i < 150; i++) {
            clock.set(NOON + i * MINUTE);
            for (FakeAgent agent : agents) {
                Batch batch = agent.minute(NOON + i * MINUTE);
                if (random.nextInt(10) == 0) {
                    late.add(batch);
                } else if (random.nextInt(20) > 0) {
                    append(batch);
                }
                if (i % 60 == 59) {
                    append(agent.hour(NOON + (i - 59) * MINUTE));
                }
            }
            if (i % 70 == 69) {
                decoder.drain();
                store.compact(clock.get());
            }
        }
        append(late);
        decoder.drain();
        var before = everything(agents);

        store.compact(clock.get());
        assertThat(everything(agents)).isEqualTo(before);

        clock.set(NOON + DAY);
        store.compact(clock.get());
        assertThat(everything(agents)).isEqualTo(before);
        crash();
        assertThat(everything(agents)).isEqualTo(before);
        assertThat(late).isNotEmpty().allSatisfy(batch -> {
            assertThat(append(batch)).containsExactly(new Outcome.Known());
            assertThat(store.batches().fingerprint(batch.header().key())).isPresent();
        });
        FakeAgent copy = agents.getFirst();
        Batch other = copy.sameKeyAs(lateOf(late, copy), NOON);
        assertThat(append(other)).containsExactly(new Outcome.Conflict());
    }

    @Test
    void distributionsOfACompactedDayAreThoseOfItsBatches() throws IOException {
        var random = new Random(12);
        FakeAgent agent = enrol(1);
        var told = new ToldCluster(agent);
        for (int i = 0; i < 90; i++) {
            clock.set(NOON + i * MINUTE);
            told.tell("took_seconds_total", i);
            for (String service : List.of("a", "b")) {
                if (random.nextInt(3) > 0) {
                    double[] values =
                            random.doubles(random.nextInt(50) + 1, 0, 20).toArray();
                    values[0] = i % 4 == 0 ? 0 : values[0];
                    told.tellValues("took_seconds", values, "service", service);
                }
            }
            append(told.minute(NOON + i * MINUTE));
            if (i == 70) {
                decoder.drain();
                store.compact(clock.get());
            }
        }
        decoder.drain();
        var before = distributions(agent);
        assertThat(before)
                .hasSize(2)
                .allSatisfy((_, sketch) -> assertThat(sketch.count()).isGreaterThan(900));

        clock.set(NOON + DAY);
        store.compact(clock.get());
        assertThat(distributions(agent)).isEqualTo(before);
        crash();
        assertThat(distributions(agent)).isEqualTo(before);
    }

    private Map<Series, Sketch> distributions(FakeAgent agent) {
        var sums = new HashMap<Series, Sketch>();
        for (SeriesBlock block :
                store.history().windows(agent.uid(), Kind.MINUTE, NOON, NOON + DAY, Set.of("took_seconds"))) {
            block.tracks().forEach((series, track) -> {
                var sketches = (Track.Distribution) track;
                for (int i = 0; i < sketches.size(); i++) {
                    sums.merge(series, sketches.sketch(i), Sketch::plus);
                }
            });
        }
        return sums;
    }

    private static Batch lateOf(List<Batch> late, FakeAgent agent) {
        return late.stream()
                .filter(batch -> batch.header().key().uid().equals(agent.uid()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCompactionThatWasStoppedIsTakenUpAgainAndNothingIsLost() throws IOException {
        FakeAgent agent = enrol(1);
        append(agent.dictionary(NOON));
        for (int i = 0; i < 130; i++) {
            clock.set(NOON + i * MINUTE);
            append(agent.minute(clock.get()));
        }
        Batch late = agent.minute(NOON + 130 * MINUTE);
        decoder.drain();
        var before = everything(List.of(agent));
        long day = Math.floorDiv(NOON, DAY);
        clock.set(NOON + DAY);

        store.close();
        stopBeforeTheDayIsReplaced(day);
        reopen();
        assertThat(everything(List.of(agent))).isEqualTo(before);
        store.compact(clock.get());
        assertThat(everything(List.of(agent))).isEqualTo(before);

        store.close();
        stopAfterTheDayIsReplaced(day);
        reopen();
        assertThat(everything(List.of(agent))).isEqualTo(before);
        store.compact(clock.get());
        assertThat(everything(List.of(agent))).isEqualTo(before);
        assertThat(append(late))
                .containsExactly(new Outcome.Stored(store.batches().lsn()));
        decoder.drain();
        assertThat(starts(agent, NOON, NOON + DAY)).hasSize(131);
    }

    @Test
    void whatComesAfterItsDayWasCompactedJoinsIt() {
        FakeAgent agent = enrol(1);
        Batch hole = agent.minute(NOON);
        append(agent.dictionary(NOON), agent.minute(NOON + MINUTE));
        decoder.drain();
        clock.set(NOON + DAY);
        store.compact(clock.get());
        append(hole);
        decoder.drain();
        assertThat(starts(agent, NOON, NOON + DAY)).containsExactly(NOON, NOON + MINUTE);
        assertThat(store.history().first(agent.uid())).hasValue(NOON);
        clock.set(NOON + 2 * DAY);
        store.compact(clock.get());
        assertThat(starts(agent, NOON, NOON + DAY)).containsExactly(NOON, NOON + MINUTE);
        assertThat(store.history().first(agent.uid())).hasValue(NOON);
        assertThat(store.history().first(enrol(2).uid())).isEmpty();
    }

    @Test
    void retentionDeletesWholeDaysAndKeepsWhatProvesThem() throws IOException {
        FakeAgent agent = enrol(1);
        append(agent.dictionary(NOON));
        var batches = new ArrayList<Batch>();
        for (int day = 0; day < 5; day++) {
            clock.set(NOON + day * DAY);
            batches.add(agent.minute(clock.get()));
            append(batches.getLast());
            decoder.drain();
            store.compact(clock.get());
        }

        assertThat(store.retain(new Retention(3, Long.MAX_VALUE), clock.get()))
                .containsExactly(NOON - 12 * 60 * MINUTE, NOON + 12 * 60 * MINUTE);
        assertThat(starts(agent, NOON, NOON + 9 * DAY)).hasSize(3);
        assertThat(store.retain(new Retention(30, 1), clock.get())).hasSize(2);
        assertThat(starts(agent, NOON, NOON + 9 * DAY)).containsExactly(NOON + 4 * DAY);
        crash();

        assertThat(store.size().days()).isEqualTo(1);
        for (Batch batch : batches) {
            assertThat(append(batch)).containsExactly(new Outcome.Known());
            assertThat(store.batches().fingerprint(batch.header().key())).isPresent();
        }
    }

    // ---- reading

    private List<Long> starts(FakeAgent agent, long from, long to) {
        return store.history().windows(agent.uid(), Kind.MINUTE, from, to, Set.of()).stream()
                .flatMap(block ->
                        java.util.stream.IntStream.range(0, block.size()).mapToObj(block::start))
                .sorted()
                .toList();
    }

    private List<Latest> latest(Uid uid) {
        return store.present().latest().ofAgent(uid).stream()
                .sorted(Comparator.comparing(latest -> latest.series().toString()))
                .toList();
    }

    private Map<Long, PatternInfo> patternBook() {
        var book = new TreeMap<Long, PatternInfo>();
        for (long id = 1_000; id < 1_010; id++) {
            store.patterns().find(id).ifPresent(pattern -> book.put(pattern.id(), pattern));
        }
        return book;
    }

    /** Lines per pattern and severity code over all hours. */
    private Map<Long, List<Long>> patternLines(FakeAgent agent) {
        var sums = new TreeMap<Long, List<Long>>();
        store.history().patterns(NOON - DAY, NOON + 9 * DAY, (_, uid, pattern, bySeverity) -> {
            if (uid.equals(agent.uid())) {
                List<Long> sum = sums.computeIfAbsent(pattern, _ -> new ArrayList<>(Collections.nCopies(7, 0L)));
                for (int i = 0; i < 7; i++) {
                    sum.set(i, sum.get(i) + bySeverity[i]);
                }
            }
        });
        return sums;
    }

    private Map<Long, List<Long>> linesOf(List<Batch> batches) {
        var sums = new TreeMap<Long, List<Long>>();
        var reader = new ContentReader(store.models());
        for (Batch batch : batches) {
            if (reader.read(batch) instanceof ReadModels.Content.Summarised(var summary)) {
                summary.patterns().forEach(pattern -> {
                    List<Long> sum =
                            sums.computeIfAbsent(pattern.patternId(), _ -> new ArrayList<>(Collections.nCopies(7, 0L)));
                    pattern.counts()
                            .forEach((severity, count) -> sum.set(severity.code(), sum.get(severity.code()) + count));
                });
            }
        }
        return sums;
    }

    /** All that can be read of agents: windows with all their values, pattern lines, examples, arrivals. */
    private List<Object> everything(List<FakeAgent> agents) {
        var all = new ArrayList<Object>();
        for (FakeAgent agent : agents) {
            Set<String> metrics = java.util.stream.Stream.concat(agent.gauges().stream(), agent.counters().stream())
                    .map(series -> series.name())
                    .collect(Collectors.toSet());
            for (Kind kind : List.of(Kind.MINUTE, Kind.HOUR)) {
                var whole = new BlockBuilder(_ -> true);
                store.history()
                        .windows(agent.uid(), kind, NOON - DAY, NOON + 9 * DAY, metrics)
                        .forEach(whole::add);
                all.add(whole.build());
                var part = new BlockBuilder(_ -> true);
                store.history()
                        .windows(agent.uid(), kind, NOON + 40 * MINUTE, NOON + 61 * MINUTE, Set.of("node_cpu_c1_total"))
                        .forEach(part::add);
                all.add(trimmed(part.build()));
            }
            all.add(patternLines(agent));
            all.add(store.history().arrivals(agent.uid(), NOON, NOON + DAY));
        }
        all.add(store.history().examples(1_001, NOON, NOON + DAY, 50));
        return all;
    }

    /** The windows that touch the time asked for, with their values: blocks may hold more. */
    private static List<String> trimmed(SeriesBlock block) {
        var lines = new ArrayList<String>();
        block.tracks().forEach((series, track) -> {
            var counter = (Track.Counter) track;
            for (int i = 0; i < counter.size(); i++) {
                long start = block.start(counter.window(i));
                if (start < NOON + 61 * MINUTE && block.end(counter.window(i)) > NOON + 40 * MINUTE) {
                    lines.add(series + " " + start + " " + counter.first(i) + " " + counter.last(i) + " "
                            + counter.increase(i) + " " + counter.resets(i) + " " + counter.peakRate(i));
                }
            }
        });
        return lines;
    }
}
