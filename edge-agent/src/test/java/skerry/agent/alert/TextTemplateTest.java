package skerry.agent.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.protocol.series.Labels;

class TextTemplateTest {
    private static final Labels LABELS = Labels.of("device", "sda1", "size", "2048");

    /** Expected texts are those of Prometheus 3's templates, by its documentation of the functions. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "no braces|0|no braces",
                "{{ $labels.device }} is full|0|sda1 is full",
                "{{$labels.device}}/{{.Labels.device}}|0|sda1/sda1",
                "[{{ $labels.none }}]|0|[]",
                "{{ $value }}|0.25|0.25",
                "{{ .Value }}|1234567890|1234567890",
                "{{ $value }}|1e21|1e+21",
                "{{ $value }}|0.00001|1e-05",
                "{{ $value }}|NaN|NaN",
                "{{ $value }}|Infinity|+Inf",
                "a {{- /* remark */ -}} b|0|ab",
                "a {{- $value -}} b|7|a7b",
                "{{ \"}}\" }}{{ `\"` }}|0|}}\"",
            })
    void textIsFilledIn(String template, double value, String text) {
        assertThat(TextTemplate.parse(template).render(LABELS, value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "humanize $value;0;0",
                "humanize $value;1234567;1.235M",
                "humanize $value;999.95;1000",
                "humanize $value;-1500;-1.5k",
                "humanize $value;0.00123;1.23m",
                "$labels.size | humanize1024;0;2ki",
                "humanize1024 $value;1536;1.5ki",
                "humanize1024 $value;1;1",
                "$value | humanizePercentage;0.1234567;12.35%",
                "humanizePercentage $value;1;100%",
                "humanizeDuration $value;0;0s",
                "humanizeDuration $value;59.5;59.5s",
                "humanizeDuration $value;60;1m 0s",
                "humanizeDuration $value;90061;1d 1h 1m 1s",
                "humanizeDuration $value;-3600;-1h 0m 0s",
                "humanizeDuration $value;0.012;12ms",
                "humanizeDuration $value;NaN;NaN",
                "printf \"%.2f\" $value;3.14159;3.14",
                "printf \"%.0f %%\" $value;12.5;12 %",
                "printf \"%s: %v\" $labels.device $value;2.5;sda1: 2.5",
                "printf \"%e\" $value;123456;1.234560e+05",
                "printf \"%g\" $value;0.1;0.1",
                "printf \"%.3g\" $value;123456;1.23e+05",
            })
    void functionsPrintAsInPrometheus(String pipeline, double value, String text) {
        assertThat(TextTemplate.parse("{{ " + pipeline + " }}").render(LABELS, value))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ if $value }}x{{ end }}",
                "{{ range query \"up\" }}{{ end }}",
                "{{ $labels }}",
                "{{ $labels.a-b }}",
                "{{ $externalLabels.cluster }}",
                "{{ $externalURL }}",
                "{{ $value | title }}",
                "{{ humanize }}",
                "{{ humanize $value $value }}",
                "{{ printf \"%d\" $value }}",
                "{{ printf \"%999999f\" $value }}",
                "{{ printf \"%.2f\" }}",
                "{{ $value | printf \"%s\" $labels.device }}",
                "{{ printf $value }}",
                "{{ }}",
                "{{ $value",
                "{{ \"open }}",
                "{{ ($value) }}",
                "{{ $value | }}",
                "{{ $x := $value }}",
                "{{ /* open }}",
                "{{",
            })
    void everythingElseIsRefused(String template) {
        assertThatThrownBy(() -> TextTemplate.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void theReasonNamesTheFunction() {
        assertThatThrownBy(() -> TextTemplate.parse("{{ $value | toUpper }}"))
                .hasMessage("the template function 'toUpper' is not part of Skerry's: it knows humanize, humanize1024,"
                        + " humanizePercentage, humanizeDuration and printf");
        assertThatThrownBy(() -> TextTemplate.parse("{{ $externalLabels.site }}"))
                .hasMessageContaining("an agent has no external labels");
    }

    @Test
    void whatComesOfItIsBounded() {
        Labels large = Labels.of("x", "y".repeat(1_000));
        String text = TextTemplate.parse("{{ $labels.x }}".repeat(200)).render(large, 0);
        assertThat(text).hasSize(TextTemplate.MAX_RESULT);
    }
}
