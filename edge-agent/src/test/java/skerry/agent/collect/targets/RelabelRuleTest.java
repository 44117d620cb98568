package skerry.agent.collect.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skerry.agent.collect.targets.RelabelRule.Action;

class RelabelRuleTest {
    private final Map<String, String> labels =
            new TreeMap<>(Map.of("__name__", "http_requests_total", "a", "foo", "b", "bar", "c", "baz"));

    @Test
    void aRegexMatchesTheWholeOfTheJoinedValuesOrNothing() {
        assertThat(rule(Action.KEEP, "fo", "", "", "a").apply(labels)).isFalse();
        assertThat(rule(Action.KEEP, "foo;bar", "", "", "a", "b").apply(labels)).isTrue();
        assertThat(rule(Action.KEEP, "foo|bar", "", "", "a").apply(labels)).isTrue();
        assertThat(rule(Action.DROP, "o", "", "", "a").apply(labels)).isTrue();
        assertThat(rule(Action.DROP, "f.*", "", "", "a").apply(labels)).isFalse();
    }

    @Test
    void aLabelThatIsMissingIsEmpty() {
        assertThat(rule(Action.KEEP, ".+", "", "", "missing").apply(labels)).isFalse();
        assertThat(rule(Action.DROP, "", "", "", "missing").apply(labels)).isFalse();
        assertThat(rule(Action.KEEP, "foo;", "", "", "a", "missing").apply(labels))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "f(.*), $1, oo",
        "f(.*), ${1}x, oox",
        "f(.*), $1x, ''", // the group 1x, which is not there
        "f(?P<rest>.*), ${rest}!, oo!",
        "(f)(o)?(x)?.*, $1$3$2, fo",
        "(.*), $$1, $1",
        "(.*), $9, ''",
        "(.*), 'a $ b', 'a $ b'",
        "(.*), '${', '${'"
    })
    void aReplacementTakesWhatGroupsMatched(String regex, String replacement, String expected) {
        rule(Action.REPLACE, regex, "d", replacement, "a").apply(labels);

        assertThat(labels.getOrDefault("d", "")).isEqualTo(expected);
    }

    @Test
    void whatDoesNotMatchIsNotReplacedAndAnEmptyReplacementRemovesTheLabel() {
        rule(Action.REPLACE, "x(.*)", "a", "new", "a").apply(labels);
        assertThat(labels).containsEntry("a", "foo");

        rule(Action.REPLACE, "(.*)", "a", "", "b").apply(labels);
        assertThat(labels).doesNotContainKey("a");
    }

    @Test
    void theTargetOfAReplacementMayComeFromAGroupToo() {
        rule(Action.REPLACE, "(.*);(.*)", "x_$1", "$2", "a", "b").apply(labels);

        assertThat(labels).containsEntry("x_foo", "bar");
    }

    @Test
    void aTargetThatBecomesNoLabelNameChangesNothing() {
        var before = Map.copyOf(labels);

        rule(Action.REPLACE, "(.*)", "${2}", "new", "a").apply(labels);

        assertThat(labels).isEqualTo(before);
    }

    @Test
    void labelmapCopiesAndLabeldropAndLabelkeepRemoveByName() {
        labels.put("__meta_pod", "web-1");
        rule(Action.LABELMAP, "__meta_(.+)", "", "k8s_$1").apply(labels);
        assertThat(labels).containsEntry("k8s_pod", "web-1").containsEntry("__meta_pod", "web-1");

        rule(Action.LABELDROP, "__meta_.*|c", "", "$1").apply(labels);
        assertThat(labels).containsOnlyKeys("__name__", "a", "b", "k8s_pod");

        rule(Action.LABELKEEP, "__name__|a", "", "$1").apply(labels);
        assertThat(labels).containsOnlyKeys("__name__", "a");
    }

    @Test
    void labelsAreComparedAndTheirCaseIsChanged() {
        labels.put("same", "foo");
        assertThat(rule(Action.KEEPEQUAL, "(.*)", "same", "$1", "a").apply(labels))
                .isTrue();
        assertThat(rule(Action.KEEPEQUAL, "(.*)", "same", "$1", "b").apply(labels))
                .isFalse();
        assertThat(rule(Action.DROPEQUAL, "(.*)", "same", "$1", "a").apply(labels))
                .isFalse();

        rule(Action.UPPERCASE, "(.*)", "up", "$1", "a").apply(labels);
        rule(Action.LOWERCASE, "(.*)", "down", "$1", "up").apply(labels);
        assertThat(labels).containsEntry("up", "FOO").containsEntry("down", "foo");
    }

    @Test
    void aRuleThatCannotBeAppliedSaysWhatItLacks() {
        assertThatThrownBy(() -> rule(Action.REPLACE, "(.*)", "", "$1", "a")).hasMessageContaining("target-label");
        assertThatThrownBy(() -> rule(Action.REPLACE, "(.*)", "a-b", "$1", "a")).hasMessageContaining("'a-b'");
        assertThatThrownBy(() -> rule(Action.LABELMAP, "(.*)", "", "a b")).hasMessageContaining("'a b'");
        assertThatThrownBy(() -> RelabelRule.regex("(")).hasMessageContaining("must be a regular expression");
    }

    @Test
    void aRegexThatOthersWouldTryForEverEndsAtOnce() {
        labels.put("long", "a".repeat(5_000) + "!");

        assertThat(rule(Action.KEEP, "(a*)*b", "", "", "long").apply(labels)).isFalse();
    }

    static RelabelRule rule(Action action, String regex, String target, String replacement, String... sources) {
        return new RelabelRule(List.of(sources), ";", RelabelRule.regex(regex), target, replacement, action);
    }
}
