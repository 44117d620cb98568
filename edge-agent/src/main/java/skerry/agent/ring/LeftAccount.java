package skerry.agent.ring;

import java.util.List;
import skerry.agent.left.LeftRow;

/**
 * What left this site, as it is written down.
 *
 * @param rows oldest first; those of a month stand at its first day
 * @param damaged rows that cannot be read: what they said is missing here
 * @param open bytes that may have left beyond the rows, if the agent were killed now
 */
public record LeftAccount(List<LeftRow> rows, int damaged, long open) {
    public static final LeftAccount NONE = new LeftAccount(List.of(), 0, 0);

    public LeftAccount {
        rows = List.copyOf(rows);
    }
}
