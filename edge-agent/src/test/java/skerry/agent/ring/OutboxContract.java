package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.agent.ring.Outbox.HubMark;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.Ack;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.SeqRange;

/** What every outbox promises to the session; each implementation runs it. */
public abstract class OutboxContract {
    private static final Bytes CHUNK = Bytes.ofHex("00112233445566778899aabbccddeeff");

    private Store store;
    private Outbox outbox;

    /** An empty one. */
    protected abstract Store open() throws Exception;

    /** The outbox with what fills and empties it. */
    protected interface Store {
        Outbox outbox();

        /** Gives the next number, seals and stores in one transaction, durably. */
        BatchKey store(BatchDraft draft) throws Exception;

        /** Takes the batch's space as the ring does when it is full, whether confirmed or not. */
        void evict(BatchKey key) throws Exception;

        /** The same ring after the process ended and started again: a new epoch. */
        Store restart() throws Exception;
    }

    @BeforeEach
    final void openStore() throws Exception {
        use(open());
    }

    private void use(Store opened) {
        store = opened;
        outbox = opened.outbox();
    }

    @Test
    void aBatchGetsTheNextNumberOfItsStreamAndIsSealedWithIt() throws Exception {
        var sealedAs = new ArrayList<BatchKey>();
        var first = store.store(draft(Stream.MINUTES, key -> {
            sealedAs.add(key);
            return bytes("first");
        }));
        var second = store.store(draft(Stream.MINUTES, "second"));
        var other = store.store(draft(Stream.EVENTS, "event"));

        assertThat(sealedAs).containsExactly(first);
        assertThat(first.seq()).isEqualTo(1);
        assertThat(second.seq()).isEqualTo(2);
        assertThat(other.seq()).isEqualTo(1);
        assertThat(second.epoch()).isEqualTo(first.epoch());
        assertThat(outbox.load(second))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes("second")));
    }

    @Test
    void whatIsPendingComesOldestFirstInPages() throws Exception {
        var keys = new ArrayList<BatchKey>();
        for (int i = 0; i < 5; i++) {
            keys.add(store.store(draft(Stream.MINUTES, "m" + i)));
            store.store(draft(Stream.EVENTS, "e" + i));
        }

        var page = outbox.pending(Stream.MINUTES, 0, 3);
        var rest = outbox.pending(Stream.MINUTES, page.getLast().order(), 3);

        assertThat(keysOf(page)).containsExactlyElementsOf(keys.subList(0, 3));
        assertThat(keysOf(rest)).containsExactlyElementsOf(keys.subList(3, 5));
        assertThat(page).allSatisfy(entry -> {
            assertThat(entry.bytes()).isEqualTo(2);
            assertThat(entry.records()).isEqualTo(new RecordCounts(1, 2, 3));
        });
    }

    @Test
    void whatIsConfirmedIsNotPendingButCanBeReadAgain() throws Exception {
        var first = store.store(draft(Stream.MINUTES, "first"));
        var second = store.store(draft(Stream.MINUTES, "second"));

        outbox.confirmed(first.epoch(), Stream.MINUTES, List.of(new SeqRange(1, 1)));

        assertThat(keysOf(outbox.pending(Stream.MINUTES, 0, 9))).containsExactly(second);
        assertThat(outbox.load(first)).isPresent();
        assertThat(outbox.bytesQueued()).isEqualTo("second".length());
    }

    @Test
    void whatTheHubLostIsPendingAgainAtItsOldPlace() throws Exception {
        var first = store.store(draft(Stream.MINUTES, "first"));
        var second = store.store(draft(Stream.MINUTES, "second"));
        outbox.confirmed(first.epoch(), Stream.MINUTES, List.of(new SeqRange(1, 2)));

        outbox.unconfirmed(first.epoch(), Stream.MINUTES, List.of(new SeqRange(1, 1)));

        assertThat(keysOf(outbox.pending(Stream.MINUTES, 0, 9))).containsExactly(first);
        outbox.unconfirmed(first.epoch(), Stream.MINUTES, List.of(new SeqRange(2, 2)));
        assertThat(keysOf(outbox.pending(Stream.MINUTES, 0, 9))).containsExactly(first, second);
    }

    @Test
    void whatTheHubRefusedIsNeitherPendingNorTurnedIntoDelivered() throws Exception {
        var refused = store.store(draft(Stream.MINUTES, "refused"));

        outbox.refused(refused, Ack.Reason.SCHEMA);
        outbox.confirmed(refused.epoch(), Stream.MINUTES, List.of(new SeqRange(1, 1)));

        assertThat(outbox.pending(Stream.MINUTES, 0, 9)).isEmpty();
        assertThat(outbox.bytesQueued()).isZero();
        assertThat(outbox.load(refused)).isPresent();
        outbox.unconfirmed(refused.epoch(), Stream.MINUTES, List.of(new SeqRange(1, 1)));
        assertThat(keysOf(outbox.pending(Stream.MINUTES, 0, 9))).containsExactly(refused);
    }

    @Test
    void whatTheHubTakesAfterAllIsNotPendingAndNothingElseIsConfirmedByThat() throws Exception {
        var refused = store.store(draft(Stream.MINUTES, "refused"));
        var waiting = store.store(draft(Stream.MINUTES, "waiting"));
        outbox.refused(refused, Ack.Reason.POLICY);

        outbox.admitted(refused.epoch(), Stream.MINUTES, List.of(new SeqRange(1, 2)));

        assertThat(keysOf(outbox.pending(Stream.MINUTES, 0, 9))).containsExactly(waiting);
    }

    @Test
    void aChunkThatTheHubRefusedIsMadeAnewByTheNextStart() throws Exception {
        var refused = store.store(chunk());
        outbox.refused(refused, Ack.Reason.POLICY);
        assertThat(outbox.chunk(CHUNK)).as("this start would make the same").contains(refused);

        use(store.restart());
        store.store(draft(Stream.MINUTES, "minute"));
        assertThat(outbox.chunk(CHUNK)).isEmpty();

        var anew = store.store(chunk());
        assertThat(outbox.chunk(CHUNK)).contains(anew);
    }

    @Test
    void aWordAboutNumbersThatWereNeverGivenConfirmsNothingThatComesLater() throws Exception {
        var first = store.store(draft(Stream.MINUTES, "first"));

        outbox.confirmed(first.epoch(), Stream.MINUTES, List.of(new SeqRange(1, 1_000_000_000_000L)));
        outbox.confirmed(first.epoch() + 1, Stream.MINUTES, List.of(new SeqRange(1, 5)));
        outbox.refused(new BatchKey(first.uid(), first.epoch(), Stream.MINUTES, 2), Ack.Reason.SIZE);
        var second = store.store(draft(Stream.MINUTES, "second"));

        assertThat(keysOf(outbox.pending(Stream.MINUTES, 0, 9))).containsExactly(second);
    }

    @Test
    void aRestartKeepsWhatWasStoredAndBeginsAnEpoch() throws Exception {
        var before = store.store(draft(Stream.MINUTES, "before"));
        store.store(draft(Stream.EVENTS, "event"));
        outbox.confirmed(before.epoch(), Stream.EVENTS, List.of(new SeqRange(1, 1)));
        outbox.heardHub(new HubMark(7, 42));

        use(store.restart());
        var after = store.store(draft(Stream.MINUTES, "after"));

        assertThat(after.epoch()).isNotEqualTo(before.epoch());
        assertThat(after.seq()).isEqualTo(1);
        assertThat(keysOf(outbox.pending(Stream.MINUTES, 0, 9))).containsExactly(before, after);
        assertThat(outbox.pending(Stream.EVENTS, 0, 9)).isEmpty();
        assertThat(outbox.load(before))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes("before")));
        assertThat(outbox.lastHub()).isEqualTo(new HubMark(7, 42));
    }

    @Test
    void headsNameEveryEpochAndStreamOldestFirst() throws Exception {
        var before = store.store(draft(Stream.MINUTES, "one"));
        store.store(draft(Stream.MINUTES, "two"));
        use(store.restart());
        var after = store.store(draft(Stream.MINUTES, "three"));

        var heads = outbox.heads();

        assertThat(heads).extracting(EpochHead::epoch).containsExactly(before.epoch(), after.epoch());
        assertThat(heads).extracting(EpochHead::head).containsExactly(2L, 1L);
        assertThat(heads).extracting(EpochHead::ringFrom).containsExactly(1L, 1L);
        assertThat(heads.get(1).startNo()).isGreaterThan(heads.get(0).startNo());
    }

    @Test
    void anEvictedBatchIsGoneAndTheRingBeginsAfterIt() throws Exception {
        var first = store.store(draft(Stream.MINUTES, "first"));
        var second = store.store(draft(Stream.MINUTES, "second"));

        store.evict(first);

        assertThat(outbox.load(first)).isEmpty();
        assertThat(keysOf(outbox.pending(Stream.MINUTES, 0, 9))).containsExactly(second);
        assertThat(outbox.heads())
                .filteredOn(head -> head.stream() == Stream.MINUTES)
                .singleElement()
                .satisfies(head -> {
                    assertThat(head.head()).isEqualTo(2);
                    assertThat(head.ringFrom()).isEqualTo(2);
                });
    }

    @Test
    void theNewestOrderPartsTheOldFromTheNew() throws Exception {
        assertThat(outbox.newestOrder()).isZero();
        store.store(draft(Stream.MINUTES, "old"));
        store.store(draft(Stream.EVENTS, "old"));
        long mark = outbox.newestOrder();
        var after = store.store(draft(Stream.MINUTES, "new"));

        assertThat(keysOf(outbox.pending(Stream.MINUTES, mark, 9))).containsExactly(after);
    }

    @Test
    void whatIsStoredAfterARestartIsNewEvenIfTheNewestFromBeforeIsGone() throws Exception {
        store.store(draft(Stream.MINUTES, "old"));
        var gone = store.store(draft(Stream.MINUTES, "newest"));
        use(store.restart());
        long mark = outbox.newestOrder();
        store.evict(gone);
        var after = store.store(draft(Stream.MINUTES, "new"));

        assertThat(keysOf(outbox.pending(Stream.MINUTES, mark, 9))).containsExactly(after);
    }

    @Test
    void aDictionaryChunkIsFoundByItsHash() throws Exception {
        store.store(new BatchDraft(
                Stream.MINUTES, RecordCounts.NONE, 0, 0, List.of(CHUNK), (key, start) -> bytes("minute")));
        assertThat(outbox.chunk(CHUNK)).isEmpty();

        var chunk = store.store(new BatchDraft(
                Stream.DICTIONARY, RecordCounts.NONE, 0, 0, List.of(CHUNK), (key, start) -> bytes("chunk")));

        assertThat(outbox.chunk(CHUNK)).contains(chunk);
        outbox.confirmed(chunk.epoch(), Stream.DICTIONARY, List.of(new SeqRange(1, 1)));
        assertThat(outbox.chunk(CHUNK)).contains(chunk);
    }

    private static BatchDraft chunk() {
        return new BatchDraft(
                Stream.DICTIONARY, RecordCounts.NONE, 0, 0, List.of(CHUNK), (key, start) -> bytes("chunk"));
    }

    private static BatchDraft draft(Stream stream, String content) {
        return draft(stream, key -> bytes(content));
    }

    private static BatchDraft draft(Stream stream, Function<BatchKey, byte[]> seal) {
        return new BatchDraft(
                stream, new RecordCounts(1, 2, 3), 1_000, 2_000, List.of(), (key, startNo) -> seal.apply(key));
    }

    private static List<BatchKey> keysOf(List<Outbox.Entry> entries) {
        return entries.stream().map(Outbox.Entry::key).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
