package skerry.promql;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers such as {@code 1e3}, {@code 0x1f}, {@code 1_000}, and durations such as {@code 1h30m}. */
final class Numerals {
    private static final Pattern DECIMAL =
            Pattern.compile("(?:\\d++(?:_\\d++)*+)?+(?:\\.(?:\\d++(?:_\\d++)*+)?+)?+(?:[eE][+-]?\\d++)?+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0[xX](?:_?[0-9a-fA-F])+");
    private static final Pattern HEXADECIMAL_FRACTION =
            Pattern.compile("0[xX](?:_?[0-9a-fA-F])*(?:\\.[0-9a-fA-F]*)?[pP][+-]?\\d+");
    private static final Pattern OCTAL = Pattern.compile("0_?[0-7]+(?:_[0-7]+)*");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

    /** Of years to milliseconds, as the groups of {@link #DURATION} have them. */
    private static final long[] UNIT_MILLIS = {
        365 * 86_400_000L, 7 * 86_400_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1
    };

    /** As Prometheus has it: 292 years, in nanoseconds 63 bits. */
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    private static final int MAX_DIGITS = 400;

    private Numerals() {}

    /** Where the number ends that begins here: behind all that could be part of one. */
    static int end(String text, int start) {
        boolean isHexadecimal = text.startsWith("0x", start) || text.startsWith("0X", start);
        int at = start;
        while (at < text.length() && isPart(text, at, isHexadecimal)) {
            at++;
        }
        return at;
    }

    private static boolean isPart(String text, int at, boolean isHexadecimal) {
        char c = text.charAt(at);
        if (c == '+' || c == '-') {
            char before = text.charAt(at - 1);
            return isHexadecimal
                    ? before == 'p' || before == 'P'
                    : (before == 'e' || before == 'E')
                            && at + 1 < text.length()
                            && Character.isDigit(text.charAt(at + 1));
        }
        return c == '.' || c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
    }

    static boolean isDuration(String text) {
        return text.length() <= MAX_DIGITS
                && !text.isEmpty()
                && DURATION.matcher(text).matches();
    }

    static boolean isNumber(String text) {
        return text.length() <= MAX_DIGITS
                && (isHexadecimal(text) || (DECIMAL.matcher(text).matches() && !text.equals(".")));
    }

    /** As Go reads numbers: a leading zero makes whole numbers octal if their digits allow it. */
    static double number(String text) {
        String digits = text.replace("_", "");
        if (HEXADECIMAL.matcher(text).matches()) {
            return Double.parseDouble(digits + "p0");
        }
        if (HEXADECIMAL_FRACTION.matcher(text).matches()) {
            return Double.parseDouble(digits);
        }
        if (OCTAL.matcher(text).matches()) {
            return new BigInteger(digits, 8).doubleValue();
        }
        return Double.parseDouble(digits);
    }

    /** Milliseconds, if they are no more than a duration may have. */
    static OptionalLong durationMillis(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text + " is no duration");
        }
        long millis = 0;
        for (int unit = 0; unit < UNIT_MILLIS.length; unit++) {
            String count = parts.group(unit + 1);
            if (count != null) {
                if (count.length() > 16 || Long.parseLong(count) > MAX_MILLIS / UNIT_MILLIS[unit]) {
                    return OptionalLong.empty();
                }
                millis += Long.parseLong(count) * UNIT_MILLIS[unit];
            }
        }
        return millis > MAX_MILLIS ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    /** Milliseconds of so many seconds, if they are no more than a duration may have. */
    static OptionalLong durationMillis(double seconds) {
        double millis = Math.rint(seconds * 1000);
        return Math.abs(millis) <= MAX_MILLIS ? OptionalLong.of((long) millis) : OptionalLong.empty();
    }

    private static boolean isHexadecimal(String text) {
        return HEXADECIMAL.matcher(text).matches()
                || HEXADECIMAL_FRACTION.matcher(text).matches();
    }
}
