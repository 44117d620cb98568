package skerry.agent.collect.targets;

import java.util.HashMap;
import java.util.Map;
import skerry.agent.collect.targets.ScrapeFailure.Reason;

/**
 * Bounds the series of all targets together: each costs the agent some 800 bytes of a heap of 24 MiB as long as it lives. Not
 * thread-safe: its owner locks it.
 */
final class SeriesRoom {
    static final int MOST = 10_000;

    private final Map<Target, Integer> kept = new HashMap<>();
    private int sum;

    /** @throws ScrapeFailure if there is no room for so many; then nothing is taken */
    void take(Target target, int series) throws ScrapeFailure {
        int before = kept.getOrDefault(target, 0);
        if (sum - before + series > MOST) {
            throw new ScrapeFailure(Reason.ROOM, "all targets together have more than " + MOST + " series");
        }
        sum += series - before;
        kept.put(target, series);
    }

    void leave(Target target) {
        Integer before = kept.remove(target);
        sum -= before == null ? 0 : before;
    }
}
