package skerry.agent.privacy;

import java.util.List;

/**
 * One rule: where to look, and what exactly to take.
 *
 * <p>A detector is asked only where one of its triggers has just been read, so it may be thorough. It must not read more
 * than a fixed number of characters beyond what it takes, or stop where its own trigger could begin again: that is what
 * keeps redaction linear. Implementations are stateless and thread-safe.
 */
interface Detector {
    /** What it finds, in lower-case words with {@code -}; the mask shows it. */
    String kind();

    /** Where to look, in the notation of {@link Triggers}. */
    List<String> triggers();

    /**
     * Looks around a trigger whose last character is the one before {@code at}.
     *
     * @return what to take, or {@link Span#NONE}
     */
    Span find(Text text, int at);

    /** Everything that decides what is taken, so that the policy's id changes with it. */
    default String rule() {
        return kind() + " " + getClass().getSimpleName() + " " + String.join(" ", triggers());
    }
}
