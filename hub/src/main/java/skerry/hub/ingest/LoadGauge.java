package skerry.hub.ingest;

import skerry.protocol.control.Credit;

/**
 * How loaded the hub is: 0 normal; 1 halve back-fill, while the intake is full; 2 stop back-fill, while the fleet returns;
 * 3 live and events only, while the store takes nothing. It rises at once and falls one by one. Thread-safe.
 *
 * <p>A full intake stops nobody. Agents send as they are receipted, first come first served, and that is fair; a word that
 * stops all and lets all go is heard by some sooner than by others, each time the same.
 */
public final class LoadGauge {
    private static final long CREDIT_MILLIS = 15 * 60_000;
    private static final double BUSY = 0.6;
    private static final double CALM = 0.3;

    private static final int STOP_BACK_FILL = 2;
    private static final int NOTHING_STORED = 3;

    private int level;
    private boolean historyWaits;

    /**
     * Takes a reading.
     *
     * @param fill used part of the intake, 0 to 1
     * @param storing whether the last commit went well
     * @return true if the level changed
     */
    public synchronized boolean read(double fill, boolean storing) {
        int before = level;
        int now = !storing ? NOTHING_STORED : fill >= BUSY ? 1 : 0;
        if (now >= level) {
            level = now;
        } else if (fill < CALM) {
            level--;
        }
        return level != before;
    }

    public synchronized int level() {
        return historyWaits ? Math.max(level, STOP_BACK_FILL) : level;
    }

    /** Keeps back-fill away, however much room there is; or lets it come as the load allows. */
    synchronized void holdHistory(boolean wait) {
        historyWaits = wait;
    }

    /** What an agent may send at this level. */
    public Credit credit() {
        return switch (level()) {
            case 0 -> new Credit(0, 8, CREDIT_MILLIS);
            case 1 -> new Credit(0, 6, CREDIT_MILLIS);
            case 2 -> new Credit(0, 2, CREDIT_MILLIS);
            default -> new Credit(1_024, 1, CREDIT_MILLIS);
        };
    }
}
