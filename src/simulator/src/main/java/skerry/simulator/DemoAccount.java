package skerry.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import skerry.protocol.RecordCounts;

/** Where every record of a demo is, as a table: who collected how many, and what became of them. */
final class DemoAccount {
    private static final String[] COLUMNS = {"collected", "delivered", "held", "dropped", "refused"};

    private final Map<String, List<RecordCounts>> rows = new LinkedHashMap<>();

    /** @param counts collected, delivered, held, dropped, refused */
    void add(String who, List<RecordCounts> counts) {
        rows.put(who, counts);
    }

    /** The counts of {@code skerry-agent query account --json}. */
    static List<RecordCounts> of(JsonNode account) {
        return Arrays.stream(COLUMNS)
                .map(column -> counts(account.path(column)))
                .toList();
    }

    /** Whether collected = delivered + held + dropped + refused for each kind of record, and nothing was dropped. */
    boolean isComplete() {
        return rows.values().stream().allMatch(row -> {
            var sum = row.get(1).plus(row.get(2)).plus(row.get(3)).plus(row.get(4));
            return sum.equals(row.get(0)) && row.get(3).total() == 0;
        });
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
                        ? "collected = delivered + held + dropped + refused, dropped 0"
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
