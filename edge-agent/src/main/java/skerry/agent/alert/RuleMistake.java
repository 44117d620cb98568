package skerry.agent.alert;

/**
 * Why a rule, or what should be one, cannot be used.
 *
 * @param line of the file, from 1; 0 for the file as a whole
 * @param group empty if it is not within one
 * @param rule the alert's name, or its place in the group; empty if it is not within one
 * @param reason a clause
 */
public record RuleMistake(String file, int line, String group, String rule, String reason) {
    @Override
    public String toString() {
        return file + (line > 0 ? " line " + line : "")
                + (group.isEmpty() ? "" : ", group \"" + group + "\"")
                + (rule.isEmpty() ? "" : ", rule \"" + rule + "\"")
                + ": " + reason;
    }
}
