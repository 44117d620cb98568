package skerry.agent.left;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to be added to the rows of what left, until it is stored. Not thread-safe. */
public final class LeftSums {
    /** More than the roads and kinds of two days. */
    private static final int MOST_SHOWN = 512;

    private final Map<Long, LeftSum> sums = new HashMap<>();
    /** Rows that have their example already: it is made once a day, since that costs more than the counting. */
    private final Set<Long> shown = new HashSet<>();

    /** The sum of a kind, to be added to. */
    public LeftSum of(long day, LeftRoad road, LeftKind kind) {
        long id = LeftRow.id(day, false, road, kind);
        LeftSum sum = sums.get(id);
        if (sum == null) {
            sum = new LeftSum(id, shown.contains(id));
            sums.put(id, sum);
        }
        return sum;
    }

    public void add(LeftRow row) {
        of(row.day(), row.road(), row.kind()).add(new LeftSum(row));
    }

    public boolean isEmpty() {
        return sums.isEmpty();
    }

    public List<LeftSum> all() {
        return new ArrayList<>(sums.values());
    }

    /** A row has an example. */
    public void shown(long id) {
        if (shown.size() >= MOST_SHOWN) {
            shown.clear();
        }
        shown.add(id);
    }

    /** All of it is stored. */
    public void stored() {
        for (LeftSum sum : sums.values()) {
            if (sum.hasExample()) {
                shown(sum.id());
            }
        }
        sums.clear();
    }
}
