package skerry.agent.sync.usb;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import skerry.agent.left.BatchContent;
import skerry.agent.left.LeftDrop;
import skerry.agent.left.LeftKind;
import skerry.agent.left.LeftRoad;
import skerry.agent.left.LeftSum;
import skerry.agent.left.LeftSums;
import skerry.agent.ring.OutboxReader;
import skerry.protocol.Bytes;

/**
 * Counts for the ledger what one export writes. A note is left before each file, with all that the file may become, and after it,
 * with what it became; so whatever is pulled or killed, the ledger says at least what is on the stick. A note that is complete is
 * never written again, since the agent may be taking it up at that moment. Not thread-safe.
 */
final class LeftByStick {
    private final LeftDrop drop;
    private final LeftRoad road;
    private final OutboxReader outbox;
    private final LeftSums sums = new LeftSums();
    private final BatchContent content;
    /** Of this export. */
    private final Set<Long> written = new HashSet<>();

    private final TreeSet<Long> orders = new TreeSet<>();
    private String name = LeftDrop.newName();
    private long inBatches;

    LeftByStick(LeftDrop drop, LeftRoad road, OutboxReader outbox) {
        this.drop = drop;
        this.road = road;
        this.outbox = outbox;
        this.content = new BatchContent(this::carrier, sums);
    }

    /**
     * A file is begun.
     *
     * @param most bytes that it may have
     */
    void begin(long most) throws IOException {
        inBatches = 0;
        note(most);
    }

    /** A batch is sealed into the file. */
    void batch(long order, byte[] bytes) throws IOException {
        try {
            if ((outbox.road(order) & road.mark()) != 0 || !written.add(order)) {
                content.repeat(drop.today(), road, bytes);
            } else {
                content.add(drop.today(), road, bytes);
            }
        } catch (SQLException e) {
            throw new IOException("the ring cannot be read: " + e.getMessage(), e);
        }
        orders.add(order);
        inBatches += bytes.length;
    }

    /**
     * The file is written, or was given up.
     *
     * @param length of it, with what surrounds the batches
     */
    void end(long length) throws IOException {
        LeftSum around = sums.of(drop.today(), road, LeftKind.SESSION);
        around.add(1, Math.max(0, length - inBatches), 1);
        around.example("seals, numbers and the list of files; no record is in it");
        note(0);
    }

    /** A list of files is written. */
    void manifest(int length) throws IOException {
        LeftSum sum = sums.of(drop.today(), road, LeftKind.SESSION);
        sum.add(1, length, 1);
        note(0);
    }

    private void note(long under) throws IOException {
        drop.put(name, road, sums, ranges(), under);
        if (under == 0) {
            sums.stored();
            orders.clear();
            name = LeftDrop.newName();
        }
    }

    private List<Long> ranges() {
        var ranges = new ArrayList<Long>();
        for (long order : orders) {
            if (!ranges.isEmpty() && ranges.getLast() == order - 1) {
                ranges.set(ranges.size() - 1, order);
            } else {
                ranges.add(order);
                ranges.add(order);
            }
        }
        return ranges;
    }

    private Optional<byte[]> carrier(Bytes hash) {
        try {
            OptionalLong order = outbox.carrier(hash);
            return order.isPresent() ? outbox.load(order.getAsLong()) : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty(); // Only an example is wanted.
        }
    }
}
