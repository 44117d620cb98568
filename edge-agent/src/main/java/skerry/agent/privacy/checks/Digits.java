package skerry.agent.privacy.checks;

/** Arithmetic over strings of ASCII digits. Callers see to it that there is nothing else in them. */
final class Digits {
    private static final int[][] VERHOEFF = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
        {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
        {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
        {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };
    private static final int[] VERHOEFF_STEP = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    private Digits() {}

    static int at(String d, int index) {
        return d.charAt(index) - '0';
    }

    /** The number that {@code length} digits from {@code start} on stand for. */
    static long number(String d, int start, int length) {
        long n = 0;
        for (int i = start; i < start + length; i++) {
            n = n * 10 + at(d, i);
        }
        return n;
    }

    /** The sum of the first digits, each times its weight; weights are written as digits, {@code :} stands for ten. */
    static int weighted(String d, String weights) {
        int sum = 0;
        for (int i = 0; i < weights.length(); i++) {
            sum += at(d, i) * (weights.charAt(i) - '0');
        }
        return sum;
    }

    /** Whether the check digit at the end is right by Luhn's rule (ISO/IEC 7812). */
    static boolean luhn(String d) {
        int sum = 0;
        for (int i = 0; i < d.length(); i++) {
            int digit = at(d, d.length() - 1 - i);
            sum += i % 2 == 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
        }
        return sum % 10 == 0;
    }

    /** Whether the check digit at the end is right by ISO/IEC 7064, MOD 11,10. */
    static boolean mod11and10(String d) {
        int product = 10;
        for (int i = 0; i < d.length() - 1; i++) {
            int sum = (at(d, i) + product) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }
        return (11 - product) % 10 == at(d, d.length() - 1);
    }

    /** Whether the check digit at the end is right by Verhoeff's rule. */
    static boolean verhoeff(String d) {
        int check = 0;
        for (int i = 0; i < d.length(); i++) {
            int digit = at(d, d.length() - 1 - i);
            for (int step = i % 8; step > 0; step--) {
                digit = VERHOEFF_STEP[digit];
            }
            check = VERHOEFF[check][digit];
        }
        return check == 0;
    }

    /** The remainder of an arbitrarily long number. */
    static int remainder(String d, int modulus) {
        long rest = 0;
        for (int i = 0; i < d.length(); i++) {
            rest = (rest * 10 + at(d, i)) % modulus;
        }
        return (int) rest;
    }

    /** Whether all are the same digit, as in numbers that were made up. */
    static boolean same(String d) {
        for (int i = 1; i < d.length(); i++) {
            if (d.charAt(i) != d.charAt(0)) {
                return false;
            }
        }
        return true;
    }

    /** Whether month and day, two digits each, are ones that a year may have. */
    static boolean monthAndDay(long month, long day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= (month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
    }

    /** Whether six digits from {@code start} on are year, month and day. */
    static boolean yearFirst(String d, int start) {
        return monthAndDay(number(d, start + 2, 2), number(d, start + 4, 2));
    }

    /** Whether six digits from {@code start} on are day, month and year. */
    static boolean dayFirst(String d, int start) {
        return monthAndDay(number(d, start + 2, 2), number(d, start, 2));
    }
}
