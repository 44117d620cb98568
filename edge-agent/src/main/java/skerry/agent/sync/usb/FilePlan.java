package skerry.agent.sync.usb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import skerry.agent.ring.OutboxReader;
import skerry.agent.ring.OutboxReader.Waiting;
import skerry.protocol.Limits;

/** Chooses the batches of the next file: the oldest that are missing, or the newest where no receipt comes back. */
final class FilePlan {
    private static final int PAGE = 256;
    private static final int MOST = 64 * 1024;

    private FilePlan() {}

    /**
     * Batches of one epoch, oldest first, about as many as a file can have; none if nothing is missing.
     *
     * @param newestFirst whether the newest are chosen
     * @param present tells those that are on the stick, or need not be
     */
    static List<Waiting> of(OutboxReader outbox, boolean newestFirst, Predicate<Waiting> present) throws SQLException {
        var plan = new ArrayList<Waiting>();
        long bytes = 0;
        List<Waiting> page = newestFirst ? outbox.newest(Long.MAX_VALUE, PAGE) : outbox.oldest(0, PAGE);
        while (!page.isEmpty()) {
            for (Waiting batch : page) {
                if (!present.test(batch)) {
                    bytes += batch.bytes();
                    boolean otherEpoch = !plan.isEmpty() && plan.getFirst().epoch() != batch.epoch();
                    if (otherEpoch || bytes > Limits.MAX_STICK_FILE_BYTES || plan.size() == MOST) {
                        return inOrder(plan);
                    }
                    plan.add(batch);
                }
            }
            long at = page.getLast().order();
            page = newestFirst ? outbox.newest(at, PAGE) : outbox.oldest(at, PAGE);
        }
        return inOrder(plan);
    }

    private static List<Waiting> inOrder(List<Waiting> plan) {
        plan.sort(Comparator.comparingLong(Waiting::order));
        return plan;
    }
}
