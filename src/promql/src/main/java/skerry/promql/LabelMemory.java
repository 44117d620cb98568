package skerry.promql;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import skerry.protocol.series.Labels;

/** Remembers what a part of an expression makes of labels: the series are the same at every step. */
final class LabelMemory {
    private final IdentityHashMap<Object, Map<Labels, Labels>> made = new IdentityHashMap<>();

    /** @param maker the part of the expression; always does the same */
    Labels made(Object maker, Labels of, UnaryOperator<Labels> how) {
        return made.computeIfAbsent(maker, _ -> new HashMap<>()).computeIfAbsent(of, how);
    }

    /** Shared by all parts that do no more. */
    Labels withoutName(Labels of) {
        return made(this, of, LabelSets::withoutName);
    }
}
