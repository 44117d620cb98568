package skerry.agent.services;

/** Room for the series of request histograms of all targets. Not thread-safe. */
final class FoldRoom {
    /** Each costs some 250 bytes. */
    static final int MOST_SERIES = 4_000;

    private int taken;

    boolean take() {
        if (taken == MOST_SERIES) {
            return false;
        }
        taken++;
        return true;
    }

    void giveBack(int series) {
        taken -= series;
    }
}
