package skerry.hub.store;

import java.util.List;
import skerry.protocol.payload.DayAccount;

/**
 * What became of a node's records, by its own word.
 *
 * @param toldAt when the hub was told, UTC epoch milliseconds
 */
public record NodeAccount(long toldAt, List<DayAccount> days) {
    public NodeAccount {
        days = List.copyOf(days);
    }
}
