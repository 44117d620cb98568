package skerry.agent.collect.logs.lines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstLineTest {
    @Test
    void looksAtTheBeginningOfALineOnly() {
        var late = FirstLine.of("begins");

        assertThat(begins(late, "here it begins")).isTrue();
        assertThat(begins(late, "ü".repeat(256) + "begins")).isFalse();
        assertThat(begins(late, "ü".repeat(200) + "begins")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^(\\[        | is no regular expression",
                "((a{900}){900}){900} | is too large once repeated",
                "x*           | is found in every line",
                "(?=a)b       | is no regular expression",
            })
    void refusesWhatCannotBeUsedInOneSentence(String text, String reason) {
        assertThatThrownBy(() -> FirstLine.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void refusesAnExpressionThatIsTooLong() {
        assertThatThrownBy(() -> FirstLine.of("a".repeat(257))).hasMessageContaining("has 1 to 256 characters");
        assertThat(FirstLine.of("a".repeat(256))).isNotNull();
    }

    @Test
    void takesTimeThatGrowsWithTheLineAndNotWithItsForm() {
        var nested = FirstLine.of("^(a+)+$");

        assertThat(begins(nested, "a".repeat(500) + "b")).isFalse();
    }

    private static boolean begins(FirstLine first, String line) {
        byte[] bytes = line.getBytes(UTF_8);
        return first.begins(bytes, 0, bytes.length);
    }
}
