package skerry.agent.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFileTest {
    @Test
    void aFileInPrometheusFormIsRead() {
        RuleFile.Content content = read("""
                # the site's own
                groups:
                  - name: pump
                    interval: 30s
                    rules:
                      - alert: PumpHot
                        expr: |
                          pump_celsius
                            > 80
                        for: 1h30m
                        keep_firing_for: 5m
                        labels:
                          severity: critical
                          shelf: 7
                        annotations:
                          summary: 'Pump {{ $labels.pump }} has {{ printf "%.1f" $value }} °C'
                      - {alert: PumpGone, expr: absent(pump_celsius)}
                  - name: nothing
                    rules: []
                """);

        assertThat(content.mistakes()).isEmpty();
        assertThat(content.groups()).extracting(RuleGroup::name).containsExactly("pump", "nothing");
        RuleGroup pump = content.groups().getFirst();
        assertThat(pump.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(content.groups().getLast().interval()).isEqualTo(Duration.ofMinutes(1));
        Rule hot = pump.rules().getFirst();
        assertThat(hot.holds()).isEqualTo(Duration.ofMinutes(90));
        assertThat(hot.keepFiring()).isEqualTo(Duration.ofMinutes(5));
        assertThat(hot.labels().values()).extracting(TextTemplate::source).containsExactly("critical", "7");
        assertThat(hot.text()).isEqualTo("pump_celsius\n  > 80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "groups:", "groups: []", "groups: null"})
    void aFileWithoutRulesHasNone(String text) {
        assertThat(read(text).mistakes()).isEmpty();
        assertThat(read(text).groups()).isEmpty();
    }

    @Test
    void allMistakesAreNamedAtOnceWithTheirPlace() {
        List<String> mistakes = mistakes("""
                groups:
                  - name: a
                    interval: 5s
                    limit: 3
                    rules:
                      - record: job:x:rate
                        expr: rate(x[5m])
                      - alert: Bad
                        expr: rate(x)
                        for: soon
                        labels: {"1st": x, alertname: y}
                        annotations: {summary: '{{ query "up" }}'}
                      - expr: up == 0
                      - alert: NoExpr
                      - alert: Matrix
                        expr: up[5m]
                        severity: warning
                  - name: a
                    rules: {}
                """);

        assertThat(mistakes)
                .anySatisfy(one -> assertThat(one)
                        .startsWith("rules.yaml line 3, group \"a\": ")
                        .contains("interval must lie between 15s and 1d, was 5s"))
                .anySatisfy(one -> assertThat(one).contains("'limit' is no key of a group"))
                .anySatisfy(
                        one -> assertThat(one).contains("line 6", "rule \"job:x:rate\"", "this is a recording rule"))
                .anySatisfy(one -> assertThat(one).contains("line 9", "rule \"Bad\": expr cannot be used"))
                .anySatisfy(one -> assertThat(one)
                        .contains("rule \"Bad\": for must be a duration such as 30s, 5m or 1h30m, was 'soon'"))
                .anySatisfy(one -> assertThat(one).contains("'1st' under labels is no name"))
                .anySatisfy(one -> assertThat(one).contains("the label alertname is the rule's name"))
                .anySatisfy(one ->
                        assertThat(one).contains("annotations.summary cannot be used: the template function 'query'"))
                .anySatisfy(one -> assertThat(one).contains("rule \"number 3\": the rule needs a name under alert"))
                .anySatisfy(one -> assertThat(one).contains("rule \"NoExpr\": the rule needs an expression"))
                .anySatisfy(one -> assertThat(one).contains("rule \"Matrix\"", "expr must yield series or a number"))
                .anySatisfy(one -> assertThat(one).contains("rule \"Matrix\"", "'severity' is no key of a rule"))
                .anySatisfy(one -> assertThat(one).contains("another group of this file has this name"))
                .anySatisfy(one -> assertThat(one).contains("rules must be a list"));
    }

    @Test
    void whatIsNotPartOfTheExpressionLanguageIsRefusedByName() {
        assertThat(mistakes(one("info(up)"))).singleElement().asString().contains("info");
        assertThat(mistakes(one("rate(up[5m"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- a",
                "text",
                "groups: text",
                "groups: [text]",
                "groups: [{name: [a], rules: []}]",
                "groups: [{name: a, rules: [text]}]",
                "groups: [{name: a, rules: [{alert: {a: b}, expr: up}]}]",
                "groups: [{name: a, rules: [{alert: A, expr: [up]}]}]",
                "groups: [{name: a, rules: [{alert: A, expr: up, labels: [x]}]}]",
                "groups: [{name: a, rules: [{alert: A, expr: up, labels: {x: {y: z}}}]}]",
                "groups: [{name: a, name: b, rules: []}]",
                "groups: [{name: a, rules: []}]\n---\ngroups: []",
                "groups: [{name: a",
                "groups:\n\t- name: a",
                "? [a]\n: b",
                "groups: !!python/object/apply:os.system [ls]\nrules: x",
                "\u0000",
            })
    void whatIsNoFileOfRulesIsAMistakeAndNothingElse(String text) {
        assertThat(mistakes(text))
                .isNotEmpty()
                .allSatisfy(
                        mistake -> assertThat(mistake).startsWith("rules.yaml").doesNotContain("\n", "Exception"));
    }

    @Test
    void anAliasIsRefusedBeforeItIsWrittenOut() {
        var bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'k'; c++) {
            String before = "*" + (char) (c - 1);
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append((before + ",").repeat(8))
                    .append(before);
            bomb.append("]\n");
        }
        assertThat(mistakes(bomb.toString())).singleElement().asString().contains("line 2: has an alias");
        assertThat(mistakes("groups: &g\n  - name: a\n    rules: *g\n"))
                .singleElement()
                .asString()
                .contains("alias");
    }

    @Test
    void deepAndHugeTextIsRefused() {
        assertThat(mistakes("groups: " + "[".repeat(100_000)))
                .singleElement()
                .asString()
                .contains("nested deeper");
        assertThat(mistakes("groups: " + "{a: ".repeat(10_000))).hasSize(1);
        assertThat(mistakes("#".repeat((1 << 20) + 1)))
                .singleElement()
                .asString()
                .contains("larger than");
        assertThat(read(new byte[] {(byte) 0xff, (byte) 0xfe, 0}).mistakes())
                .singleElement()
                .asString()
                .contains("UTF-8");
    }

    @Test
    void aFileOfMistakesNamesAHundred() {
        String rule = "      - alert: A\n        expr: up(\n";
        assertThat(mistakes("groups:\n  - name: a\n    rules:\n" + rule.repeat(1_000)))
                .hasSize(100);
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "0s,0s", "90s,1m30s", "1h30m,1h30m", "100ms,100ms", "1d,1d", "2w,14d"})
    void durationsAreReadAsPrometheusWritesThem(String text, String read) {
        assertThat(SpanText.of(SpanText.parse(text))).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-5m", "5 m", "m", "30m1h", "1.5h", "99999999999999999999s"})
    void otherDurationsAreNot(String text) {
        assertThat(mistakes(one("up").replace("expr:", "for: \"" + text + "\"\n        expr:")))
                .hasSize(1);
    }

    private static String one(String expr) {
        return "groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: " + expr + "\n";
    }

    private static List<String> mistakes(String text) {
        return read(text).mistakes().stream().map(RuleMistake::toString).toList();
    }

    private static RuleFile.Content read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RuleFile.Content read(byte[] text) {
        return RuleFile.read("rules.yaml", text);
    }
}
