package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skerry.hub.store.StoreException;

class HearingTest {
    private static final long PATIENCE_SECONDS = 30;

    private final IngestCounts counts = new IngestCounts();
    private final Hearing hearing = new Hearing(counts, 2);
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final AtomicBoolean connected = new AtomicBoolean(true);

    private void repeated(String word) {
        repeated(word, () -> done.add("heard " + word));
    }

    private void repeated(String word, Runnable message) {
        hearing.repeated(connected::get, message, () -> done.add("confirmed " + word));
    }

    private void once(String word) {
        hearing.once(connected::get, () -> done.add("heard " + word));
    }

    /** Keeps the thread busy until the latch is let go. */
    private CountDownLatch busy() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var until = new CountDownLatch(1);
        hearing.between(() -> {
            begun.countDown();
            await(until);
        });
        await(begun);
        return until;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was done with all that was brought until now. */
    private List<String> done() {
        var last = new CountDownLatch(1);
        hearing.between(last::countDown);
        await(last);
        return List.copyOf(done);
    }

    @AfterEach
    void close() {
        hearing.close();
    }

    @Test
    void whatIsRepeatedIsConfirmedOnlyOnceItWasHeard() throws Exception {
        CountDownLatch until = busy();
        repeated("hello");
        assertThat(done).isEmpty();

        until.countDown();

        assertThat(done()).containsExactly("heard hello", "confirmed hello");
    }

    @Test
    void whatIsRepeatedIsHeardHoweverMuchWaits() throws Exception {
        CountDownLatch until = busy();
        for (int i = 0; i < 20; i++) {
            repeated("hello");
        }
        until.countDown();

        assertThat(done()).filteredOn("heard hello"::equals).hasSize(20);
        assertThat(counts.now().unheard()).isZero();
    }

    @Test
    void whatComesOnceIsLeftAsideAndCountedWhenTooMuchWaits() throws Exception {
        CountDownLatch until = busy();
        once("1");
        once("2");
        once("3");
        until.countDown();

        assertThat(done()).containsExactly("heard 1", "heard 2");
        assertThat(counts.now().unheard()).isEqualTo(1);
    }

    @Test
    void whatCameOverALostConnectionIsNeitherHeardNorConfirmed() throws Exception {
        CountDownLatch until = busy();
        repeated("hello");
        once("live");
        connected.set(false);
        until.countDown();

        assertThat(done()).isEmpty();
    }

    @Test
    void whatCannotBeHeardIsConfirmedSoThatItsPlaceAtTheBrokerIsFree() {
        repeated("stored", () -> {
            throw new StoreException(StoreException.Kind.BROKEN, "the disk is full");
        });
        repeated("faulty", () -> {
            throw new IllegalStateException("a fault of the hub");
        });
        repeated("hello");

        assertThat(done()).containsExactly("confirmed stored", "confirmed faulty", "heard hello", "confirmed hello");
    }
}
