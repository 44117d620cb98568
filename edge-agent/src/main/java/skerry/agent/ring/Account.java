package skerry.agent.ring;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.payload.LossCause;

/**
 * Where every record of this ring is. Each is in exactly one of delivered, held, dropped and refused, so that these add
 * up to what was collected.
 *
 * @param collected records stored, and those known to be lost before they could be
 * @param delivered covered by a confirmed batch
 * @param held in the open window, in a raw block that no batch covers yet, or in an unconfirmed batch
 * @param dropped by cause
 * @param refused in a batch that the hub refused
 * @param siteOnlySamples samples of series that the send profile keeps at the site; in none of the above
 * @param rawEvicted records whose raw detail gave way after a batch covered them: no loss
 * @param raw what raw detail can be read back
 */
public record Account(
        RecordCounts collected,
        RecordCounts delivered,
        RecordCounts held,
        Map<LossCause, RecordCounts> dropped,
        RecordCounts refused,
        long siteOnlySamples,
        RecordCounts rawEvicted,
        Raw raw) {
    public Account {
        dropped = Map.copyOf(dropped);
    }

    /** Raw blocks in the ring and the bytes of their bodies. */
    public record Raw(long blocks, long bytes) {}

    /**
     * One line of the account, as booked on a UTC day.
     *
     * @param epochDay days since 1970-01-01; -1 for all days that are no longer told apart
     * @param line {@code collected}, {@code delivered}, {@code refused}, {@code site-only}, {@code raw-evicted}, or
     *     {@code dropped} with its cause
     */
    public record DayLine(long epochDay, Stream stream, String line, RecordCounts records) {}

    /** All dropped records, whatever the cause. */
    public RecordCounts droppedInAll() {
        return dropped.values().stream().reduce(RecordCounts.NONE, RecordCounts::plus);
    }

    /** Whether collected = delivered + held + dropped + refused, kind by kind. */
    public boolean balances() {
        return collected.equals(delivered.plus(held).plus(droppedInAll()).plus(refused));
    }

    static Account read(LedgerTable ledger, BatchTable batches, BlockTable blocks, StateRow state) throws SQLException {
        Map<Integer, RecordCounts> lines = new HashMap<>();
        Map<LossCause, RecordCounts> dropped = new EnumMap<>(LossCause.class);
        for (LedgerTable.Row row : ledger.all()) {
            lines.merge(row.line(), row.records(), RecordCounts::plus);
            row.dropped().ifPresent(cause -> dropped.merge(cause, row.records(), RecordCounts::plus));
        }
        long[] raw = blocks.sums();
        return new Account(
                lines.getOrDefault(LedgerTable.COLLECTED, RecordCounts.NONE),
                lines.getOrDefault(LedgerTable.DELIVERED, RecordCounts.NONE),
                batches.held().plus(blocks.uncovered(state)).plus(state.open()),
                dropped,
                lines.getOrDefault(LedgerTable.REFUSED, RecordCounts.NONE),
                lines.getOrDefault(LedgerTable.SITE_ONLY, RecordCounts.NONE).samples(),
                lines.getOrDefault(LedgerTable.RAW_EVICTED, RecordCounts.NONE),
                new Raw(raw[0], raw[1]));
    }

    static List<DayLine> days(LedgerTable ledger) throws SQLException {
        return ledger.all().stream()
                .map(row -> new DayLine(row.day(), row.stream(), name(row), row.records()))
                .toList();
    }

    private static String name(LedgerTable.Row row) {
        return row.dropped()
                .map(cause -> "dropped " + cause.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElseGet(() -> switch (row.line()) {
                    case LedgerTable.COLLECTED -> "collected";
                    case LedgerTable.DELIVERED -> "delivered";
                    case LedgerTable.REFUSED -> "refused";
                    case LedgerTable.SITE_ONLY -> "site-only";
                    case LedgerTable.RAW_EVICTED -> "raw-evicted";
                    default -> "line " + row.line();
                });
    }
}
