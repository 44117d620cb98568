package skerry.agent.alert;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import skerry.agent.ring.AlertNote;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.agent.ring.StoredNote;

/** Takes up the alerts that a ring remembers, once, before this process records anything. */
final class AlertRestore {
    /** A time without an agent, up to which what was pending goes on as if it had been watched. */
    static final Duration MOST_AWAY = Duration.ofMinutes(10);

    private static final System.Logger LOG = System.getLogger(AlertRestore.class.getName());

    private final Map<String, RuleState> rules;
    private final AlertTelling telling;
    private final String boot;
    private final Moment now;
    private final Optional<Ring.LastRecord> last;

    AlertRestore(Map<String, RuleState> rules, AlertTelling telling, String boot, Moment now, Ring ring) {
        this.rules = rules;
        this.telling = telling;
        this.boot = boot;
        this.now = now;
        this.last = ring.lastRecord();
    }

    void restore(StoredNote stored) {
        AlertNote note = stored.note();
        Optional<AlertMemory.Remembered> remembered =
                AlertMemory.isRule(note) ? Optional.empty() : AlertMemory.alert(note);
        if (remembered.isEmpty()) {
            telling.keep(AlertMemory.forget(note.key()));
        } else if (!stored.intact()) {
            LOG.log(Level.WARNING, "what was remembered of alert {0} is damaged: it is told as resolved", note.key());
            telling.resolve(AlertWord.Reason.RESTART, remembered.get().alert(), now);
        } else {
            restore(remembered.get());
        }
    }

    private void restore(AlertMemory.Remembered remembered) {
        Alert alert = remembered.alert();
        boolean sameBoot = remembered.boot().equals(boot);
        Optional<RuleState> state = Optional.ofNullable(rules.get(alert.rule()));
        OptionalLong away = away();
        boolean watched = away.isPresent() && away.getAsLong() <= MOST_AWAY.toMillis();
        if (state.isPresent() && (alert.isFiring() || watched)) {
            if (!sameBoot) {
                count(alert, away);
                telling.keep(alert);
            }
            state.get().restored(alert);
        } else if (alert.isFiring()) {
            telling.resolve(AlertWord.Reason.GONE, alert, now);
        } else {
            // Whether it held meanwhile nobody knows.
            telling.keep(AlertMemory.forget(alert.key()));
        }
    }

    /** Goes on counting by the clock of this boot. */
    private void count(Alert alert, OptionalLong away) {
        if (alert.clearedAt().isPresent()) {
            alert.cleared(OptionalLong.of(now.monoMillis()));
        }
        if (last.isPresent() && away.isPresent()) {
            long before = Math.max(0, last.get().monoMillis() - alert.heldSince());
            alert.heldSince(now.monoMillis() - away.getAsLong() - before);
        }
    }

    /** How long there was no agent; empty if that is not known, or the wall clock was set in between. */
    private OptionalLong away() {
        if (last.isEmpty()) {
            return OptionalLong.empty();
        }
        long away = last.get().thisBoot()
                ? now.monoMillis() - last.get().monoMillis()
                : now.wallMillis() - last.get().wallMillis();
        return away >= 0 ? OptionalLong.of(away) : OptionalLong.empty();
    }
}
