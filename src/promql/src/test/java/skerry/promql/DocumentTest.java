package skerry.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/promql.md tells what there is. */
class DocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/promql.md");

    @Test
    void everyFunctionAndAggregationIsNamed() throws IOException {
        List<String> words = List.of(Files.readString(DOCUMENT).split("[^a-z0-9_]+", -1));

        for (Function function : Function.values()) {
            String word = function.word();
            assertThat(words).contains(word.endsWith("_over_time") ? word.substring(0, word.indexOf('_')) : word);
        }
        for (AggregateOp op : AggregateOp.values()) {
            assertThat(words).contains(op.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void everyExampleIsAnExpression() throws IOException {
        String examples = Files.readString(DOCUMENT).split("```", -1)[3];

        assertThat(examples.strip().lines())
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(new Parser().parse(line)).isInstanceOf(Parsed.Expression.class));
    }
}
