package skerry.agent;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import skerry.agent.ring.BatchDraft;
import skerry.agent.ring.Closing;
import skerry.agent.ring.LearnedPattern;
import skerry.agent.ring.Outbox;
import skerry.agent.ring.Ring;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.Rollup;
import skerry.agent.sync.BatchSealer;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.BatchKey;
import skerry.protocol.ClockSpan;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;

/**
 * Commits what waits every 15 seconds, closes the minute when it is over or when the wall clock jumps, and from closed
 * minutes the hour and the day. Windows follow the wall clock for their names only; what belongs to one is decided by
 * arrival. Owned by the recorder's lock.
 */
final class Windows {
    private static final System.Logger LOG = System.getLogger(Windows.class.getName());
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long COMMIT_EVERY = Duration.ofSeconds(15).toMillis();
    /** Soon after the start, so that a new node has an account at the hub. */
    private static final long ACCOUNT_FIRST = Duration.ofMinutes(2).toMillis();

    private static final long ACCOUNT_EVERY = Duration.ofHours(1).toMillis();
    /** A wall clock that moves by more than this against the monotonic one has been set. */
    private static final long STEP = Duration.ofSeconds(2).toMillis();

    private final Ring ring;
    private final OpenMinute minute;
    private final BatchSealer sealer;
    private final NodeClock clock;
    private final Runnable stored;
    private final Rollup hour = new Rollup(HOUR);
    private final Rollup day = new Rollup(DAY);
    /** Of the patterns that the open hour and day name. */
    private final Map<Long, PatternTemplate> templates = new HashMap<>();

    /** Batches whose minutes the open hour has. */
    private List<BatchKey> minutesOfHour = new ArrayList<>();

    private final List<Outline> outlines = new ArrayList<>();
    private final Deque<List<Answer>> answers = new ArrayDeque<>();
    private final List<HubTime> hubTimes = new ArrayList<>();
    private long openedWall;
    private long openedMono;
    private long seenWall;
    private long seenMono;
    private long committedMono;
    private long gapRevision;
    private long accountDue;
    /** The ring's file that holds what was learned of the logs. */
    private int learnedIn;

    /** A clock record that is dated by the hub's clock, and so has a batch of its own. */
    private record HubTime(Event event, ClockSpan moment) {}

    /**
     * An hour or a day that is closed and not yet stored.
     *
     * @param minutes batches that an hour was made of
     */
    private record Outline(Kind kind, Summary summary, List<PatternTemplate> templates, List<BatchKey> minutes) {}

    /** @param stored told after batches became durable */
    Windows(Ring ring, OpenMinute minute, BatchSealer sealer, NodeClock clock, Runnable stored) {
        this.ring = ring;
        this.minute = minute;
        this.sealer = sealer;
        this.clock = clock;
        this.stored = stored;
        this.openedWall = clock.wallMillis();
        this.openedMono = clock.monoMillis();
        this.seenWall = openedWall;
        this.seenMono = openedMono;
        this.committedMono = openedMono;
        this.accountDue = openedMono + ACCOUNT_FIRST;
        this.learnedIn = ring.files();
    }

    /**
     * Takes up what no hour and no day tells of from before a restart; hours that are over by now are stored with what is due
     * next.
     *
     * @param learned the templates of what they name, as far as they are remembered
     */
    void resume(Outlines open, List<LearnedPattern> learned) {
        minute.templates(learned).forEach(template -> templates.put(template.patternId(), template));
        open.hours().forEach(this::addHour);
        open.minutes().forEach(held -> addMinute(held.summary(), List.of(held.batch())));
        if (!open.minutes().isEmpty()) {
            minute.follows(open.minutes().getLast().summary());
        }
    }

