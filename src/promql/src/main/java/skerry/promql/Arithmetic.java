package skerry.promql;

import java.math.BigDecimal;

/** Where Java's numbers differ from those that Prometheus computes and writes. */
final class Arithmetic {
    private static final double LN_2 = Math.log(2);

    private Arithmetic() {}

    /** One to any power is one, and so is minus one to an infinite one: IEEE 754-2008, which {@link Math#pow} is older than. */
    static double power(double base, double exponent) {
        return base == 1 || (base == -1 && Double.isInfinite(exponent)) ? 1 : Math.pow(base, exponent);
    }

    /** Exact for powers of two. */
    static double log2(double value) {
        int exponent = Math.getExponent(value);
        if (value <= 0 || exponent > Double.MAX_EXPONENT || exponent < Double.MIN_EXPONENT) {
            return Math.log(value) / LN_2;
        }
        double fraction = Math.scalb(value, -exponent);
        return fraction == 1 ? exponent : exponent + Math.log(fraction) / LN_2;
    }

    /** Half of the way goes up, also below zero. */
    static double roundTo(double value, double nearest) {
        double inverse = 1 / nearest;
        return Math.floor(value * inverse + 0.5) / inverse;
    }

    static double sign(double value) {
        return value < 0 ? -1 : value > 0 ? 1 : value;
    }

    /** An infinite bound that no value can pass holds also for what is no number. */
    static double atMost(double bound, double value) {
        return bound == Double.NEGATIVE_INFINITY ? bound : Math.min(bound, value);
    }

    static double atLeast(double bound, double value) {
        return bound == Double.POSITIVE_INFINITY ? bound : Math.max(bound, value);
    }

    /** All digits that it takes to tell this number from its neighbours, without an exponent. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
