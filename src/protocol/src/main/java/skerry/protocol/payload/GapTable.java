package skerry.protocol.payload;

import java.util.List;

/** All gaps an agent still announces, at most 64; a newer table replaces an older one. */
public record GapTable(List<Gap> gaps) {
    public static final int MAX_GAPS = 64;

    public GapTable {
        gaps = List.copyOf(gaps);
    }
}
