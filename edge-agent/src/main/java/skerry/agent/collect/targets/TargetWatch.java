package skerry.agent.collect.targets;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import skerry.agent.collect.targets.ScrapeFailure.Reason;

/**
 * One target: when it is due, the scrape under way, and what came of the last one. {@link #pass} is called by the scheduling
 * thread; a scrape runs on another, and exactly one of the two tells what came of it: the scrape itself once its answer is there in
 * time, otherwise the scheduling thread at the timeout.
 */
final class TargetWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TargetWatch.class.getName());

    /** How long the thread of a scrape may take to notice that its connection was closed. */
    private static final long ENDING_MILLIS = 1_000;

    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Target target;
    private final TargetContext context;
    private final SeriesMemory memory;
    private long due;
    private Optional<Running> running = Optional.empty();
    private Optional<Reason> failing = Optional.empty();
    private volatile TargetState state;

    /** A scrape under way. */
    private static final class Running {
        final HttpGet get;
        final Instant at;
        final long began;
        final long deadline;
        final AtomicBoolean told = new AtomicBoolean();
        volatile boolean ended;

        Running(HttpGet get, Instant at, long began, long deadline) {
            this.get = get;
            this.at = at;
            this.began = began;
            this.deadline = deadline;
        }
    }

    /** @param due when it is scraped first, by the context's clock */
    TargetWatch(Target target, TargetContext context, long due) {
        this.target = target;
        this.context = context;
        this.memory = new SeriesMemory(context.remembered());
        this.due = due;
        this.state = TargetState.waiting(target);
    }

    TargetState state() {
        return state;
    }

    /**
     * Does what is due.
     *
     * @param threads runs a scrape
     * @return when to call again
     */
    long pass(long now, Executor threads) {
        if (running.isPresent() && running.get().ended) {
            running = Optional.empty();
        }
        if (running.isPresent() && now >= running.get().deadline && tell(running.get())) {
            running.get().get.close();
            failed(running.get(), HttpGet.late(target), Optional.empty());
        }
        if (now >= due && running.isPresent() && now < running.get().deadline + ENDING_MILLIS) {
            return now + LOOK_AGAIN_MILLIS;
        }
        if (now >= due) {
            long interval = target.job().interval().toMillis();
            due += interval * (1 + (now - due) / interval);
            begin(now, threads);
        }
        return running.isPresent() && !running.get().told.get() ? Math.min(due, running.get().deadline) : due;
    }

    private void begin(long now, Executor threads) {
        long deadline = now + target.job().timeout().toMillis();
        var next = new Running(
                new HttpGet(target, context.tls(), context.userAgent(), context.bytes(), context.mono(), deadline),
                context.wall().instant(),
                now,
                deadline);
        if (running.isPresent()) {
            // Only a name server can hold it up beyond its timeout.
            failed(next, new ScrapeFailure(Reason.TIMEOUT, "an earlier scrape of it has not ended"), Optional.empty());
            return;
        }
        running = Optional.of(next);
        threads.execute(() -> scrape(next));
    }

    private void scrape(Running run) {
        try (HttpGet get = run.get) {
            HttpReply reply = get.fetch();
            try (ReceivedBody _ = reply.body()) {
                if (tell(run)) {
                    take(run, reply);
                }
            }
        } catch (ScrapeFailure e) {
            if (tell(run)) {
                failed(run, e, Optional.empty());
            }
        } catch (RuntimeException e) {
            // A target must not be able to end the agent, which a thread that fails does.
            LOG.log(ERROR, "scraping target " + target + " is broken, please report this", e);
            if (tell(run)) {
                failed(run, new ScrapeFailure(Reason.BUG, "the agent fails at it"), Optional.empty());
            }
        } finally {
            run.ended = true;
        }
    }

    /** @return whether the caller is the one to tell what came of the scrape */
    private static boolean tell(Running run) {
        return run.told.compareAndSet(false, true);
    }

    /** One answer at a time: what it takes in memory while it is read is then bounded. */
    private void take(Running run, HttpReply reply) {
        synchronized (context.series()) {
            var reading = new ScrapeReading(target, run.at.toEpochMilli(), memory);
            try {
                reading.read(reply);
                context.series().take(target, reading.kept());
            } catch (ScrapeFailure e) {
                failed(run, e, Optional.of(reading));
                memory.refused();
                return;
            } catch (RuntimeException e) {
                LOG.log(ERROR, "the answer of target " + target + " cannot be read, please report this", e);
                failed(run, new ScrapeFailure(Reason.BUG, "the agent fails at its answer"), Optional.of(reading));
                memory.refused();
                return;
            }
            memory.taken();
            context.tally().read(target, reading);
            double seconds = secondsSince(run);
            var report = new ScrapeReport(target, true, seconds, reading.scraped(), reading.kept(), reading.added());
            context.intake().samples(run.at, target.labels(), sink -> {
                reading.forEach(sink);
                report.tell(sink);
            });
            ScrapeJob.Bounds bounds = target.job().bounds();
            double use = Math.max(
                    (double) reading.kept() / bounds.maxSeries(), (double) reading.bytes() / bounds.maxBytes());
            state = TargetState.well(target, reading.kept(), seconds, use);
            if (failing.isPresent()) {
                failing = Optional.empty();
                LOG.log(INFO, "target {0} is scraped again", target);
            }
        }
    }

    /** @param read what was counted before the answer was refused */
    private void failed(Running run, ScrapeFailure failure, Optional<ScrapeReading> read) {
        synchronized (context.series()) {
            double seconds = secondsSince(run);
            context.tally().failed(target, failure);
            var report = new ScrapeReport(
                    target,
                    false,
                    seconds,
                    read.map(ScrapeReading::scraped).orElse(0),
                    read.map(ScrapeReading::kept).orElse(0),
                    read.map(ScrapeReading::added).orElse(0));
            context.intake().samples(run.at, target.labels(), report::tell);
            state = TargetState.failing(target, failure, seconds);
            boolean said = failing.filter(failure.reason()::equals).isPresent();
            failing = Optional.of(failure.reason());
            LOG.log(
                    said ? DEBUG : WARNING,
                    "target {0} cannot be scraped: {1}. {2}",
                    target,
                    failure.what(),
                    failure.advice());
        }
    }

    private double secondsSince(Running run) {
        return (context.mono().millis() - run.began) / 1000.0;
    }

    /** Ends the scrape under way; nothing is told of it. */
    @Override
    public void close() {
        running.ifPresent(run -> {
            tell(run);
            run.get.close();
        });
        synchronized (context.series()) {
            context.series().leave(target);
            memory.close();
        }
    }
}
