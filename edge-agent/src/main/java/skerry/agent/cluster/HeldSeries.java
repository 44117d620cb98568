package skerry.agent.cluster;

/** Counts the series that are kept of all kinds together, up to a bound. Thread-safe. */
final class HeldSeries {
    private final int most;
    private int held;

    HeldSeries(int most) {
        this.most = most;
    }

    /** @return whether there was room; if not, nothing is taken */
    synchronized boolean take(int count) {
        if (count > most - held) {
            return false;
        }
        held += count;
        return true;
    }

    synchronized void give(int count) {
        held -= count;
    }

    synchronized int held() {
        return held;
    }
}
