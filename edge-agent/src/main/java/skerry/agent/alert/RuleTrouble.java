package skerry.agent.alert;

/**
 * A rule that cannot be evaluated.
 *
 * @param problem one clause
 * @param since UTC epoch milliseconds
 */
public record RuleTrouble(String group, String alert, String problem, long since) {}
