package skerry.agent.left;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * What left by the hand of another process than the agent, such as an export, on its way into the ledger.
 *
 * @param road by which it left
 * @param rows what was counted
 * @param orders of the batches that left, as ranges: first and last by turns, as the ring numbers them
 * @param under bytes that may have left beyond the rows while this was written
 * @param atMillis when it was written, UTC epoch milliseconds
 */
public record LeftNote(LeftRoad road, List<LeftRow> rows, List<Long> orders, long under, long atMillis) {
    /** Longest one, in bytes; a file on a stick holds batches that follow each other, so that ranges are few. */
    public static final int MOST_BYTES = 1 << 20;

    private static final int MOST_ROWS = 1_024;
    private static final int MOST_ORDERS = 200_000;
    private static final int MOST_TEXT = 4 * LeftRow.MOST_EXAMPLE;

    public LeftNote {
        rows = List.copyOf(rows);
        orders = List.copyOf(orders);
    }

    public byte[] encode() {
        var out = new CborWriter(1024).array(5);
        out.unsigned(road.code()).unsigned(under).unsigned(atMillis);
        out.array(8 * rows.size());
        for (LeftRow row : rows) {
            out.unsigned(row.id())
                    .unsigned(row.messages())
                    .unsigned(row.bytes())
                    .unsigned(row.items())
                    .unsigned(row.repeats())
                    .unsigned(row.repeatBytes())
                    .text(row.example())
                    .text(row.policy());
        }
        out.array(orders.size());
        for (long order : orders) {
            out.unsigned(order);
        }
        return out.toByteArray();
    }

    /** @throws ProtocolException if this is no such note */
    public static LeftNote decode(byte[] bytes) throws ProtocolException {
        return CborReader.message("a note of what left", bytes, 0, bytes.length, LeftNote::read);
    }

    private static LeftNote read(CborReader in) throws ProtocolException {
        int more = in.tuple(5);
        LeftRoad road = LeftRoad.of(in.natural(0, LeftRoad.MOST - 1));
        long under = in.natural();
        long atMillis = in.natural();
        int fields = in.array(8 * MOST_ROWS);
        var rows = new ArrayList<LeftRow>(fields / 8);
        for (int i = 0; i < fields / 8; i++) {
            long id = in.natural();
            rows.add(new LeftRow(
                    LeftRow.dayOf(id),
                    LeftRow.isMonth(id),
                    LeftRow.roadOf(id),
                    LeftRow.kindOf(id),
                    in.natural(),
                    in.natural(),
                    in.natural(),
                    in.natural(),
                    in.natural(),
                    in.text(MOST_TEXT),
                    in.text(MOST_TEXT)));
        }
        int ends = in.array(MOST_ORDERS);
        var orders = new ArrayList<Long>(ends);
        for (int i = 0; i < ends; i++) {
            orders.add(in.natural());
        }
        in.skip(more);
        return new LeftNote(road, rows, orders, under, atMillis);
    }
}
