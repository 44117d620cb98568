package skerry.agent;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Has the heap collected as a whole when it has grown well beyond what it held after the last time. The serial collector lets
 * the old generation grow to its most before it does that by itself, so that every agent would come to need all of {@code -Xmx}
 * (ADR 47). For one thread, that calls {@link #look} from time to time.
 */
final class HeapTrim {
    /** What a collection is not worth less than. */
    static final long LEAST_GROWTH = 1_536L << 10;

    /** Above what was held, as one part of it. */
    private static final int PART = 12;

    /** A collection takes some 50 ms of a Raspberry Pi for each 10 MiB, so it must not be frequent. */
    static final long EVERY_NANOS = 60_000_000_000L;

    private final LongSupplier usedBytes;
    private final Runnable collect;
    private final LongSupplier nanos;
    private long held;
    private long next;

    /**
     * @param usedBytes of the heap now, with what could be collected
     * @param collect collects the whole heap
     * @param nanos monotonic
     */
    HeapTrim(LongSupplier usedBytes, Runnable collect, LongSupplier nanos) {
        this.usedBytes = usedBytes;
        this.collect = collect;
        this.nanos = nanos;
        next = nanos.getAsLong() + EVERY_NANOS;
    }

    /**
     * Of this process, which gives back pages of its files as well.
     *
     * @param nanos monotonic
     */
    static HeapTrim ofThisProcess(LongSupplier nanos) {
        Runtime runtime = Runtime.getRuntime();
        Optional<FilePages> pages = FilePages.load(nanos);
        return new HeapTrim(
                () -> runtime.totalMemory() - runtime.freeMemory(),
                () -> {
                    System.gc();
                    pages.ifPresent(FilePages::giveBack);
                },
                nanos);
    }

    /** Collects if enough time has passed and enough could be gained. */
    void look() {
        long now = nanos.getAsLong();
        if (now - next < 0 || usedBytes.getAsLong() - held < Math.max(LEAST_GROWTH, held / PART)) {
            return;
        }
        collect.run();
        held = usedBytes.getAsLong();
        next = now + EVERY_NANOS;
    }
}
