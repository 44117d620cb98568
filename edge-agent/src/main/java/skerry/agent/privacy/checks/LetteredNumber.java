package skerry.agent.privacy.checks;

/** Check characters of national numbers that have letters. All take capitals without separators. Thread-safe. */
public final class LetteredNumber {
    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private static final String IRISH = "WABCDEFGHIJKLMNOPQRSTUV";
    private static final String NO_NINO = "BG GB KN NK NT TN ZZ";

    private LetteredNumber() {}

    /** Spain: digits, of which X, Y and Z at the beginning stand for 0, 1 and 2, and a letter. */
    public static boolean spanish(String id) {
        int first = "XYZ".indexOf(id.charAt(0));
        String digits = (first >= 0 ? first + id.substring(1) : id).substring(0, id.length() - 1);
        return SPANISH.charAt((int) (Digits.number(digits, 0, digits.length()) % 23)) == id.charAt(id.length() - 1);
    }

    /** France: a social security number of Corsica, where 2A and 2B stand for 19 and 18. */
    public static boolean corsican(String id) {
        char department = id.charAt(6);
        String digits = id.substring(0, 5) + (department == 'A' ? "19" : "18") + id.substring(7);
        return id.charAt(5) == '2' && department <= 'B' && NationalNumber.is(digits);
    }

    /** Finland: a date, the sign of the century, three digits and a check character. */
    public static boolean finnish(String id) {
        String digits = id.substring(0, 6) + id.substring(7, 10);
        return Digits.dayFirst(digits, 0) && FINNISH.charAt((int) (Digits.number(digits, 0, 9) % 31)) == id.charAt(10);
    }

    /** Ireland: seven digits, a check letter, and sometimes one more. */
    public static boolean irish(String id) {
        int sum = Digits.weighted(id, "8765432");
        if (id.length() == 9 && id.charAt(8) != 'W') {
            sum += 9 * (id.charAt(8) - 'A' + 1);
        }
        return IRISH.charAt(sum % 23) == id.charAt(7);
    }

    /** Singapore: citizens (S, T), foreigners (F, G) and, since 2022, M. */
    public static boolean singaporean(String id) {
        char series = id.charAt(0);
        int sum = Digits.weighted(id.substring(1), "2765432")
                + (series == 'T' || series == 'G' ? 4 : series == 'M' ? 3 : 0);
        String letters = series == 'S' || series == 'T' ? "JZIHGFEDCBA" : series == 'M' ? "KLJNPQRTUWX" : "XWUTRQPNMLK";
        int rest = sum % 11;
        return letters.charAt(series == 'M' ? 10 - rest : rest) == id.charAt(8);
    }

    /** Germany, social security: area, date of birth, letter, number, check digit. */
    public static boolean germanPension(String id) {
        int letter = id.charAt(8) - 'A' + 1;
        String digits = id.substring(0, 8) + letter / 10 + letter % 10 + id.substring(9);
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            int product = Digits.at(digits, i) * ("212571212121".charAt(i) - '0');
            sum += product / 10 + product % 10;
        }
        long day = Digits.number(digits, 2, 2) % 50;
        return Digits.monthAndDay(Digits.number(digits, 4, 2), day) && sum % 10 == Digits.at(digits, 12);
    }

    /** Germany, health insurance: a letter and nine digits, the last of which checks. */
    public static boolean germanHealth(String id) {
        int letter = id.charAt(0) - 'A' + 1;
        String digits = "" + letter / 10 + letter % 10 + id.substring(1);
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            int product = Digits.at(digits, i) * (i % 2 + 1);
            sum += product / 10 + product % 10;
        }
        return sum % 10 == Digits.at(digits, 10);
    }

    /** Germany, the Netherlands and others (ICAO 9303): a passport's or card's number and its check digit by the weights 7, 3, 1. */
    public static boolean machineReadable(String id) {
        int sum = 0;
        for (int i = 0; i < id.length() - 1; i++) {
            sum += value(id.charAt(i)) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }
        return sum % 10 == value(id.charAt(id.length() - 1));
    }

    /** United Kingdom: the two letters that national insurance numbers may start with. */
    public static boolean insured(String id) {
        return "DFIQUV".indexOf(id.charAt(0)) < 0
                && "DFIOQUV".indexOf(id.charAt(1)) < 0
                && !NO_NINO.contains(id.substring(0, 2));
    }

    /** United Kingdom: month and day inside a driver's number; five more in the month's first digit for women. */
    public static boolean britishDriver(String id) {
        long month = Digits.number(id, 6, 2) % 50;
        long day = Digits.number(id, 8, 2);
        return month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    /** China: a resident's number that ends with X. */
    public static boolean chinese(String id) {
        return NationalNumber.chinese(id);
    }

    /** Taiwan: a letter for the place, which stands for two digits, sex or kind of resident, and a check digit. */
    public static boolean taiwanese(String id) {
        int place = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(id.charAt(0)) + 10;
        int sum = place / 10 + place % 10 * 9 + Digits.weighted(id.substring(1), "876543211");
        return "1289".indexOf(id.charAt(1)) >= 0 && sum % 10 == 0;
    }

    /** Hong Kong: a letter, six digits, and a check character in brackets, A for ten. */
    public static boolean hongkong(String id) {
        int sum = 36 * 9 + value(id.charAt(0)) * 8 + Digits.weighted(id.substring(1), "765432");
        return "0123456789A".charAt((11 - sum % 11) % 11) == id.charAt(8);
    }

    /** Chile: seven or eight digits and a check digit, K for ten. */
    public static boolean chilean(String id) {
        String digits = "0".repeat(9 - id.length()) + id;
        int check = (11 - Digits.weighted(digits, "32765432") % 11) % 11;
        return "0123456789K".charAt(check) == id.charAt(id.length() - 1);
    }

    /** Mexico (CURP): letters of the name, date of birth, sex, state, consonants, and a check digit. */
    public static boolean mexican(String id) {
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            int value = value(id.charAt(i));
            sum += (18 - i) * (value > 23 ? value + 1 : value); // N with a tilde comes after N
        }
        return "HMX".indexOf(id.charAt(10)) >= 0
                && Digits.yearFirst(id.substring(4, 10), 0)
                && (10 - sum % 10) % 10 == value(id.charAt(17));
    }

    private static int value(char c) {
        return c <= '9' ? c - '0' : c - 'A' + 10;
    }
}
