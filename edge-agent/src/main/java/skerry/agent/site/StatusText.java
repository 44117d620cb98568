package skerry.agent.site;

import java.util.List;
import skerry.agent.alert.AlertBoard;

/** The page's word and checks as lines for a terminal. Pure. */
final class StatusText {
    private StatusText() {}

    /** The first line begins with {@code All well} or {@code Look here}. */
    static String of(NodeFacts facts, AlertBoard alerts, List<Check> checks) {
        String reason = OpenAlerts.reason(checks, alerts);
        var text = new StringBuilder(1_000);
        text.append(reason.isEmpty() ? "All well" : "Look here: " + reason)
                .append("\n")
                .append(facts.site())
                .append(facts.site().isEmpty() ? "" : "/")
                .append(facts.node())
                .append(", id ")
                .append(facts.uid())
                .append(", skerry-agent ")
                .append(facts.version())
                .append("\n\n");
        for (Check check : checks) {
            text.append(String.format("%s %-16s %s%n", sign(check.mark()), check.name(), check.text()));
            if (!check.advice().isEmpty()) {
                text.append(" ".repeat(19)).append("-> ").append(check.advice()).append("\n");
            }
        }
        return text.append(OpenAlerts.text(alerts)).toString();
    }

    private static String sign(Check.Mark mark) {
        return switch (mark) {
            case GOOD -> "+";
            case LOOK -> "!";
            case UNKNOWN -> "?";
        };
    }
}
