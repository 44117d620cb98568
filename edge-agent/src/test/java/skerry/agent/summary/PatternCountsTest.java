package skerry.agent.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.agent.privacy.PolicyRedactor;
import skerry.protocol.Limits;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.Severity;

class PatternCountsTest {
    private final TemplateMiner miner = new TemplateMiner(MinerLimits.STANDARD, 1);
    private final KnownPatterns known = new KnownPatterns(1_000);
    private final PatternCounts counts =
            new PatternCounts(miner, known, new PatternTexts(known, 1, PolicyRedactor.standard()), 100);

    private void line(Severity severity, String line) {
        counts.add(miner.mine("s", line), severity, "s", line);
    }

    @Test
    void countsBySeverityWithTheFirstAndTheLastLine() {
        line(Severity.INFO, "pump 1 started");
        line(Severity.WARNING, "pump 2 started");
        line(Severity.INFO, "pump 3 started");
        line(Severity.ERROR, "pump 4 broke");

        assertThat(counts.close().stream().map(PatternCount::summary))
                .containsExactlyInAnyOrder(
                        new PatternSummary(
                                PatternId.of("pump <*> started"),
                                Map.of(Severity.INFO, 2L, Severity.WARNING, 1L),
                                "pump 1 started",
                                "pump 3 started"),
                        new PatternSummary(
                                PatternId.of("pump <*> broke"), Map.of(Severity.ERROR, 1L), "pump 4 broke", ""));
        assertThat(counts.close()).isEmpty();
    }

    @Test
    void patternsThatMergedInTheWindowAreCountedTogether() {
        List<String> names = List.of("ada", "bea", "cid", "dan", "eva", "fay", "gus");
        names.forEach(name -> line(Severity.INFO, "unit " + name + " joined the site"));

        List<PatternCount> closed = counts.close();

        assertThat(closed).hasSize(1);
        assertThat(closed.getFirst().pattern().template()).isEqualTo("unit <*> joined the site");
        assertThat(closed.getFirst().summary().total()).isEqualTo(7);
    }

    @Test
    void examplesAreCutBetweenCharacters() {
        line(Severity.INFO, "ab ".repeat(Limits.MAX_EXAMPLE_CHARS / 3) + "😀😀");

        assertThat(counts.close().getFirst().summary().firstExample())
                .isEqualTo("ab ".repeat(Limits.MAX_EXAMPLE_CHARS / 3));
    }

    @Test
    void beyondTheLimitNoLineIsLeftOut() {
        var random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            line(
                    Severity.INFO,
                    "word" + (char) ('a' + random.nextInt(26)) + " " + (char) ('a' + random.nextInt(26)) + "zz");
        }

        List<PatternCount> closed = counts.close();

        assertThat(closed).hasSizeLessThanOrEqualTo(101);
        assertThat(closed.stream().mapToLong(count -> count.summary().total()).sum())
                .isEqualTo(5_000);
        assertThat(closed.stream().map(PatternCount::pattern)).contains(TemplateMiner.ANYTHING);
    }
}
