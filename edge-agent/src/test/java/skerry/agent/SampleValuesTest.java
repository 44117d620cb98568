package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.ValueSink;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

class SampleValuesTest {
    private final SampleValues values = new SampleValues();
    private final List<String> told = new ArrayList<>();
    private final ValueSink sink = new ValueSink() {
        @Override
        public void value(MetricFamily family, Labels labels, double value, long times) {
            told.add(family.name() + labels + " " + times + "×" + value);
        }

        @Override
        public void leftOut(long more) {
            throw new AssertionError("nothing is left out here");
        }
    };

    @Test
    void eachReadAndWriteOfADiskTookTheMeanOfAllSinceTheRoundBefore() {
        disk("sda", 100, 2, 50, 1);
        end();
        disk("sda", 104, 2.5, 50, 1);
        end();

        assertThat(told).containsExactly("skerry_disk_io_duration_seconds{device=\"sda\",op=\"read\"} 4×0.125");
    }

    @Test
    void aCounterThatFellSaysNothingOfWhatWasBetween() {
        disk("sda", 100, 2, 50, 1);
        end();
        disk("sda", 3, 0.5, 51, 1.5);
        end();

        assertThat(told).containsExactly("skerry_disk_io_duration_seconds{device=\"sda\",op=\"write\"} 1×0.5");
    }

    @Test
    void aDiskThatWentAndCameBeginsAnew() {
        disk("sda", 0, 0, 0, 0);
        disk("sdb", 0, 0, 0, 0);
        end();
        disk("sda", 1, 1, 0, 0);
        end();
        disk("sda", 2, 2, 0, 0);
        disk("sdb", 9, 9, 0, 0);
        end();

        assertThat(told).hasSize(2).allMatch(one -> one.contains("sda"));
    }

    @Test
    void roundsWithoutDisksAndDisksOfOtherMachinesChangeNothing() {
        disk("sda", 0, 0, 0, 0);
        end();
        values.sample(
                new Series(
                        "node_disk_reads_completed_total",
                        Labels.of("device", "sda", "job", "other"),
                        MetricType.COUNTER),
                7);
        end();
        disk("sda", 2, 1, 0, 0);
        end();

        assertThat(told).containsExactly("skerry_disk_io_duration_seconds{device=\"sda\",op=\"read\"} 2×0.5");
    }

    @Test
    void scrapesOfAJobHaveOneDistribution() {
        scrape("a", 0.25);
        scrape("b", 0.5);
        end();

        assertThat(told)
                .containsExactly(
                        "skerry_scrape_duration_seconds{job=\"app\"} 1×0.25",
                        "skerry_scrape_duration_seconds{job=\"app\"} 1×0.5");
    }

    @Test
    void aRoundThatTheRingDidNotTakeTellsNothing() {
        disk("sda", 0, 0, 0, 0);
        end();
        disk("sda", 1, 1, 0, 0);
        scrape("a", 1);
        values.end(false, sink);
        disk("sda", 3, 2, 0, 0);
        end();

        assertThat(told).containsExactly("skerry_disk_io_duration_seconds{device=\"sda\",op=\"read\"} 2×0.5");
    }

    private void end() {
        values.end(true, sink);
    }

    private void scrape(String instance, double seconds) {
        values.sample(
                new Series("scrape_duration_seconds", Labels.of("job", "app", "instance", instance), MetricType.GAUGE),
                seconds);
    }

    private void disk(String device, double reads, double readSeconds, double writes, double writeSeconds) {
        counter(device, "reads_completed_total", reads);
        counter(device, "read_time_seconds_total", readSeconds);
        counter(device, "io_now", 4);
        counter(device, "writes_completed_total", writes);
        counter(device, "write_time_seconds_total", writeSeconds);
    }

    private void counter(String device, String name, double value) {
        values.sample(new Series("node_disk_" + name, Labels.of("device", device), MetricType.COUNTER), value);
    }
}
