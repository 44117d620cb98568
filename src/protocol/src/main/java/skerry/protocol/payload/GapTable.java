package skerry.protocol.payload;

import java.util.List;

/** All gaps an agent still announces, at most 64; a newer table replaces an older one. */
public record GapTable(List<Gap> gaps) {
    public static final int MAX_GAPS = 64;

    /** @throws IllegalArgumentException if there are more than 64 */
    public GapTable {
        gaps = List.copyOf(gaps);
        if (gaps.size() > MAX_GAPS) {
            throw new IllegalArgumentException("a gap table has at most " + MAX_GAPS + " gaps: merge neighbours");
        }
    }
}