    /**
     * Does what is due.
     *
     * @param events open ones; those that became durable in a batch are removed
     */
    void keep(List<Event> events) {
        long wall = clock.wallMillis();
        long mono = clock.monoMillis();
        long step = (wall - seenWall) - (mono - seenMono);
        if (Math.abs(step) > STEP) {
            closeMinute(events, Math.max(openedWall + 1, seenWall + (mono - seenMono)), wall, mono);
            var jump = new Event(
                    "clock.step",
                    Severity.WARNING,
                    wall,
                    mono,
                    "the wall clock was set by " + step + " ms",
                    Map.of("step", Long.toString(step)));
            if (ring.add(jump)) {
                events.add(jump);
            }
        } else if (Math.floorDiv(wall, MINUTE) > Math.floorDiv(openedWall, MINUTE)) {
            closeMinute(events, Math.floorDiv(wall, MINUTE) * MINUTE, Math.floorDiv(wall, MINUTE) * MINUTE, mono);
        }
        seenWall = wall;
        seenMono = mono;
        storeEvents(events);
        storeOutlines();
        storeGaps();
        storeAnswers();
        if (mono - committedMono >= COMMIT_EVERY) {
            ring.commit();
            committedMono = mono;
        }
    }

    /** Stores what waits in memory without waiting for the time of the next commit. */
    void commit() {
        ring.commit();
        committedMono = clock.monoMillis();
    }

    /** Takes an event that the ring was given and that the hub's clock dates, to be stored with the others. */
    void hubTime(Event event, ClockSpan moment) {
        hubTimes.add(new HubTime(event, moment));
    }

    /** Takes an answer to a command, to be stored with what is due next. */
    void answer(List<Answer> parts) {
        answers.addLast(parts);
    }

    /** Whether an answer is not durable yet. */
    boolean isWaiting(List<Answer> parts) {
        return answers.contains(parts);
    }

    /** Closes the open minute early, as an agent does that is asked to end. */
    void finish(List<Event> events) {
        closeMinute(events, Math.max(openedWall + 1, clock.wallMillis()), clock.wallMillis(), clock.monoMillis());
        storeOutlines();
        storeGaps();
    }

    /**
     * @param events open ones, stored in the same transaction, since it covers all that the ring was given
     * @param end of the minute, by the clock as it was
     * @param next where the next one begins, by the clock as it is
     */
    private void closeMinute(List<Event> events, long end, long next, long mono) {
        var closed = minute.close(new Window(openedWall, end - openedWall));
        for (Event told : minute.events(clock.wallMillis(), mono)) {
            if (ring.add(told)) {
                events.add(told);
            }
        }
        var span = clock.since(openedMono, openedWall);
        var sealed = sealer.summary(Kind.MINUTE, closed.summary(), closed.templates(), closed.records(), span);
        int files = ring.files();
        var learned = minute.learned(files != learnedIn);
        ring.learned(learned.learned(), learned.forgotten());
        var known = minute.known(files != learnedIn);
        ring.known(known.notes(), known.forgotten());
        learnedIn = files;
        var drafts = new ArrayList<>(sealed.drafts());
        drafts.addAll(seal(events));
        // The ring counts what the batches leave out of the window.
        switch (ring.closeWindow(drafts)) {
            case Closing.Stored minutes -> {
                events.clear();
                hubTimes.clear();
                minute.stored(closed);
                roll(closed, minutes.batches());
                stored.run();
            }
            case Closing.Postponed postponed -> {
                minute.postpone(closed);
                LOG.log(
                        Level.DEBUG,
                        "the minute stays open: {0}",
                        postponed.standing().sentence());
            }
        }
        committedMono = mono;
        openedWall = next;
        openedMono = mono;
    }

    /** @param batches that were stored with the minute, which is in those of stream {@code m} */
    private void roll(OpenMinute.Closed closed, List<Outbox.Entry> batches) {
        closed.templates().forEach(template -> templates.put(template.patternId(), template));
        addMinute(
                closed.summary(),
                batches.stream()
                        .map(Outbox.Entry::key)
                        .filter(key -> key.stream() == Stream.MINUTES)
                        .toList());
    }

