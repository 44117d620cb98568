package skerry.protocol.payload;

import java.util.List;

/**
 * What a node knows of its losses: the gaps it still announces, at most 64, and its account by day and stream. A newer
 * table replaces an older one.
 *
 * @param days all days; those that are not told apart are together under {@link DayAccount#EARLIER}. Empty from an agent
 *     that does not tell
 */
public record GapTable(List<Gap> gaps, List<DayAccount> days) {
    public static final int MAX_GAPS = 64;

    /** Rows of the account: a month of two streams, and what was before. */
    public static final int MAX_DAYS = 64;

    /** @throws IllegalArgumentException if there are too many gaps or days */
    public GapTable {
        gaps = List.copyOf(gaps);
        days = List.copyOf(days);
        if (gaps.size() > MAX_GAPS) {
            throw new IllegalArgumentException("a gap table has at most " + MAX_GAPS + " gaps: merge neighbours");
        }
        if (days.size() > MAX_DAYS) {
            throw new IllegalArgumentException("a gap table has at most " + MAX_DAYS + " days: add up the earliest");
        }
    }

    /** Without an account. */
    public GapTable(List<Gap> gaps) {
        this(gaps, List.of());
    }
}
