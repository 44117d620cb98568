package skerry.hub.store;

import skerry.protocol.RecordCounts;

/**
 * An agent's batches as the hub counts them, over all epochs and streams.
 *
 * @param batches applied
 * @param delivered source records that these cover
 * @param refused batches kept as refused: they cannot be decoded, or were made under too early a privacy policy
 * @param lost batches known to be gone
 * @param missing batches known of that may still come
 */
public record Account(long batches, RecordCounts delivered, long refused, long lost, long missing) {
    public static final Account NONE = new Account(0, RecordCounts.NONE, 0, 0, 0);

    Account plus(Holding holding) {
        long open = 0;
        for (var hole : holding.missing()) {
            open += hole.last() - hole.first() + 1;
        }
        return new Account(
                batches + holding.batches(),
                delivered.plus(holding.delivered()),
                refused + holding.quarantined().count(),
                lost + holding.lost().count(),
                missing + open);
    }

    /** The sum over holdings of one agent. */
    public static Account of(Iterable<Holding> holdings) {
        Account sum = NONE;
        for (Holding holding : holdings) {
            sum = sum.plus(holding);
        }
        return sum;
    }
}
