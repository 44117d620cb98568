package skerry.hub.ingest;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import skerry.hub.store.Road;
import skerry.hub.store.StoreException;
import skerry.protocol.Stream;
import skerry.protocol.Uid;

/**
 * The threads at the front desk for batches from a broker: checked on all cores, stored in groups by one thread, answered
 * by a second, decoded by a third. Holds at most as many as it was given room for. Thread-safe.
 */
final class Pipeline implements AutoCloseable {
    private static final int GROUP_BATCHES = 256;
    private static final long RETRY_MILLIS = 2_000;
    private static final long PROBE_MILLIS = 1_000;
    private static final System.Logger LOG = System.getLogger(Pipeline.class.getName());

    private final FrontDesk desk;
    private final LoadGauge load;
    private final IngestCounts counts;
    private final int capacity;

    private final AtomicInteger inside = new AtomicInteger();
    private final ExecutorService checkers;
    private final LinkedBlockingQueue<Waiting> toStore = new LinkedBlockingQueue<>();
    private final Semaphore toDecode = new Semaphore(1);
    private final List<Thread> threads = new ArrayList<>();

    private final ReentrantLock answering = new ReentrantLock();
    private final Condition answered = answering.newCondition();
    private volatile FrontDesk.Way way = (_, _) -> {};
    private volatile boolean closing;

    private record Waiting(Checked checked, Runnable done) {}

    /** @param capacity batches that may be inside at once */
    Pipeline(FrontDesk desk, LoadGauge load, IngestCounts counts, int capacity, int cores) {
        this.desk = desk;
        this.load = load;
        this.counts = counts;
        this.capacity = capacity;
        checkers = Executors.newFixedThreadPool(
                cores, Thread.ofPlatform().name("ingest-check-", 0).daemon().factory());
        start("ingest-store", this::storeAll);
        start("ingest-answer", this::answerAll);
        start("ingest-decode", this::decodeAll);
    }

    private void start(String name, Runnable task) {
        threads.add(Thread.ofPlatform().name(name).daemon().start(task));
    }

    /** Where receipts go from now on. */
    void sendBy(FrontDesk.Way newWay) {
        way = newWay;
    }

    /**
     * Takes in a batch.
     *
     * @param done called once it is decided what becomes of it, durably
     */
    void take(Uid uid, Stream stream, byte[] bytes, Runnable done) {
        counts.inside(inside.incrementAndGet());
        checkers.execute(() -> {
            Checked checked;
            try {
                checked = desk.check(uid, stream, bytes);
            } catch (RuntimeException e) {
                LOG.log(ERROR, "checking a batch of agent " + uid + " failed; it was not taken", e);
                checked = new Checked.Foreign(uid, "checking it failed");
            }
            toStore.add(new Waiting(checked, done));
        });
    }

    /** Another road stored batches. */
    void decode() {
        toDecode.release();
    }

    /** Used part of the room, 0 to 1. */
    double fill() {
        return inside.get() / (double) capacity;
    }

    private void storeAll() {
        var group = new ArrayList<Waiting>();
        while (!closing) {
            try {
                Waiting first = counts.isStoring() ? toStore.take() : toStore.poll(PROBE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    desk.probe();
                    continue;
                }
                group.add(first);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            toStore.drainTo(group, GROUP_BATCHES - 1);
            load.read(fill(), counts.isStoring());
            try {
                desk.store(group.stream().map(Waiting::checked).toList(), Road.MQTT);
                wakeAnswering();
            } catch (RuntimeException e) {
                LOG.log(ERROR, "storing " + group.size() + " batches failed; their agents will send them again", e);
            }
            group.forEach(this::leave);
            group.clear();
            toDecode.release();
        }
    }

    private void leave(Waiting waiting) {
        inside.decrementAndGet(); // before the broker may send another in its place
        try {
            waiting.done().run();
        } catch (RuntimeException e) {
            LOG.log(ERROR, "the broker was not told that a batch is stored", e);
        }
    }

    private void wakeAnswering() {
        answering.lock();
        try {
            answered.signal();
        } finally {
            answering.unlock();
        }
    }

    private void answerAll() {
        while (!closing) {
            desk.answer(way);
            answering.lock();
            try {
                long wait = Math.min(desk.untilAnswer(), ReceiptJoiner.MAX_WAIT_MILLIS);
                boolean _ = wait > 0 && answered.await(wait, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                answering.unlock();
            }
        }
    }

    private void decodeAll() {
        while (!closing) {
            try {
                toDecode.acquire();
                toDecode.drainPermits();
                desk.decode();
            } catch (StoreException e) {
                LOG.log(WARNING, "stored batches are not decoded for the time being: {0}", e.getMessage());
                retryDecoding();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.log(ERROR, "decoding failed; it is tried again", e);
                retryDecoding();
            }
        }
    }

    private void retryDecoding() {
        try {
            boolean _ = toDecode.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        toDecode.release();
    }

    /** Ends the threads. What was taken in and not stored will be sent again. */
    @Override
    public void close() {
        closing = true;
        checkers.shutdownNow();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
