package skerry.hub.store;

import skerry.protocol.payload.Severity;

/**
 * A log pattern over the whole fleet.
 *
 * @param template words with {@code <*>} where they vary; empty while no site may tell it, or after it was erased
 * @param aliasOf the pattern this one was merged into, or 0
 * @param severity the gravest seen
 * @param firstMillis first window in which it was seen, corrected UTC epoch milliseconds; {@code Long.MAX_VALUE} if only
 *     its name is known
 * @param lastMillis the last one; 0 if only its name is known
 */
public record PatternInfo(
        long id, String template, long aliasOf, Severity severity, long firstMillis, long lastMillis) {
    static PatternInfo unknown(long id) {
        return new PatternInfo(id, "", 0, Severity.UNKNOWN, Long.MAX_VALUE, 0);
    }

    /** With a name, unless it has one; a merge is never undone. */
    PatternInfo named(String newTemplate, long newAliasOf) {
        return new PatternInfo(
                id,
                template.isEmpty() ? newTemplate : template,
                aliasOf == 0 ? newAliasOf : aliasOf,
                severity,
                firstMillis,
                lastMillis);
    }

    PatternInfo withoutText() {
        return new PatternInfo(id, "", aliasOf, severity, firstMillis, lastMillis);
    }

    PatternInfo seen(long atMillis, Severity withSeverity) {
        return new PatternInfo(
                id,
                template,
                aliasOf,
                severity.compareTo(withSeverity) < 0 ? withSeverity : severity,
                Math.min(firstMillis, atMillis),
                Math.max(lastMillis, atMillis));
    }
}
