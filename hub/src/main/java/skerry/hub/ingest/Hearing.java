package skerry.hub.ingest;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import skerry.hub.store.StoreException;

/**
 * Hears what agents say of themselves, one after the other on a thread of its own. What its sender would repeat (MQTT 5,
 * QoS 1, section 4.3.2) is confirmed once it was heard, so that no more of it waits here than the hub's receive maximum;
 * what nobody repeats is left aside, and counted, when too much waits, because the next is near. Thread-safe.
 */
final class Hearing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Hearing.class.getName());

    private final IngestCounts counts;
    private final int places;
    private final ThreadPoolExecutor thread;

    /** @param places messages that may wait before what nobody repeats is left aside, at least 1 */
    Hearing(IngestCounts counts, int places) {
        this.counts = counts;
        this.places = places;
        thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("ingest-desk").daemon().factory(),
                new ThreadPoolExecutor.DiscardPolicy()); // what comes once it is shut down
    }

    /**
     * Hears a message that its sender repeats until it is confirmed. Never waits.
     *
     * @param holds whether the message still says something: what came over a connection that is gone says nothing of the
     *     next, and is not confirmed either
     */
    void repeated(BooleanSupplier holds, Runnable message, Runnable confirm) {
        thread.execute(() -> {
            if (holds.getAsBoolean()) {
                hear(message);
                confirm.run();
            }
        });
    }

    /** Hears a message that comes once, if there is a place for it; {@code holds} as above. Never waits. */
    void once(BooleanSupplier holds, Runnable message) {
        if (thread.getQueue().size() >= places) {
            counts.unheard();
            return;
        }
        thread.execute(() -> {
            if (holds.getAsBoolean()) {
                hear(message);
            }
        });
    }

    /** Does something between two messages. Never waits. */
    void between(Runnable work) {
        thread.execute(() -> hear(work));
    }

    private static void hear(Runnable message) {
        try {
            message.run();
        } catch (StoreException e) {
            LOG.log(WARNING, "a message of an agent was not heard; it is said again: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(ERROR, "a message of an agent was not heard", e);
        }
    }

    /** Hears no more. */
    @Override
    public void close() {
        List<Runnable> _ = thread.shutdownNow();
    }
}
