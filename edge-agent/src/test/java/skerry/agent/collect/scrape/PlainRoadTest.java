package skerry.agent.collect.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines that are written as most programs do are read from their bytes: they mean what they mean when they are taken apart. */
class PlainRoadTest {
    private static final ScrapeLimits LIMITS = new ScrapeLimits(200_000, 300, 2_000, 5, 40);
    private static final ScrapeLimits BIG = new ScrapeLimits(200_000, 300, 5_000, 5, 40);
    /** The names of {@link GeneratedText} are too long for these: then each line is taken apart. */
    private static final ScrapeLimits NOTHING_IS_PLAIN = new ScrapeLimits(1, 1, 1, 1, 1);

    @ParameterizedTest
    @EnumSource(MetricsText.class)
    void aTextMeansTheSameOnBothRoads(MetricsText form) throws IOException {
        var random = new Random(2026);
        int accepted = 0;
        for (int i = 0; i < 6_000; i++) {
            byte[] text = GeneratedText.of(random, form);
            Object quick = read(text, form, new PlainSeries(LIMITS));
            assertThat(quick)
                    .as(new String(text, UTF_8))
                    .isEqualTo(read(text, form, new PlainSeries(NOTHING_IS_PLAIN)));
            accepted += quick instanceof List ? 1 : 0;
        }
        assertThat(accepted).as("texts that were accepted").isBetween(1_000, 5_000);
    }

    @Test
    void whatWasReadOverIsNotTakenForTheLineBefore() throws IOException {
        // As long as a part of what is read at once: the next part begins in the same place.
        String text = "ab{x=\"0\"} 10000\n".repeat(1_024) + "cd{x=\"0\"} 10000\n".repeat(1_024);

        assertThat(new TextLines(text.getBytes(UTF_8), BIG).bytes()).hasSize(text.length() / 2);
        assertThat(TextFormat.parse(text.getBytes(UTF_8), BIG))
                .extracting(sample -> sample.family().name())
                .startsWith("ab")
                .endsWith("cd")
                .filteredOn("cd"::equals)
                .hasSize(1_024);
    }

    private static Object read(byte[] text, MetricsText form, PlainSeries plain) throws IOException {
        var samples = new ArrayList<ParsedSample>();
        try {
            var lines = new TextLines(text, LIMITS);
            if (form == MetricsText.OPENMETRICS) {
                OpenMetricsFormat.read(lines, LIMITS, plain, samples::add);
            } else {
                TextFormat.read(lines, LIMITS, plain, new TextMemory<Void>(ByteRoom.NONE), new SampleIntake<>() {
                    @Override
                    public Optional<Void> sample(ParsedSample sample) {
                        samples.add(sample);
                        return Optional.empty();
                    }

                    @Override
                    public void again(Void series, double value, long timestampMillis) {
                        throw new AssertionError("nothing was remembered");
                    }
                });
            }
            return samples;
        } catch (TextFormatException e) {
            return e.getMessage() + e.isLimit();
        }
    }
}
