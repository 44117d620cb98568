package skerry.agent.summary;

/**
 * A log template with its variable parts masked.
 *
 * @param id hash of the canonical template: the same template has the same id on every agent
 * @param template words with {@code <*>} where they vary
 */
public record Pattern(long id, String template) {}
