package skerry.agent.alert;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.promql.Answer;
import skerry.promql.Evaluator;
import skerry.promql.QueryLimits;
import skerry.promql.Sample;
import skerry.promql.Value;
import skerry.protocol.series.Labels;

/**
 * Evaluates rules, each group at its interval, and keeps their alerts. Rounds are for one thread; acknowledging and looking may
 * be done by any.
 */
public final class AlertEngine {
    /** Open alerts of an agent: the hub keeps no more. */
    static final int MOST_ALERTS = 1_000;

    /** After the start, so that everything has been collected more than once. */
    static final Duration FIRST_AFTER = Duration.ofSeconds(45);

    /** Time for evaluating the rules of one round; those that come too late wait for the next. */
    private static final Duration ROUND_LIMIT = Duration.ofSeconds(6);

    private static final System.Logger LOG = System.getLogger(AlertEngine.class.getName());
    private static final QueryLimits LIMITS = new QueryLimits(RuleSeries.MOST_SAMPLES, 2_000_000, 10_000, 11_000);
    private static final double NANOS = 1e9;
    private static final String NO_MEMORY =
            "it needs more memory than the agent has: ask for less time or fewer series";

    private final ReentrantLock lock = new ReentrantLock();
    private final Ring ring;
    private final AlertTelling telling;
    private final Supplier<Moment> clock;
    private final LongSupplier nanos;
    private final Redactor redactor;
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, RuleState> rules = new HashMap<>();
    private int files;
    private int firstRule;
    private long evaluations;
    private long failures;
    private long leftOut;
    private long roundCount;
    private long roundNanos;
    private long lastRoundNanos;
    private volatile AlertBoard board = AlertBoard.EMPTY;

    private static final class Group {
        private final RuleGroup group;
        private final List<RuleState> rules;
        private long due;

        Group(RuleGroup group, List<RuleState> rules, long due) {
            this.group = group;
            this.rules = rules;
            this.due = due;
        }
    }

    /**
     * Takes up the alerts that the ring remembers.
     *
     * @param ring where samples come from; to be given before this process records anything
     * @param boot names this boot, by whose monotonic clock alerts count
     * @param nanos for measuring what a round costs
     */
    public AlertEngine(
            RuleBook book,
            Ring ring,
            AlertStore store,
            Redactor redactor,
            Supplier<Moment> clock,
            LongSupplier nanos,
            String boot) {
        this.ring = ring;
        this.telling = new AlertTelling(store, boot);
        this.clock = clock;
        this.nanos = nanos;
        this.redactor = redactor;
        Moment now = clock.get();
        for (RuleGroup group : book.groups()) {
            List<RuleState> states = group.rules().stream()
                    .map(rule -> new RuleState(group, rule, redactor::redact))
                    .toList();
            states.forEach(state -> rules.put(state.id(), state));
            groups.add(new Group(group, states, now.monoMillis() + FIRST_AFTER.toMillis()));
        }
        var restore = new AlertRestore(rules, telling, boot, now, ring);
        ring.notes().forEach(restore::restore);
        files = ring.files();
        show();
    }

    /** How alerts and rules stood after the last round. */
    public AlertBoard board() {
        return board;
    }

    /** Milliseconds until a group is due. */
    public long untilDue() {
        long now = clock.get().monoMillis();
        return groups.stream().mapToLong(group -> group.due - now).min().orElse(Long.MAX_VALUE);
    }

    /** Evaluates the groups that are due. */
    public void round() {
        Moment now = clock.get();
        List<Group> due =
                groups.stream().filter(group -> group.due <= now.monoMillis()).toList();
        lock.lock();
        try {
            telling.tellLate(ring);
            noteAgain();
        } finally {
            lock.unlock();
        }
        if (due.isEmpty()) {
            return;
        }
        long began = nanos.getAsLong();
        List<RuleState> states =
                due.stream().flatMap(group -> group.rules.stream()).toList();
        for (Group group : due) {
            // A machine that slept does not catch up.
            long every = group.group.interval().toMillis();
            group.due = Math.max(group.due + every, now.monoMillis() + every / 2);
        }
        evaluate(states, now);
        lock.lock();
        try {
            lastRoundNanos = nanos.getAsLong() - began;
            roundNanos += lastRoundNanos;
            roundCount++;
        } finally {
            lock.unlock();
        }
        show();
    }

    /**
     * Notes that somebody knows of a firing alert; the same said twice counts once.
     *
     * @return false if no alert of this key fires
     */
    public boolean acknowledge(String key, Acknowledgement by) {
        var clean = new Acknowledgement(
                redacted(by.by(), Acknowledgement.MOST_BY),
                redacted(by.note(), Acknowledgement.MOST_NOTE),
                by.wallMillis());
        return change(key, alert -> {
            boolean same = alert.acknowledged().filter(clean::isLike).isPresent();
            if (!same) {
                alert.acknowledged(Optional.of(clean));
                telling.tell(AlertWord.ACKNOWLEDGED, alert, clock.get());
            }
        });
    }

    /** Takes an acknowledgement back. @return false if no alert of this key fires */
    public boolean unacknowledge(String key) {
        return change(key, alert -> {
            if (alert.acknowledged().isPresent()) {
                alert.acknowledged(Optional.empty());
                telling.tell(AlertWord.UNACKNOWLEDGED, alert, clock.get());
            }
        });
    }

    private String redacted(String text, int most) {
        String clean = redactor.redact(text.replaceAll("\\p{Cntrl}+", " ").strip());
        return clean.length() <= most ? clean : clean.substring(0, most);
    }

