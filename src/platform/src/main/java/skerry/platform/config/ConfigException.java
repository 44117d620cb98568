package skerry.platform.config;

import java.util.List;

/** A configuration that cannot be used, with all its mistakes, one sentence each. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigException(String source, List<String> problems) {
        super(message(source, problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence per mistake, in the order of their keys in the program. */
    public List<String> problems() {
        return problems;
    }

    private static String message(String source, List<String> problems) {
        return problems.size() == 1
                ? source + ": " + problems.getFirst()
                : source + " has " + problems.size() + " mistakes:\n  - " + String.join("\n  - ", problems);
    }
}
