package skerry.agent;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.ValueSink;
import skerry.agent.collect.guard.CardinalityGuard;
import skerry.agent.collect.guard.Explosion;
import skerry.agent.collect.guard.GuardLimits;
import skerry.agent.collect.logs.Checkpoint;
import skerry.agent.collect.logs.LogIntake;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.AlertNote;
import skerry.agent.ring.Box;
import skerry.agent.ring.BoxBounds;
import skerry.agent.ring.LearnedPattern;
import skerry.agent.ring.Replay;
import skerry.agent.ring.Ring;
import skerry.agent.ring.SampleRound;
import skerry.agent.summary.OpenMinute;
import skerry.agent.sync.BatchSealer;
import skerry.protocol.ClockSpan;
import skerry.protocol.RecordCounts;
import skerry.protocol.Uid;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.LossCause;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;

/**
 * Where what is collected meets: redaction, then the ring and the open minute, under one lock. A commit or the end of a
 * minute waits until no log source is between its records and their checkpoint, so that both are always stored together.
 * Thread-safe.
 */
public final class Recorder implements LogIntake, ValueSink {
    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());
    /** More than the host and all that is scraped have at once; each costs some 200 bytes of a heap of 24 MiB. */
    private static final int MAX_KNOWN_NAMES = 16_000;

    /** What the limits on sources call all distributions of durations together. */
    private static final String DISTRIBUTIONS = "distributions";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roomForLines = lock.newCondition();
    private final Condition answersStored = lock.newCondition();
    private final Uid uid;
    private final Redactor redactor;
    private final Ring ring;
    private final OpenMinute minute;
    private final Predicate<Series> sent;
    private final int commitBytes;
    private final NodeClock clock;
    private final Windows windows;
    private final SampleRound round = new SampleRound();
    private final CardinalityGuard guard;
    private final SeriesNames series;
    private final LogNames logs;
    /** Series of the round that leave the site, and their places in it. */
    private final List<Series> leaving = new ArrayList<>();

    private final BitSet leavingPlaces = new BitSet();
    private final SampleValues sampleValues = new SampleValues();
    private final List<Event> events = new ArrayList<>();
    private long roundMonoMillis = Long.MIN_VALUE;
    private boolean betweenCheckpoints;
    private boolean workDue;

    /**
     * @param sent the series that leave the site
     * @param commitBytes how much may wait in memory before it is committed early
     * @param limits on what one source may bring
     * @param stored told after batches became durable
     */
    public Recorder(
            Uid uid,
            Redactor redactor,
            Ring ring,
            OpenMinute minute,
            BatchSealer sealer,
            Predicate<Series> sent,
            int commitBytes,
            NodeClock clock,
            GuardLimits limits,
            Runnable stored) {
        this.uid = uid;
        this.redactor = redactor;
        this.ring = ring;
        this.minute = minute;
        this.sent = sent;
        this.commitBytes = commitBytes;
        this.clock = clock;
        this.guard = new CardinalityGuard(limits, this::exploded, clock.monoMillis());
        this.series = new SeriesNames(redactor, MAX_KNOWN_NAMES, guard);
        this.logs = new LogNames(this::redacted, limits.logSources(), clock, this::tooManyLogs);
        this.windows = new Windows(ring, minute, sealer, clock, stored);
    }

    /** So many series more than a node has will come in each round: as many more are kept at hand. */
    public void expectSeries(int more) {
        lock.lock();
        try {
            series.bound(MAX_KNOWN_NAMES + more);
            guard.expect(more);
            ring.expectSeries(more);
        } finally {
            lock.unlock();
        }
    }

    /** Takes up what a process before this one stored and did not summarise, and its open hour and day. */
    public void resume() {
        resume(_ -> {});
    }

    /**
     * The same.
     *
     * @param lines looks at the log lines among it, as they are in the ring, for what {@link #value} was told of them
     */
    public void resume(Consumer<LogRecord> lines) {
        List<LearnedPattern> learned = ring.learned();
        minute.restore(learned, ring.known());
        windows.resume(Outlines.of(ring, uid), learned);
        ring.unsummarised(new Replay() {
            @Override
            public void samples(SampleRound stored) {
                for (int i = 0; i < stored.size(); i++) {
                    double value = stored.value(i);
                    Optional<Series> found = ring.series(stored.seriesId(i));
                    found.ifPresent(one -> sampleValues.sample(one, value));
                    found.filter(sent).ifPresent(one -> minute.sample(one, value, stored.monoMillis()));
                }
                sampleValues.end(true, Recorder.this);
            }

            @Override
            public void line(LogRecord line) {
                minute.line(line.source().key(), line.severity(), line.text());
                lines.accept(line);
            }

            @Override
            public void event(Event event) {
                events.add(event);
            }
        });
    }

    @Override
    public void record(LogRecord record) throws InterruptedException {
        // Not interruptibly: a source that was asked to end must come to its checkpoint, or what it handed over is read
        // again.
        lock.lock();
        try {
            // Only before its first record can a source wait: until its checkpoint nothing is stored that would make
            // room.
            while (!betweenCheckpoints && !ring.hasRoomForLines()) {
                roomForLines.await();
            }
            betweenCheckpoints = true;
            LogRecord clean = record.with(logs.of(record.source()), redactor.redact(record.text()));
            if (ring.add(clean)) {
                minute.line(clean.source().key(), clean.severity(), clean.text());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        lock.lock();
        try {
            ring.add(checkpoint);
            betweenCheckpoints = false;
            if (workDue) {
                workDue = false;
                windows.keep(events);
                answersStored.signalAll();
            } else if (ring.pendingBytes() >= commitBytes) {
                windows.commit();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void lost(LogSource source, long records, String cause) {
        LOG.log(Level.WARNING, "{0}: {1} records lost, {2}", redactor.redact(source.key()), records, cause);
        long now = clock.wallMillis();
        ring.lost(new RecordCounts(0, records, 0), LossCause.SOURCE_GONE, now, now);
    }

    /**
     * Takes the samples of a round.
     *
     * @param at when they were collected
     * @param samples hands them over
     */
    public void samples(Instant at, Consumer<SampleSink> samples) {
        samples(at, Labels.NONE, samples);
    }

    /**
     * Takes the samples of a scrape.
     *
     * @param at when it began
     * @param chosen labels that are the site's own words for its target: they stay as they are, since two addresses that are
     *     both masked would be one target
     * @param samples hands them over
     */
    public void samples(Instant at, Labels chosen, Consumer<SampleSink> samples) {
        lock.lock();
        try {
            // No two rounds of one moment: the ring finds their order again by it.
            long monoMillis = Math.max(clock.monoMillis(), roundMonoMillis + 1);
            roundMonoMillis = monoMillis;
            round.begin(at.toEpochMilli(), monoMillis);
            leaving.clear();
            leavingPlaces.clear();
            series.hourly(monoMillis);
            samples.accept(new Taking(chosen, monoMillis));
            boolean stored = ring.add(round);
            sampleValues.end(stored, this);
            if (stored) {
                int place = -1;
                for (Series one : leaving) {
                    place = leavingPlaces.nextSetBit(place + 1);
                    minute.sample(one, round.value(place), monoMillis);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Labels as they are stored. */
    Labels stored(Labels labels) {
        lock.lock();
        try {
            return series.redacted(labels, Labels.NONE);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a value of a distribution, which is kept nowhere but in the open minute, if its series leaves the site. */
    @Override
    public void value(MetricFamily family, Labels labels, double value, long times) {
        lock.lock();
        try {
            Series one = series.of(DISTRIBUTIONS, family, labels, Labels.NONE, clock.monoMillis());
            if (one == null) {
                minute.leftOut(times);
            } else if (sent.test(one)) {
                minute.value(one, value, times);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void leftOut(long values) {
        lock.lock();
        try {
            minute.leftOut(values);
        } finally {
            lock.unlock();
        }
    }

    /** Values that are none of a distribution, since the start. */
    long refusedValues() {
        lock.lock();
        try {
            return minute.refusedValues();
        } finally {
            lock.unlock();
        }
    }

    /** Values of series beyond those that there is room for, since the start. */
    long leftOutValues() {
        lock.lock();
        try {
            return minute.leftOutValues();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the samples of a round, but for those of series that are refused. */
    private final class Taking implements SampleSink {
        private final Labels chosen;
        private final long monoMillis;
        private String source;

        Taking(Labels chosen, long monoMillis) {
            this.chosen = chosen;
            this.monoMillis = monoMillis;
            this.source = sourceOf(chosen);
        }

        @Override
        public void from(String name) {
            source = name;
        }

        @Override
        public void add(MetricFamily family, Labels labels, double value) {
            Series one = series.of(source, family, labels, chosen, monoMillis);
            if (one == null) {
                return;
            }
            sampleValues.sample(one, value);
            if (sent.test(one)) {
                leaving.add(one);
                leavingPlaces.set(round.size());
            }
            round.add(ring.seriesId(one), value);
        }
    }

    /** A target as the site calls it. */
    private static String sourceOf(Labels chosen) {
        String job = chosen.get("job");
        String instance = chosen.get("instance");
        return job.isEmpty() ? instance : instance.isEmpty() ? job : job + " " + instance;
    }

    private void exploded(Explosion explosion) {
        LOG.log(Level.WARNING, "{0}", explosion.sentence());
        event(new Event(
                "series.refused",
                Severity.WARNING,
                clock.wallMillis(),
                clock.monoMillis(),
                explosion.sentence(),
                Map.of(
                        "source", explosion.source(),
                        "metric", explosion.metric(),
                        "label", explosion.label(),
                        "values", Integer.toString(explosion.values()),
                        "series", Integer.toString(explosion.series()))));
    }

    /** What the limits on sources refused since the start. */
    public void eachRefused(CardinalityGuard.Sink sink) {
        lock.lock();
        try {
            guard.each(sink);
            if (logs.folded() > 0) {
                sink.refused("logs", "log-sources", logs.folded(), logs.isFull());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes an event. */
    public void event(Event event) {
        Event clean = clean(event);
        lock.lock();
        try {
            if (ring.add(clean)) {
                events.add(clean);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what became of an alert, of which the texts are redacted already and the labels are a series': the event and what is to be remembered are stored in one transaction.
     *
     * @return false if there was no room for the event; then nothing is stored
     */
    public boolean tell(Optional<Event> event, AlertNote note) {
        lock.lock();
        try {
            if (event.isPresent()) {
                if (!ring.add(event.get())) {
                    return false;
                }
                events.add(event.get());
            }
            ring.add(note);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a copy of what was recorded before a crash, and the event that tells of it, which are stored in one transaction.
     *
     * @return false if there was no room for the event; then nothing is stored
     */
    public boolean pin(Event event, Box box, BoxBounds bounds) {
        Event clean = clean(event);
        lock.lock();
        try {
            if (!ring.add(clean)) {
                return false;
            }
            events.add(clean);
            ring.add(box, bounds);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Stores the hub's time as a clock record, by which the hub can date what this boot stored before and will store. */
    public void hubTime(ClockSpan moment) {
        var event = new Event(
                "clock",
                Severity.INFO,
                moment.wallLast(),
                moment.monoLast(),
                "the hub's clock is the best this node knows",
                Map.of(
                        "quality", Integer.toString(moment.quality().code()),
                        "error", Long.toString(moment.errorMillis()),
                        "step", Long.toString(moment.wallLast() - clock.wallMillis())));
        lock.lock();
        try {
            if (ring.add(event)) {
                windows.hubTime(event, moment);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the parts of an answer to a command; returns when they are durable, with the next {@link #tick} as a rule. */
    public void answer(List<Answer> parts) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            windows.answer(parts);
            while (windows.isWaiting(parts)) {
                answersStored.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Does what is due: commits, closes windows, stores events. Leaves it to the log thread if that is between its records and
     * their checkpoint. To be called at least every 15 seconds.
     */
    public void tick() {
        lock.lock();
        try {
            if (betweenCheckpoints) {
                workDue = true;
            } else {
                windows.keep(events);
                roomForLines.signalAll();
                answersStored.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the open window early, for a process that ends; what the log thread had not finished will be read again. */
    public void finish() {
        lock.lock();
        try {
            if (betweenCheckpoints) {
                LOG.log(
                        Level.DEBUG,
                        "the open window stays open: a log source is between its records and their checkpoint");
            } else {
                windows.finish(events);
            }
        } finally {
            lock.unlock();
        }
    }

    private void tooManyLogs() {
        event(new Event(
                "series.refused",
                Severity.WARNING,
                clock.wallMillis(),
                clock.monoMillis(),
                "more than " + guard.limits().logSources()
                        + " logs within an hour: the lines of more are kept under the name " + LogNames.OTHERS.key()
                        + "; raise limits.log-sources, or leave some out by logs.exclude",
                Map.of("source", "logs")));
    }

    private Event clean(Event event) {
        var attributes = new HashMap<String, String>();
        for (Map.Entry<String, String> one : event.attributes().entrySet()) {
            attributes.put(one.getKey(), redactor.redactValue(one.getKey(), one.getValue()));
        }
        return new Event(
                event.type(),
                event.severity(),
                event.wallMillis(),
                event.monoMillis(),
                redactor.redact(event.text()),
                attributes);
    }

    private LogSource redacted(LogSource source) {
        var clean = new LogSource(redactor.redact(source.key()), series.redacted(source.labels(), Labels.NONE));
        return clean.equals(source) ? source : clean;
    }
}
