package skerry.promql;

/** The arithmetic mean: by the sum as long as that is finite, and step by step from there on. */
final class Mean {
    private final CompensatedSum sum;
    private double count = 1;
    private boolean stepwise;

    Mean(double first) {
        sum = new CompensatedSum(first);
    }

    void add(double more) {
        count++;
        if (!stepwise && sum.hasRoomFor(more)) {
            sum.add(more);
            return;
        }
        if (!stepwise) {
            stepwise = true;
            sum.divide(count - 1);
        }
        sum.scale((count - 1) / count);
        sum.add(more / count);
    }

    double value() {
        return stepwise ? sum.value() : sum.mean(count);
    }
}
