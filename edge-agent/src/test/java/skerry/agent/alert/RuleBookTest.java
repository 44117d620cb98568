package skerry.agent.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.platform.config.ConfigException;

class RuleBookTest {
    @TempDir
    private Path folder;

    @Test
    void theUsualRulesAndTheSitesOwnStandTogether() throws Exception {
        Path own = file("own.yaml", "PumpHot", "x > 1");

        var book = RuleBook.load(new RulesConfig(List.of(own, own), true, Set.of("NodeTooHot", "PiThrottled")));

        assertThat(book.groups()).extracting(RuleGroup::name).contains("own", "power", "node");
        assertThat(names(book)).contains("PumpHot", "PiUndervoltage").doesNotContain("NodeTooHot", "PiThrottled");
    }

    @Test
    void withoutTheUsualRulesThereAreOnlyTheSitesOwn() throws Exception {
        Path own = file("own.yaml", "PumpHot", "x > 1");

        assertThat(names(RuleBook.load(new RulesConfig(List.of(own), false, Set.of()))))
                .containsExactly("PumpHot");
        assertThat(RuleBook.load(new RulesConfig(List.of(), false, Set.of())).groups())
                .isEmpty();
    }

    @Test
    void allMistakesOfAllFilesAreNamedAtOnce() throws IOException {
        Path one = file("one.yaml", "PumpHot", "x >");
        Path two = file("two.yaml", "PumpHot", "rate(x)");
        Path missing = folder.resolve("missing.yaml");

        assertThat(problems(new RulesConfig(List.of(one, two, missing, folder), true, Set.of("NodeTooCold"))))
                .hasSize(5)
                .anySatisfy(problem -> assertThat(problem).contains("one.yaml line 5", "PumpHot"))
                .anySatisfy(problem -> assertThat(problem).contains("two.yaml line 5", "PumpHot"))
                .anySatisfy(problem -> assertThat(problem).endsWith("missing.yaml: there is no such file"))
                .anySatisfy(problem -> assertThat(problem).contains(folder + ": cannot be read"))
                .anySatisfy(problem -> assertThat(problem)
                        .isEqualTo("'rules.disable' names 'NodeTooCold', and no usual rule is called so: see"
                                + " docs/rules.md"));
    }

    @Test
    void twoRulesThatNothingTellsApartAreRefused() throws IOException {
        Path one = file("one.yaml", "PumpHot", "x > 1");
        Path two = file("two.yaml", "PumpHot", "x > 2");
        Files.writeString(
                folder.resolve("usual.yaml"),
                Files.readString(file("u.yaml", "NodeTooHot", "y")) + "        labels: {severity: warning}\n");

        assertThat(problems(new RulesConfig(List.of(one, two), false, Set.of())))
                .singleElement()
                .asString()
                .contains("two.yaml", "PumpHot", "has a rule with this name and these labels");
        assertThat(problems(new RulesConfig(List.of(folder.resolve("usual.yaml")), true, Set.of())))
                .singleElement()
                .asString()
                .contains("usual.yaml", "put NodeTooHot under rules.disable");
    }

    @Test
    void theExampleLoads() throws Exception {
        var book =
                RuleBook.load(new RulesConfig(List.of(Path.of("..", "deploy", "example-rules.yaml")), true, Set.of()));

        assertThat(names(book)).contains("PumpHot", "PumpWearsOut");
    }

    @Test
    void thereIsABoundOfRules() throws IOException {
        var text = new StringBuilder("groups:\n  - name: many\n    rules:\n");
        for (int i = 0; i <= RuleBook.MOST_RULES; i++) {
            text.append("      - {alert: A").append(i).append(", expr: up}\n");
        }
        Path many = Files.writeString(folder.resolve("many.yaml"), text);

        assertThat(problems(new RulesConfig(List.of(many), false, Set.of())))
                .containsExactly("there are 501 rules, and an agent evaluates 500 at most");
    }

    private static List<String> problems(RulesConfig config) {
        return catchThrowableOfType(ConfigException.class, () -> RuleBook.load(config))
                .problems();
    }

    private static List<String> names(RuleBook book) {
        return book.groups().stream()
                .flatMap(group -> group.rules().stream())
                .map(Rule::alert)
                .toList();
    }

    private Path file(String name, String alert, String expr) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "groups:\n  - name: own\n    rules:\n      - alert: " + alert + "\n        expr: " + expr + "\n");
    }
}
