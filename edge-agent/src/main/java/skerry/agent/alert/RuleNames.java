package skerry.agent.alert;

import java.util.regex.Pattern;

/** What labels and annotations of a rule may be called. */
final class RuleNames {
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,127}");

    private RuleNames() {}

    static boolean isLabel(String name) {
        return LABEL.matcher(name).matches();
    }
}
