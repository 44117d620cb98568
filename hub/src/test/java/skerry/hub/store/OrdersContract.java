package skerry.hub.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skerry.hub.FakeAgent;
import skerry.hub.ingest.Decoder;
import skerry.hub.ingest.IngestCounts;
import skerry.hub.store.BatchLog.Arrival;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.CommandType;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.TicketWord;

/** What every store does with commands and answers. */
public abstract class OrdersContract {
    private static final long NOW = 1_795_000_000_000L;
    private static final long END = NOW + 1_000_000;

    private final Random random = new Random(11);
    private final FakeAgent agent = new FakeAgent(1);
    private final FakeAgent other = new FakeAgent(2);
    private FleetStore store;

    /** Opens the store of this test; what was stored before is there. */
    protected abstract FleetStore open() throws IOException;

    @BeforeEach
    void start() throws IOException {
        store = open();
        store.registry().addSite(FakeAgent.NORTH);
        store.registry().addAgent(agent.enrolledAt("north", "a"));
        store.registry().addAgent(other.enrolledAt("north", "b"));
    }

    @AfterEach
    void end() {
        store.close();
    }

    private Order order(long at) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        var order = Order.of(Bytes.of(id), agent.uid(), CommandType.SUPPORT_FILE, "anna", at, END);
        store.orders().add(order);
        return order;
    }

    private void answer(FakeAgent from, Order to, Outcome outcome, String name, int part, int parts, int... content) {
        byte[] bytes = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            bytes[i] = (byte) content[i];
        }
        var answer = new Answer(to.id(), outcome, "said", name, part, parts, Bytes.of(bytes));
        take(from.sealed(Kind.TICKET_RESULT, AnswerCodec.encode(answer), NOW));
    }

    private void take(Batch batch) {
        store.batches().append(List.of(new Arrival(batch, Road.MQTT, NOW)));
        new Decoder(store, new IngestCounts(), _ -> {}).drain();
    }

    private Order found(Order order) {
        return store.orders().find(order.id()).orElseThrow();
    }

    @Test
    void anOrderIsKeptAsGivenAndIsOpenUntilItIsAnsweredCancelledOrOver() throws IOException {
        Order first = order(NOW);
        Order second = order(NOW + 1);
        store.close();
        store = open();

        assertThat(found(first)).isEqualTo(first);
        assertThat(store.orders().of(agent.uid())).containsExactly(second, first);
        assertThat(store.orders().open(agent.uid(), NOW)).containsExactly(first, second);
        assertThat(store.orders().open(other.uid(), NOW)).isEmpty();
        assertThat(store.orders().open(agent.uid(), END)).isEmpty();

        assertThat(store.orders().cancel(second.id(), NOW)).isTrue();
        assertThat(store.orders().cancel(second.id(), NOW)).isFalse();
        answer(agent, first, Outcome.REFUSED, "", 0, 1);

        assertThat(store.orders().open(agent.uid(), NOW)).isEmpty();
        assertThat(found(first).outcome()).contains(Outcome.REFUSED);
        assertThat(found(first).sentence()).isEqualTo("said");
        assertThat(store.orders().cancel(first.id(), NOW)).isFalse();
    }

    @Test
    void eachSendingHasAHigherNumberThanAllBeforeAlsoWhenTheClockIsSetBack() {
        Order first = order(NOW);
        Order second = order(NOW);

        long a = store.orders().send(first.id(), NOW).number();
        long b = store.orders().send(second.id(), NOW).number();
        long c = store.orders().send(first.id(), NOW - 500_000).number();

        assertThat(a).isGreaterThanOrEqualTo(NOW);
        assertThat(b).isGreaterThan(a);
        assertThat(c).isGreaterThan(b);
        assertThat(found(first).sentAt()).isEqualTo(NOW - 500_000);
    }

    @Test
    void aFileComesInPartsInAnyOrderAndTwiceAndIsWhole() throws IOException {
        Order order = order(NOW);
        answer(agent, order, Outcome.DONE, "support.zip", 2, 3, 5);
        assertThat(found(order).outcome()).isEmpty();
        assertThat(store.orders().open(agent.uid(), NOW))
                .as("it is being answered")
                .isEmpty();
        assertThat(store.orders().content(order.id())).isEmpty();
        answer(agent, order, Outcome.DONE, "support.zip", 0, 3, 1, 2);
        answer(agent, order, Outcome.DONE, "support.zip", 0, 3, 1, 2);
        answer(agent, order, Outcome.DONE, "support.zip", 1, 3, 3, 4);
        store.close();
        store = open();

        assertThat(found(order).outcome()).contains(Outcome.DONE);
        assertThat(found(order).name()).isEqualTo("support.zip");
        assertThat(store.orders().content(order.id())).hasValue(new byte[] {1, 2, 3, 4, 5});
    }

    @Test
    void aWordNeverTakesTheFilesPlaceAndTheFileTakesTheWords() {
        Order wordFirst = order(NOW);
        answer(agent, wordFirst, Outcome.INTERRUPTED, "", 0, 1);
        answer(agent, wordFirst, Outcome.DONE, "support.zip", 0, 1, 7);
        Order fileFirst = order(NOW);
        answer(agent, fileFirst, Outcome.DONE, "support.zip", 0, 1, 7);
        answer(agent, fileFirst, Outcome.INTERRUPTED, "", 0, 1);

        for (Order order : List.of(wordFirst, fileFirst)) {
            assertThat(found(order).outcome()).contains(Outcome.DONE);
            assertThat(store.orders().content(order.id())).hasValue(new byte[] {7});
        }
    }

    @Test
    void theFirstWordStands() {
        Order order = order(NOW);
        answer(agent, order, Outcome.REFUSED, "", 0, 1);
        answer(agent, order, Outcome.INTERRUPTED, "", 0, 1);

        assertThat(found(order).outcome()).contains(Outcome.REFUSED);
    }

    @Test
    void aTicketThatWaitsIsNotAskedAgainAndItsEndTakesTheWordsPlaceWhateverTheOrder() {
        var waits = new TicketWord(TicketWord.Why.WAITS, 12, 3_456, NOW + 99);
        Order denied = order(NOW);
        word(denied, Outcome.WAITS, waits);
        assertThat(found(denied).ticket()).contains(waits);
        assertThat(store.orders().open(agent.uid(), NOW)).isEmpty();
        word(denied, Outcome.REFUSED, TicketWord.of(TicketWord.Why.TECHNICIAN));
        word(denied, Outcome.WAITS, waits);

        assertThat(found(denied).outcome()).contains(Outcome.REFUSED);
        assertThat(found(denied).ticket()).contains(TicketWord.of(TicketWord.Why.TECHNICIAN));

        Order approved = order(NOW + 1);
        word(approved, Outcome.WAITS, waits);
        answer(agent, approved, Outcome.DONE, "lines.jsonl.gz", 0, 1, 7);
        word(approved, Outcome.WAITS, waits);
        assertThat(found(approved).outcome()).contains(Outcome.DONE);

        store.orders().verdict(approved.id(), "verified");
        assertThat(found(approved).verdict()).isEqualTo("verified");
        assertThat(found(denied).verdict()).isEmpty();
    }

    private void word(Order to, Outcome outcome, TicketWord word) {
        var answer = new Answer(to.id(), outcome, "said", "", 0, 1, Bytes.of(new byte[0]), Optional.of(word));
        take(agent.sealed(Kind.TICKET_RESULT, AnswerCodec.encode(answer), NOW));
    }

    @Test
    void anAgentAnswersOnlyWhatItWasAsked() {
        Order order = order(NOW);
        answer(other, order, Outcome.DONE, "support.zip", 0, 1, 7);
        var unknown = Order.of(Bytes.of(new byte[16]), agent.uid(), CommandType.SUPPORT_FILE, "anna", NOW, END);
        answer(agent, unknown, Outcome.DONE, "support.zip", 0, 1, 7);

        assertThat(found(order).outcome()).isEmpty();
        assertThat(store.orders().find(unknown.id())).isEmpty();
        assertThat(store.size().refused()).isZero();
    }

    @Test
    void tooManyOpenOrdersAreRefusedAndOldOnesForgotten() {
        for (int i = 0; i < Orders.MOST_OPEN; i++) {
            order(NOW + i);
        }
        assertThatThrownBy(() -> order(NOW)).isInstanceOf(StoreException.class).hasMessageContaining("cancel one");

        store.orders().of(agent.uid()).forEach(open -> store.orders().cancel(open.id(), NOW));
        for (int i = 0; i < 60; i++) {
            Order order = order(NOW + 100 + i);
            answer(agent, order, Outcome.DONE, "support.zip", 0, 1, i);
        }
        assertThat(store.orders().of(agent.uid())).hasSize(50);
    }
}
