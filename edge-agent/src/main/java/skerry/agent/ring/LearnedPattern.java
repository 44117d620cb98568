package skerry.agent.ring;

/**
 * A log pattern as the ring remembers it over a restart.
 *
 * @param id of the pattern
 * @param grown places of the template that became variables, one bit each
 * @param source the log source that showed it first
 */
public record LearnedPattern(long id, long grown, String source, String template) {
    /** Bytes that it takes in the file, about. */
    int bytes() {
        return 48 + 2 * (source.length() + template.length());
    }
}
