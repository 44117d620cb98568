package skerry.agent.alert;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import skerry.agent.ring.AlertNote;
import skerry.agent.ring.Moment;
import skerry.agent.ring.Ring;
import skerry.protocol.payload.Event;

/**
 * Stores what becomes of alerts and tells the hub of it, in the order in which it happened; what the store has no room for waits
 * here. Owned by the engine's lock.
 */
final class AlertTelling {
    private static final int MOST_LATE = 1_000;

    private final AlertStore store;
    private final String boot;
    private final Deque<Late> late = new ArrayDeque<>();

    private record Late(Optional<Event> event, AlertNote note) {}

    /** @param boot names the boot by whose monotonic clock alerts count */
    AlertTelling(AlertStore store, String boot) {
        this.store = store;
        this.boot = boot;
    }

    /** Remembers an alert as it is now. */
    void keep(Alert alert) {
        keep(Optional.empty(), AlertMemory.note(alert, boot));
    }

    /** Remembers or forgets something that is not told. */
    void keep(AlertNote note) {
        keep(Optional.empty(), note);
    }

    /** Remembers an alert, and tells what became of it. */
    void tell(AlertWord word, Alert alert, Moment now) {
        keep(Optional.of(AlertEvents.event(word, AlertWord.Reason.NONE, alert, now)), AlertMemory.note(alert, boot));
    }

    /** Forgets an alert, and tells that it has ended. */
    void resolve(AlertWord.Reason reason, Alert alert, Moment now) {
        keep(Optional.of(AlertEvents.event(AlertWord.RESOLVED, reason, alert, now)), AlertMemory.forget(alert.key()));
    }

    /** Tries again what there was no room for; not while the disk takes nothing, since each try counts as a loss. */
    void tellLate(Ring ring) {
        while (!late.isEmpty() && ring.standing().sentence().isEmpty()) {
            Late first = late.getFirst();
            if (!store.tell(first.event(), first.note())) {
                return;
            }
            late.removeFirst();
        }
    }

    /** What a round does with its alerts. */
    RuleState.Changes changes(Moment now) {
        return new RuleState.Changes() {
            @Override
            public void changed(Alert alert) {
                keep(alert);
            }

            @Override
            public void told(AlertWord word, Alert alert) {
                tell(word, alert, now);
            }

            @Override
            public void forgotten(Alert alert) {
                keep(AlertMemory.forget(alert.key()));
            }

            @Override
            public void resolved(Alert alert) {
                resolve(AlertWord.Reason.CONDITION, alert, now);
            }
        };
    }

    private void keep(Optional<Event> event, AlertNote note) {
        if (!late.isEmpty() || !store.tell(event, note)) {
            late.addLast(new Late(event, note));
            if (late.size() > MOST_LATE) {
                late.removeFirst();
            }
        }
    }
}
