package skerry.system.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Runs schedules on all cores until one fails or all are done. */
final class ModelRun {
    private static final int TELL_EVERY = 5_000;

    private final PrimitiveIterator.OfLong seeds;
    private final Supplier<Mutation> mutation;
    private final Path folder;
    private final Path startStore;
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private long schedules;
    private long lines;
    private @Nullable Failure failure;

    private ModelRun(PrimitiveIterator.OfLong seeds, Supplier<Mutation> mutation, Path folder) {
        this.seeds = seeds;
        this.mutation = mutation;
        this.folder = folder;
        this.startStore = folder.resolve("start");
        StartStore.make(startStore, Schedule.BEGIN);
    }

    /** A schedule in which a promise was broken, with the last of what happened. */
    record Failure(long seed, Throwable cause, List<String> lines) {
        AssertionError asError() {
            return new AssertionError(
                    "seed " + seed + ": " + cause.getMessage() + "\n" + String.join("\n", lines), cause);
        }
    }

    /** @param lines of logs that were followed to where they are */
    record Result(long schedules, long lines, Map<Fault, Long> faults, Optional<Failure> failure) {}

    static Result of(LongStream seeds, Supplier<Mutation> mutation) {
        Path folder = Folders.temporary();
        try {
            return new ModelRun(seeds.iterator(), mutation, folder).onAllCores();
        } finally {
            Folders.delete(folder);
        }
    }

    /** What happens in one schedule whose agent's wall clock is off by {@code wallShift}. */
    static List<String> diaryOf(long seed, long wallShift) {
        Path folder = Folders.temporary();
        try {
            StartStore.make(folder.resolve("start"), Schedule.BEGIN);
            var own = folder.resolve("seed");
            try (var schedule = new Schedule(seed, own, folder.resolve("start"), Mutation.NONE, wallShift)) {
                schedule.run();
                return schedule.diary().lines();
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private Result onAllCores() {
        int cores = Runtime.getRuntime().availableProcessors();
        try (var workers = Executors.newFixedThreadPool(cores)) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < cores; i++) {
                running.add(workers.submit(this::work));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return new Result(schedules, lines, faults, Optional.ofNullable(failure));
    }

    private void work() {
        for (Optional<Long> seed = next(); seed.isPresent(); seed = next()) {
            run(seed.get());
        }
    }

    private synchronized Optional<Long> next() {
        return failure == null && seeds.hasNext() ? Optional.of(seeds.next()) : Optional.empty();
    }

    private void run(long seed) {
        Path own = folder.resolve("seed-" + seed);
        try (var schedule = new Schedule(seed, own, startStore, mutation.get(), 0)) {
            try {
                schedule.run();
                done(schedule.diary(), null);
            } catch (AssertionError | RuntimeException e) {
                done(schedule.diary(), new Failure(seed, e, schedule.diary().lines()));
            }
        } finally {
            Folders.delete(own);
        }
    }

    private synchronized void done(Diary diary, @Nullable Failure failed) {
        schedules++;
        lines += diary.linesFollowed();
        diary.faults().forEach((fault, times) -> faults.merge(fault, times, Long::sum));
        if (failure == null) {
            failure = failed;
        }
        if (schedules % TELL_EVERY == 0) {
            System.out.printf("sync model: %,d schedules so far%n", schedules);
        }
    }
}
