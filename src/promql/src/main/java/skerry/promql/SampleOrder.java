package skerry.promql;

import java.util.Comparator;

/** Orders samples by value; what is no number comes last, whichever way. */
final class SampleOrder {
    static final Comparator<Sample> ASCENDING = Comparator.comparingDouble(Sample::value);

    static final Comparator<Sample> DESCENDING = (left, right) -> {
        boolean isNone = Double.isNaN(left.value()) || Double.isNaN(right.value());
        return isNone ? ASCENDING.compare(left, right) : ASCENDING.compare(right, left);
    };

    private SampleOrder() {}
}
