package skerry.agent.collect.targets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import skerry.protocol.series.Labels;

class ScrapeReadingTest {
    private static final int SERIES = 2_000;
    private static final long NOON = ScrapeBench.NOON.toEpochMilli();

    private final ScrapeBench bench = new ScrapeBench();
    private final SharedRoom bytes = new SharedRoom(8 << 20);
    private final SeriesMemory memory = new SeriesMemory(new SharedRoom(1 << 20));

    @Test
    void aScrapeOfTheSameSeriesAllocatesNextToNothing() throws Exception {
        bench.bounds = ScrapeJob.Bounds.USUAL;
        Target target = bench.target("http://10.0.0.1:9100/metrics");
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        scrape(target, text(1));
        scrape(target, text(2));

        try (ReceivedBody body = body(text(3))) {
            long before = threads.getCurrentThreadAllocatedBytes();
            var reading = new ScrapeReading(target, NOON, memory);
            reading.read(new HttpReply("text/plain", false, body));
            memory.taken();
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(reading.kept()).isEqualTo(SERIES);
            assertThat(reading.added()).isZero();
            assertThat(allocated).as("bytes for %d series", SERIES).isLessThan(20L * SERIES);
        }
    }

    @Test
    void whatIsKnownOfASeriesDoesNotOutliveWhatItDependsOn() throws Exception {
        Target target = bench.target("http://10.0.0.1:9100/metrics");
        String two = "a{x=\"1\"} %1$d\na{x=\"2\"} %1$d %2$d\n";

        assertThat(scrape(target, two.formatted(1, NOON))).hasSize(2);
        assertThat(scrape(target, two.formatted(2, NOON - ScrapeReading.MOST_AGE_MILLIS - 1)))
                .as("too old")
                .hasSize(1);
        assertThat(scrape(target, two.formatted(3, NOON))).hasSize(2).containsValue(3.0);
        assertThat(scrape(target, two.formatted(4, NOON).repeat(2)))
                .as("each once")
                .hasSize(2);
        assertThat(scrape(target, "a{x=\"2\"} 5\na{ x=\"2\"} 6\n"))
                .as("one series in two spellings, the first counts")
                .containsExactly(Map.entry(
                        Labels.of("instance", "here", "job", "app", "x", "2").toString(), 5.0));
    }

    @Test
    void aSeriesThatRelabellingDropsIsDroppedAgain() throws Exception {
        bench.relabeling = new Relabeling(
                List.of(new RelabelRule(List.of("x"), ";", RelabelRule.regex("1"), "", "", RelabelRule.Action.DROP)));
        Target target = bench.target("http://10.0.0.1:9100/metrics");
        for (int i = 0; i < 3; i++) {
            assertThat(scrape(target, "a{x=\"1\"} 1\na{x=\"2\"} 2\n"))
                    .hasSize(1)
                    .containsValue(2.0);
        }
    }

    /** The samples by their labels. */
    private Map<String, Double> scrape(Target target, String text) throws ScrapeFailure {
        var samples = new TreeMap<String, Double>();
        try (ReceivedBody body = body(text)) {
            var reading = new ScrapeReading(target, NOON, memory);
            reading.read(new HttpReply("text/plain", false, body));
            reading.forEach((family, labels, value) -> samples.put(labels.toString(), value));
            memory.taken();
        }
        return samples;
    }

    private ReceivedBody body(String text) throws ScrapeFailure {
        byte[] all = text.getBytes(UTF_8);
        var body = new ReceivedBody(bytes, all.length);
        body.add(all, all.length);
        return body;
    }

    private static String text(int scrape) {
        var random = new Random(scrape);
        var text = new StringBuilder("# HELP a What.\n# TYPE a gauge\n");
        for (int i = 0; i < SERIES; i++) {
            text.append("a{number=\"")
                    .append(i)
                    .append("\",where=\"rack 7\"} ")
                    .append(random.nextDouble())
                    .append('\n');
        }
        return text.toString();
    }
}
