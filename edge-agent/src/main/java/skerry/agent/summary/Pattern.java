package skerry.agent.summary;

/**
 * A log template with its variable parts masked.
 *
 * @param id hash of the canonical template: the same template has the same id on every agent
 * @param template words with {@code <*>} where they vary
 */
public record Pattern(long id, String template) {
    // Written out, as it is asked with every line: what a record has of its own goes by method handles, which a node's
    // Java
    // interprets.
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Pattern that && id == that.id && template.equals(that.template));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
