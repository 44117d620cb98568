package skerry.agent.cluster.state;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kubernetes quantity as an exact number: {@code 100m}, {@code 1Gi}, {@code 1e3}, {@code 0.5}. Roundings are away from
 * zero, as Kubernetes does them.
 */
record Amount(BigDecimal value) {
    private static final int LONGEST = 64;
    /** Kubernetes holds no quantity above 2^63; without a bound, {@code 1e999999999} would be written out. */
    private static final int MAX_EXPONENT = 30;

    private static final Pattern FORM = Pattern.compile(
            "([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(?:[eE]([+-]?\\d{1,9})|(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)?)");

    private static final Map<String, BigDecimal> SUFFIXES = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.scaleByPowerOfTen(-9)),
            Map.entry("u", BigDecimal.ONE.scaleByPowerOfTen(-6)),
            Map.entry("m", BigDecimal.ONE.scaleByPowerOfTen(-3)),
            Map.entry("k", BigDecimal.ONE.scaleByPowerOfTen(3)),
            Map.entry("M", BigDecimal.ONE.scaleByPowerOfTen(6)),
            Map.entry("G", BigDecimal.ONE.scaleByPowerOfTen(9)),
            Map.entry("T", BigDecimal.ONE.scaleByPowerOfTen(12)),
            Map.entry("P", BigDecimal.ONE.scaleByPowerOfTen(15)),
            Map.entry("E", BigDecimal.ONE.scaleByPowerOfTen(18)),
            Map.entry("Ki", new BigDecimal(1L << 10)),
            Map.entry("Mi", new BigDecimal(1L << 20)),
            Map.entry("Gi", new BigDecimal(1L << 30)),
            Map.entry("Ti", new BigDecimal(1L << 40)),
            Map.entry("Pi", new BigDecimal(1L << 50)),
            Map.entry("Ei", new BigDecimal(1L << 60)));

    /** Empty for what is no quantity. */
    static Optional<Amount> of(Quantity quantity) {
        return parse(ZeroValues.text(quantity.getAmount()) + ZeroValues.text(quantity.getFormat()));
    }

    /** Empty for what is no quantity. */
    static Optional<Amount> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            return Optional.empty();
        }
        var number = new BigDecimal(form.group(1));
        if (form.group(2) != null) {
            int exponent = Integer.parseInt(form.group(2));
            if (Math.abs(exponent) > MAX_EXPONENT) {
                return Optional.empty();
            }
            number = number.scaleByPowerOfTen(exponent);
        } else if (form.group(3) != null) {
            number = number.multiply(SUFFIXES.get(form.group(3)));
        }
        return Optional.of(new Amount(number));
    }

    /** To the thousandth. */
    double inThousandths() {
        return value.setScale(3, RoundingMode.UP).doubleValue();
    }

    double whole() {
        return value.setScale(0, RoundingMode.UP).doubleValue();
    }
}
