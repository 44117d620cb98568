package skerry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import skerry.protocol.RecordCounts;

/** Where every record of a demo is, as a table: who collected how many, and what became of them. */
final class DemoAccount {
    private static final String[] COLUMNS = {"collected", "delivered", "held", "dropped", "refused", "at the hub"};

    private final Map<String, List<RecordCounts>> rows = new LinkedHashMap<>();

    /**
     * @param counts collected, delivered, held, dropped, refused
     * @param atHub what the hub's batches cover
     */
    void add(String who, List<RecordCounts> counts, RecordCounts atHub) {
        var row = new ArrayList<>(counts);
        row.add(atHub);
        rows.put(who, List.copyOf(row));
    }

    /** The counts of {@code skerry-agent query account --json}. */
    static List<RecordCounts> of(JsonNode account) {
        return List.of(
                counts(account.path("collected")),
                counts(account.path("delivered")),
                counts(account.path("held")),
                account.path("dropped")
                        .valueStream()
                        .map(DemoAccount::counts)
                        .reduce(RecordCounts.NONE, RecordCounts::plus),
                counts(account.path("refused")));
    }

    /**
     * Whether collected = delivered + held + dropped + refused for each kind of record, nothing was dropped, and the hub
     * has all that is delivered and nothing twice: what is held may be there already, with its receipt still to come.
     */
    boolean isComplete() {
        return rows.values().stream().allMatch(row -> {
            var sum = row.get(1).plus(row.get(2)).plus(row.get(3)).plus(row.get(4));
            var most = row.get(1).plus(row.get(2)).plus(row.get(4));
            return sum.equals(row.get(0))
                    && row.get(3).total() == 0
                    && covers(row.get(5), row.get(1))
                    && covers(most, row.get(5));
        });
    }

    /** All records that were collected. */
    long collected() {
        return rows.values().stream().mapToLong(row -> row.get(0).total()).sum();
    }

    private static boolean covers(RecordCounts more, RecordCounts less) {
        return more.samples() >= less.samples() && more.lines() >= less.lines() && more.events() >= less.events();
    }

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%-18s", "records");
        for (String column : COLUMNS) {
            out.printf(Locale.ROOT, " %12s", column);
        }
        out.println();
        rows.forEach((who, row) -> {
            out.printf(Locale.ROOT, "%-18s", who);
            row.forEach(counts -> out.printf(Locale.ROOT, " %,12d", counts.total()));
            out.println();
        });
        out.println(
                isComplete()
                        ? "collected = delivered + held + dropped + refused, dropped 0; the hub has what is delivered, once"
                        : "the account does not balance, or records were dropped");
        out.flush();
    }

    private static RecordCounts counts(JsonNode node) {
        return new RecordCounts(
                node.path("samples").asLong(),
                node.path("lines").asLong(),
                node.path("events").asLong());
    }
}
