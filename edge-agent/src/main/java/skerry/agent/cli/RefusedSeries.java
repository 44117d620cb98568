package skerry.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import skerry.agent.config.AgentConfig;
import skerry.agent.ring.RingReader;

/** Tells which sources the agent refused series of, by the newest that its ring knows. */
final class RefusedSeries {
    private static final long NEWEST_MILLIS = 900_000;

    private RefusedSeries() {}

    /** Says nothing where nothing was refused, or where no agent has run. */
    static void print(AgentConfig config, QueryOutput out) throws IOException {
        Path ring = config.data().resolve("ring.db");
        if (!Files.isRegularFile(ring)) {
            return;
        }
        var newest = new TreeMap<String, Double>();
        try (RingReader reader = RingReader.open(ring, config.ring().readingKeys())) {
            long to = reader.content().rawToMillis();
            reader.samples(
                    series -> series.name().equals("skerry_series_refused_total"),
                    to - NEWEST_MILLIS,
                    to,
                    (series, _, value) -> {
                        newest.put(
                                series.labels().get("source") + " beyond limits."
                                        + series.labels().get("reason"),
                                value);
                        return true;
                    });
        } catch (SQLException e) {
            out.line("what series are refused is not known: " + e.getMessage());
            return;
        }
        for (Map.Entry<String, Double> one : newest.entrySet()) {
            out.line(String.format(
                    Locale.ROOT,
                    "REFUSED  %s: %,.0f samples since the agent started; its events series.refused name metric and label",
                    one.getKey(),
                    one.getValue()));
        }
    }
}
