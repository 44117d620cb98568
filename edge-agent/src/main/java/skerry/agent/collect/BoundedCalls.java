package skerry.agent.collect;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs calls one after the other on one worker thread and stops waiting for a call that takes too long. The stuck call
 * keeps its thread, a new worker takes the next calls, and a call of the same name is not started again until the stuck
 * one ends: so there are never more threads than names, and one as long as nothing is stuck.
 *
 * <p>Owned by one thread; the calls run on another.
 */
public final class BoundedCalls implements AutoCloseable {
    private final String threadName;
    private final Duration limit;
    private final Map<String, Future<?>> stuck = new HashMap<>();
    private ExecutorService worker;

    /** What became of a call. */
    public sealed interface Outcome<T> {
        record Done<T>(T value) implements Outcome<T> {}

        record Failed<T>(Throwable cause) implements Outcome<T> {}

        /** Not ended within the limit; it was interrupted and left behind. */
        record TimedOut<T>() implements Outcome<T> {}

        /** Not started, because an earlier call of this name has not ended yet. */
        record StillRunning<T>() implements Outcome<T> {}
    }

    /** @param limit how long one call may take, waiting included */
    public BoundedCalls(String threadName, Duration limit) {
        this.threadName = threadName;
        this.limit = limit;
        this.worker = newWorker();
    }

    /**
     * Runs {@code task} and waits for it at most the limit.
     *
     * @param name tells apart which calls are the same
     * @throws InterruptedException if the waiting thread is to stop
     */
    public <T> Outcome<T> call(String name, Callable<T> task) throws InterruptedException {
        var earlier = stuck.get(name);
        if (earlier != null) {
            if (!earlier.isDone()) {
                return new Outcome.StillRunning<>();
            }
            stuck.remove(name);
        }
        Future<T> future = worker.submit(task);
        try {
            return new Outcome.Done<>(future.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            return new Outcome.Failed<>(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            leaveBehind(name, future);
            return new Outcome.TimedOut<>();
        } catch (InterruptedException e) {
            leaveBehind(name, future);
            throw e;
        }
    }

    private void leaveBehind(String name, Future<?> future) {
        boolean started = worker.shutdownNow().isEmpty();
        if (started) {
            stuck.put(name, future);
        }
        worker = newWorker();
    }

    /** Interrupts what runs; a stuck call may still hold its daemon thread. */
    @Override
    public void close() {
        worker.shutdownNow();
    }

    private ExecutorService newWorker() {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(threadName).factory());
    }
}
