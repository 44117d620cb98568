package skerry.agent.collect.guard;

import java.util.HashMap;
import java.util.Map;
import skerry.protocol.series.Labels;

/** What one source brought of late: how many series, and how many values of each label. Not thread-safe. */
final class SourceSeries {
    /** Names of labels that are watched; a source with more of them is refused as one with too many values. */
    private static final int MOST_LABELS = 256;

    private final Map<String, HashSetOfInts> values = new HashMap<>();
    private int series;
    private long bySeries;
    private long byValues;
    /** What was refused until the count before the present one began, and until that began. */
    private long before;

    private long atRestart;

    int series() {
        return series;
    }

    /** Samples refused since the start, by the limit that was reached. */
    long refusedBySeries() {
        return bySeries;
    }

    long refusedByValues() {
        return byValues;
    }

    /** Whether anything was refused in this count or the one before. */
    boolean isRefusing() {
        return bySeries + byValues > before;
    }

    void refuse(boolean ofValues) {
        if (ofValues) {
            byValues++;
        } else {
            bySeries++;
        }
    }

    /** The label of a new series with a value too many; empty if there is none. */
    String tooMany(Labels labels, int most) {
        for (int i = 0; i < labels.size(); i++) {
            HashSetOfInts known = values.get(labels.name(i));
            if (known == null) {
                if (values.size() >= MOST_LABELS) {
                    return labels.name(i);
                }
            } else if (known.size() >= most && !known.contains(labels.value(i).hashCode())) {
                return labels.name(i);
            }
        }
        return "";
    }

    void add(Labels labels) {
        series++;
        for (int i = 0; i < labels.size(); i++) {
            HashSetOfInts known = values.get(labels.name(i));
            if (known == null) {
                known = new HashSetOfInts();
                values.put(labels.name(i), known);
            }
            known.add(labels.value(i).hashCode());
        }
    }

    /** The label with the most values among those of a series; empty if it has none. */
    String widest(Labels labels) {
        String widest = "";
        int most = -1;
        for (int i = 0; i < labels.size(); i++) {
            int size = values(labels.name(i));
            if (size > most) {
                most = size;
                widest = labels.name(i);
            }
        }
        return widest;
    }

    int values(String label) {
        HashSetOfInts known = values.get(label);
        return known == null ? 0 : known.size();
    }

    /** Takes over what another one was refused. */
    void include(SourceSeries other) {
        bySeries += other.bySeries;
        byValues += other.byValues;
        before += other.before;
        atRestart += other.atRestart;
    }

    /** Counts anew, but for what was refused. */
    void restart() {
        before = atRestart;
        atRestart = bySeries + byValues;
        series = 0;
        values.clear();
    }
}