    private interface Step {
        void take(Alert alert);
    }

    private boolean change(String key, Step step) {
        lock.lock();
        try {
            Optional<Alert> alert = rules.values().stream()
                    .flatMap(rule -> rule.alert(key).stream())
                    .filter(Alert::isFiring)
                    .findFirst();
            alert.ifPresent(step::take);
            show();
            return alert.isPresent();
        } finally {
            lock.unlock();
        }
    }

    private void evaluate(List<RuleState> states, Moment now) {
        var series =
                new RuleSeries(states.stream().map(state -> state.rule().expr()).toList(), now.wallMillis(), nanos);
        boolean whole = ring.standing().sentence().isEmpty();
        try {
            series.read(ring, now);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "rules see only what waits in memory: {0}", e.getMessage());
            whole = false;
        } catch (OutOfMemoryError e) {
            states.forEach(state -> failed(state, NO_MEMORY, now));
            return;
        }
        var evaluator = new Evaluator(series, LIMITS);
        long read = nanos.getAsLong();
        // By turns, so that one that takes all the time does not cost always the same ones theirs.
        int start = firstRule % states.size();
        boolean late = false;
        for (int i = 0; i < states.size() && !Thread.currentThread().isInterrupted(); i++) {
            RuleState state = states.get((start + i) % states.size());
            if (!late && nanos.getAsLong() - read > ROUND_LIMIT.toNanos()) {
                late = true;
                firstRule = start + i;
            }
            if (late) {
                failed(state, "the rules before it took all the time of a round", now);
            } else {
                evaluate(state, evaluator, now, whole);
            }
        }
    }

    private void evaluate(RuleState state, Evaluator evaluator, Moment now, boolean whole) {
        try {
            apply(state, samples(evaluator.instant(state.rule().expr(), now.wallMillis())), now, whole);
        } catch (RuleFailure | IOException e) {
            failed(state, String.valueOf(e.getMessage()), now);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(Level.DEBUG, "evaluating " + state.rule().alert(), e);
            failed(state, "it failed unexpectedly (" + e.getClass().getSimpleName() + "): please report this", now);
        } catch (OutOfMemoryError e) {
            failed(state, NO_MEMORY, now);
        }
    }

    private static List<Sample> samples(Answer answer) throws RuleFailure {
        return switch (answer) {
            case Answer.Refused(var refusal) -> throw new RuleFailure(refusal.message());
            case Answer.Result(Value.InstantVector vector) -> vector.samples();
            case Answer.Result(Value.Scalar scalar) -> List.of(new Sample(Labels.NONE, scalar.value()));
            case Answer.Result _ -> throw new RuleFailure("the expression yields neither series nor a number");
        };
    }

    private void apply(RuleState state, List<Sample> samples, Moment now, boolean whole) throws RuleFailure {
        lock.lock();
        try {
            evaluations++;
            int open = rules.values().stream()
                    .mapToInt(rule -> rule.alerts().size())
                    .sum();
            leftOut += state.evaluated(
                    samples, now, whole, Math.max(0, MOST_ALERTS - open), this::isKnown, telling.changes(now));
            if (state.trouble().isPresent()) {
                LOG.log(
                        Level.INFO,
                        "rule {0} can be evaluated again",
                        state.rule().alert());
                state.trouble(Optional.empty());
                telling.keep(AlertMemory.forgetRule(state.id()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Its alerts stay as they are: that nobody knows is no reason to say that all is well. */
    private void failed(RuleState state, String problem, Moment now) {
        lock.lock();
        try {
            if (Thread.currentThread().isInterrupted()) {
                return; // the agent ends, and the rule is not to blame
            }
            evaluations++;
            failures++;
            if (state.trouble().filter(known -> known.problem().equals(problem)).isEmpty()) {
                var trouble = new RuleTrouble(
                        state.group().name(),
                        state.rule().alert(),
                        problem,
                        state.trouble().map(RuleTrouble::since).orElse(now.wallMillis()));
                boolean news = state.trouble().isEmpty();
                LOG.log(
                        news ? Level.WARNING : Level.DEBUG,
                        "rule {0} cannot be evaluated: {1}",
                        trouble.alert(),
                        problem);
                state.trouble(Optional.of(trouble));
                telling.keep(AlertMemory.note(state.id(), trouble));
            }
        } finally {
            lock.unlock();
        }
    }

    /** When another file took the place of the ring's, what was written into the old one may be missing. */
    private void noteAgain() {
        int now = ring.files();
        if (now != files) {
            files = now;
            rules.values().stream().flatMap(state -> state.alerts().stream()).forEach(telling::keep);
        }
    }

    private boolean isKnown(String key) {
        return rules.values().stream().anyMatch(state -> state.alert(key).isPresent());
    }

    private void show() {
        lock.lock();
        try {
            List<AlertView> alerts = rules.values().stream()
                    .flatMap(state -> state.alerts().stream())
                    .map(AlertView::of)
                    .sorted(Comparator.comparing(AlertView::firing, Comparator.reverseOrder())
                            .thenComparingLong(AlertView::since)
                            .thenComparing(AlertView::key))
                    .toList();
            List<RuleTrouble> troubles = rules.values().stream()
                    .flatMap(state -> state.trouble().stream())
                    .sorted(Comparator.comparing(RuleTrouble::alert))
                    .toList();
            board = new AlertBoard(
                    alerts,
                    troubles,
                    rules.size(),
                    evaluations,
                    failures,
                    leftOut,
                    roundCount,
                    roundNanos / NANOS,
                    lastRoundNanos / NANOS);
        } finally {
            lock.unlock();
        }
    }
}
