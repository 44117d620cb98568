package skerry.agent.alert;

import java.time.Duration;
import java.util.List;

/**
 * Rules that are evaluated together.
 *
 * @param file where it stands, for people
 * @param interval from one evaluation to the next
 */
public record RuleGroup(String file, String name, Duration interval, List<Rule> rules) {
    public RuleGroup {
        rules = List.copyOf(rules);
    }

    /** A line for the group and one for each rule. */
    public String text() {
        var text = new StringBuilder("group " + name + ", every " + SpanText.of(interval) + ", of " + file);
        for (Rule rule : rules) {
            text.append("\n  ")
                    .append(rule.alert())
                    .append(": ")
                    .append(rule.text().replaceAll("\\s+", " "));
            if (!rule.holds().isZero()) {
                text.append(", for ").append(SpanText.of(rule.holds()));
            }
            if (!rule.keepFiring().isZero()) {
                text.append(", keeps firing for ").append(SpanText.of(rule.keepFiring()));
            }
            rule.labels()
                    .forEach((label, template) ->
                            text.append(", ").append(label).append('=').append(template.source()));
        }
        return text.toString();
    }

    RuleGroup with(List<Rule> others) {
        return new RuleGroup(file, name, interval, others);
    }
}
