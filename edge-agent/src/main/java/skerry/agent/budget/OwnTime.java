package skerry.agent.budget;

import java.util.Optional;
import skerry.agent.ring.Usage;

/**
 * The agent's own time: the monotonic clock, dated. While no hub has ever said what time it is, it begins at the node's
 * wall clock, and the first word of a hub dates it and all that was counted before. From then on the wall clock is not
 * asked again. The first word of the hub in each boot adds the time that the machine was off; later ones in the same boot
 * may only correct the drift of an oscillator, because within a boot the monotonic clock is the better witness. Not
 * thread-safe.
 */
final class OwnTime {
    private static final int BY_NODE = 0;
    private static final int BY_HUB_BEFORE = 1;
    private static final int BY_HUB = 2;

    /** More than an oscillator drifts, with a slow answer of the hub on top. */
    private static final long DRIFT_PER_MILLION = 500;

    private static final long SLACK_MILLIS = 60_000;

    private final long boot;
    private long anchorMono;
    private long anchorMillis;
    private long toldMono;
    private int told;

    private OwnTime(long boot, long anchorMono, long anchorMillis, int told) {
        this.boot = boot;
        this.anchorMono = anchorMono;
        this.anchorMillis = anchorMillis;
        this.toldMono = anchorMono;
        this.told = told;
    }

    /** What a word of the hub did to own time. */
    enum Change {
        NONE,
        /** The first word ever: all days counted before are to move by {@code millis}. */
        DATED,
        /** Time was added. */
        FORWARD,
        /** Own time was ahead: days after the present one count as today. */
        BACK,
        /** The hub's clock was set, or the machine slept: not believed before the next boot. */
        DISBELIEVED
    }

    /** @param wallMillis the node's clock, used only if nothing was written down before */
    static OwnTime resume(Optional<Usage.Moment> before, long boot, long monoMillis, long wallMillis) {
        if (before.isEmpty()) {
            return new OwnTime(boot, monoMillis, Math.max(0, wallMillis), BY_NODE);
        }
        Usage.Moment last = before.get();
        if (last.boot() == boot && last.monoMillis() <= monoMillis) {
            return new OwnTime(boot, last.monoMillis(), last.millis(), last.told());
        }
        return new OwnTime(boot, monoMillis, last.millis(), Math.min(BY_HUB_BEFORE, last.told()));
    }

    long at(long monoMillis) {
        return anchorMillis + Math.max(0, monoMillis - anchorMono);
    }

    boolean isDatedByHub() {
        return told != BY_NODE;
    }

    boolean isToldInThisBoot() {
        return told == BY_HUB;
    }

    /** The hub says that it is {@code hubMillis} now. */
    Change told(long hubMillis, long monoMillis) {
        long ahead = hubMillis - at(monoMillis);
        int before = told;
        long tolerance = SLACK_MILLIS + (monoMillis - toldMono) / 1_000_000 * DRIFT_PER_MILLION;
        if (hubMillis <= 0 || (before == BY_HUB && Math.abs(ahead) > tolerance)) {
            return Change.DISBELIEVED;
        }
        anchorMono = monoMillis;
        anchorMillis = hubMillis;
        toldMono = monoMillis;
        told = BY_HUB;
        if (before == BY_NODE) {
            return Change.DATED;
        }
        return ahead == 0 ? Change.NONE : ahead > 0 ? Change.FORWARD : Change.BACK;
    }

    Usage.Moment moment(long monoMillis) {
        return new Usage.Moment(boot, monoMillis, at(monoMillis), told);
    }
}
