package skerry.simulator;

import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import skerry.protocol.RecordCounts;

/** How many source records the hub's batches cover, by its own figures. */
record HubRecords(String metrics) {
    private static final Pattern SERIES =
            Pattern.compile("skerry_site_delivered_records_total\\{kind=\"(\\w+)\",.*site=\"([^\"]*)\"\\} (\\S+)");

    static HubRecords of(HubApi api) throws IOException, InterruptedException {
        return new HubRecords(api.text("/metrics"));
    }

    RecordCounts ofSites(Set<String> sites) {
        return new RecordCounts(
                sum("samples", sites::contains), sum("lines", sites::contains), sum("events", sites::contains));
    }

    private long sum(String kind, Predicate<String> site) {
        return metrics.lines()
                .map(SERIES::matcher)
                .filter(line -> line.matches() && line.group(1).equals(kind) && site.test(line.group(2)))
                .mapToLong(line -> (long) Double.parseDouble(line.group(3)))
                .sum();
    }
}
