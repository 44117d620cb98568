package skerry.agent.alert;

import java.util.Locale;

/** What became of an alert, as events say it. */
enum AlertWord {
    FIRING,
    RESOLVED,
    ACKNOWLEDGED,
    /** Somebody took the acknowledgement back. */
    UNACKNOWLEDGED;

    /** Why an alert is resolved. */
    enum Reason {
        /** Its expression holds no longer. */
        CONDITION,
        /** Its rule was removed or changed. */
        GONE,
        /** What was remembered of it was damaged. */
        RESTART,
        /** Not resolved. */
        NONE
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
