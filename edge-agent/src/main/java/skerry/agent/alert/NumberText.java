package skerry.agent.alert;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as the templates of Prometheus print them. */
final class NumberText {
    private static final int SHORTEST = 21;
    private static final String[] LARGE = {"", "k", "M", "G", "T", "P", "E", "Z", "Y"};
    private static final String[] SMALL = {"", "m", "u", "n", "p", "f", "a", "z", "y"};
    private static final String[] BINARY = {"", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
    private static final int HUMAN_DIGITS = 4;

    private NumberText() {}

    /** As short as it can be without losing anything: {@code %v}. */
    static String plain(double value) {
        return Double.isFinite(value) ? general(new BigDecimal(Double.toString(value)), SHORTEST) : special(value);
    }

    /** {@code %.Ng}: this many digits, without zeros at the end. */
    static String general(double value, int digits) {
        return Double.isFinite(value)
                ? general(
                        new BigDecimal(value).round(new MathContext(Math.max(1, digits), RoundingMode.HALF_EVEN)),
                        Math.max(1, digits))
                : special(value);
    }

    /** {@code %.Nf}. */
    static String fixed(double value, int decimals) {
        return Double.isFinite(value)
                ? new BigDecimal(value)
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .toPlainString()
                : special(value);
    }

    /** {@code %.Ne}. */
    static String exponent(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return special(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().abs().toString();
        digits += "0".repeat(Math.max(0, decimals + 1 - digits.length()));
        int power = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        return scientific(rounded.signum() < 0, digits.substring(0, decimals + 1), power);
    }

    /** With a prefix of the metric system: {@code 1.234M}. */
    static String human(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return general(value, HUMAN_DIGITS);
        }
        double scaled = value;
        int prefix = 0;
        if (Math.abs(value) >= 1) {
            while (Math.abs(scaled) >= 1000 && prefix < LARGE.length - 1) {
                scaled /= 1000;
                prefix++;
            }
            return general(scaled, HUMAN_DIGITS) + LARGE[prefix];
        }
        while (Math.abs(scaled) < 1 && prefix < SMALL.length - 1) {
            scaled *= 1000;
            prefix++;
        }
        return general(scaled, HUMAN_DIGITS) + SMALL[prefix];
    }

    /** With a binary prefix: {@code 1.5Gi}. */
    static String human1024(double value) {
        double scaled = value;
        int prefix = 0;
        while (Double.isFinite(scaled) && Math.abs(scaled) >= 1024 && prefix < BINARY.length - 1) {
            scaled /= 1024;
            prefix++;
        }
        return general(scaled, HUMAN_DIGITS) + BINARY[prefix];
    }

    static String percentage(double ratio) {
        return general(ratio * 100, HUMAN_DIGITS) + "%";
    }

    /** Seconds as {@code 1d 2h 3m 4s}, or {@code 12ms}. */
    static String span(double seconds) {
        if (!Double.isFinite(seconds)) {
            return general(seconds, HUMAN_DIGITS);
        }
        if (seconds == 0) {
            return "0s";
        }
        double size = Math.abs(seconds);
        String sign = seconds < 0 ? "-" : "";
        if (size < 1) {
            return human(seconds) + "s";
        }
        if (size < 60) {
            return general(seconds, HUMAN_DIGITS) + "s";
        }
        long whole = (long) size;
        var text = new StringBuilder(sign);
        if (whole >= 86_400) {
            text.append(whole / 86_400).append("d ");
        }
        if (whole >= 3_600) {
            text.append(whole / 3_600 % 24).append("h ");
        }
        return text.append(whole / 60 % 60)
                .append("m ")
                .append(whole % 60)
                .append('s')
                .toString();
    }

    /** @param most powers of ten from which on it is written with an exponent */
    private static String general(BigDecimal value, int most) {
        BigDecimal stripped = value.stripTrailingZeros();
        int power = stripped.signum() == 0 ? 0 : stripped.precision() - stripped.scale() - 1;
        if (power >= -4 && power < most) {
            return stripped.toPlainString();
        }
        return scientific(stripped.signum() < 0, stripped.unscaledValue().abs().toString(), power);
    }

    private static String scientific(boolean negative, String digits, int power) {
        return (negative ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (power < 0 ? "e-" : "e+")
                + (Math.abs(power) < 10 ? "0" : "")
                + Math.abs(power);
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return value > 0 ? "+Inf" : "-Inf";
    }
}