    private void addMinute(Summary closed, List<BatchKey> batches) {
        if (hour.isCompleteBefore(closed.window())) {
            Summary wholeHour = hour.close();
            boolean dayIsOver = addHour(wholeHour);
            outlines.add(new Outline(Kind.HOUR, wholeHour, templatesOf(wholeHour), minutesOfHour));
            minutesOfHour = new ArrayList<>();
            if (dayIsOver) {
                forgetTemplates(wholeHour, closed);
            }
        }
        hour.add(closed);
        minutesOfHour.addAll(batches);
    }

    /**
     * A day that is over is stored before the next one's first hour, so that the hours behind the newest day are those of the
     * open one.
     *
     * @return whether a day was over
     */
    private boolean addHour(Summary wholeHour) {
        boolean over = day.isCompleteBefore(wholeHour.window());
        if (over) {
            Summary wholeDay = day.close();
            outlines.add(new Outline(Kind.DAY, wholeDay, templatesOf(wholeDay), List.of()));
        }
        day.add(wholeHour);
        return over;
    }

    private void storeOutlines() {
        while (!outlines.isEmpty()) {
            Outline outline = outlines.getFirst();
            long wall = outline.summary().window().startMillis();
            // By a wall clock that was set back the window began later than now.
            long age = Math.clamp(clock.wallMillis() - wall, 0, clock.monoMillis());
            var span = clock.since(clock.monoMillis() - age, wall);
            var sealed =
                    sealer.summary(outline.kind(), outline.summary(), outline.templates(), RecordCounts.NONE, span);
            if (!isStored(ring.storeOutline(sealed.drafts(), outline.minutes()))) {
                return;
            }
            outlines.removeFirst();
        }
    }

    /** All but those that these summaries name. */
    private void forgetTemplates(Summary... open) {
        var named = new HashSet<Long>();
        for (Summary summary : open) {
            summary.patterns().forEach(pattern -> named.add(pattern.patternId()));
        }
        templates.keySet().retainAll(named);
    }

    private List<PatternTemplate> templatesOf(Summary summary) {
        return summary.patterns().stream()
                .map(pattern -> templates.get(pattern.patternId()))
                .filter(Objects::nonNull)
                .toList();
    }

    private void storeEvents(List<Event> events) {
        if ((!events.isEmpty() || !hubTimes.isEmpty()) && isStored(ring.closeEvents(seal(events)))) {
            events.clear();
            hubTimes.clear();
        }
    }

    private List<BatchDraft> seal(List<Event> events) {
        var drafts = new ArrayList<BatchDraft>();
        if (!events.isEmpty()) {
            // Alerts are dated by their evaluation, which others may have overtaken.
            var first = Collections.min(events, Comparator.comparingLong(Event::monoMillis));
            drafts.addAll(sealer.events(events, clock.since(first.monoMillis(), first.wallMillis())));
        }
        hubTimes.forEach(told -> drafts.addAll(sealer.events(List.of(told.event()), told.moment())));
        return drafts;
    }

    /** The account goes with the gaps, and each hour by itself. */
    private void storeGaps() {
        long revision = ring.gapRevision();
        long mono = clock.monoMillis();
        if (revision != gapRevision || mono >= accountDue) {
            var draft = sealer.gaps(ring.gaps(), clock.since(mono, clock.wallMillis()));
            if (isStored(ring.store(List.of(draft)))) {
                gapRevision = revision;
                accountDue = mono + ACCOUNT_EVERY;
            }
        }
    }

    private void storeAnswers() {
        while (!answers.isEmpty()) {
            var span = clock.since(clock.monoMillis(), clock.wallMillis());
            var drafts = answers.getFirst().stream()
                    .map(part -> sealer.answer(part, span))
                    .toList();
            if (!isStored(ring.store(drafts))) {
                return;
            }
            answers.removeFirst();
        }
    }

    private boolean isStored(Closing closing) {
        boolean durable = closing instanceof Closing.Stored;
        if (durable) {
            stored.run();
        }
        return durable;
    }
}
