package skerry.hub.ingest;

import java.util.Comparator;
import java.util.List;
import skerry.protocol.control.EpochHead;

/**
 * Notices that two processes speak for one agent by turns, as after a disk was copied. Each has epochs of its own, and an
 * epoch that ended does not come back: not by a restart, a new machine or a restored image. Not thread-safe.
 */
final class Twins {
    private static final int PROOF = 2;

    private long present;
    private long before;
    private int turns;

    /**
     * Takes note of who said hello.
     *
     * @param heads of the hello
     * @return whether two processes have changed places often enough to be sure
     */
    boolean noticed(List<EpochHead> heads) {
        long epoch = heads.stream()
                .max(Comparator.comparingLong(EpochHead::startNo))
                .map(EpochHead::epoch)
                .orElse(present);
        if (epoch == present) {
            return false;
        }
        turns = epoch == before ? turns + 1 : 0;
        before = present;
        present = epoch;
        return turns >= PROOF;
    }
}
