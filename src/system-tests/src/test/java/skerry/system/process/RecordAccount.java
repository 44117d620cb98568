package skerry.system.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.RecordCounts;

/**
 * The account of records as {@code skerry-agent query account --json} prints it.
 *
 * @param dropped by the name of the cause, such as {@code corruption}
 */
public record RecordAccount(
        RecordCounts collected,
        RecordCounts delivered,
        RecordCounts coarse,
        RecordCounts sentUnconfirmed,
        RecordCounts held,
        Map<String, RecordCounts> dropped,
        RecordCounts refused,
        RecordCounts rawEvicted) {
    public RecordAccount {
        dropped = Map.copyOf(dropped);
    }

    static RecordAccount of(JsonNode account) {
        var dropped = new TreeMap<String, RecordCounts>();
        account.path("dropped").properties().forEach(cause -> dropped.put(cause.getKey(), counts(cause.getValue())));
        return new RecordAccount(
                counts(account.path("collected")),
                counts(account.path("delivered")),
                counts(account.path("coarse")),
                counts(account.path("sentUnconfirmed")),
                counts(account.path("held")),
                dropped,
                counts(account.path("refused")),
                counts(account.path("rawEvicted")));
    }

    /** All dropped records, whatever the cause. */
    public RecordCounts droppedInAll() {
        return dropped.values().stream().reduce(RecordCounts.NONE, RecordCounts::plus);
    }

    /** delivered + delivered coarsely + sent unconfirmed + held + dropped + refused: what {@link #collected} must be. */
    public RecordCounts accountedFor() {
        return delivered
                .plus(coarse)
                .plus(sentUnconfirmed)
                .plus(held)
                .plus(droppedInAll())
                .plus(refused);
    }

    private static RecordCounts counts(JsonNode node) {
        return new RecordCounts(
                node.path("samples").asLong(),
                node.path("lines").asLong(),
                node.path("events").asLong());
    }
}
