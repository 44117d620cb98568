package skerry.protocol.payload;

/**
 * A dictionary entry for a pattern.
 *
 * @param template words with {@code <*>} where they vary; empty while the text may not leave the site
 * @param aliasOf the pattern this one was merged into, or 0
 */
public record PatternTemplate(long patternId, String template, long aliasOf) {}
