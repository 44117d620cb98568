package skerry.promql;

/**
 * A sum that keeps what rounding takes away, after Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation
 * endlicher Summen", 1974: large numbers that cancel out leave the small ones between them.
 */
final class CompensatedSum {
    private double sum;
    private double lost;

    CompensatedSum(double first) {
        sum = first;
    }

    CompensatedSum() {
        this(0);
    }

    void add(double more) {
        double next = sum + more;
        if (Double.isInfinite(next)) {
            lost = 0;
        } else if (Math.abs(sum) >= Math.abs(more)) {
            lost += sum - next + more;
        } else {
            lost += more - next + sum;
        }
        sum = next;
    }

    /** Whether the sum stays finite with this number. */
    boolean hasRoomFor(double more) {
        return !Double.isInfinite(sum + more);
    }

    void scale(double factor) {
        sum *= factor;
        lost *= factor;
    }

    void divide(double divisor) {
        sum /= divisor;
        lost /= divisor;
    }

    double value() {
        return sum + lost;
    }

    /** The mean of so many numbers; the parts are divided apart, so that their sum cannot overflow. */
    double mean(double count) {
        return sum / count + lost / count;
    }
}
