package skerry.agent.privacy.checks;

/**
 * Numbers without letters that name a person, an employer or a practice towards the authorities of a country, told by their
 * check digits, dates and ranges. With so many of them some number of nine or ten digits in two is one by chance: ask only
 * where the text gives a reason.
 *
 * <p>Sources: the rules that each country's tax or health authority, or registry, publishes. Thread-safe.
 */
public final class NationalNumber {
    private static final String UTR_CHECK = "21987654321";

    private NationalNumber() {}

    /** @param d digits alone, without separators */
    public static boolean is(String d) {
        return switch (d.length()) {
            case 7, 8 -> dutch("0".repeat(9 - d.length()) + d);
            case 9 -> nine(d);
            case 10 -> ten(d);
            case 11 -> eleven(d);
            case 12 -> twelve(d);
            case 13 -> thirteen(d);
            case 14 -> cnpj(d);
            case 15 -> french(d);
            case 18 -> chinese(d);
            default -> false;
        };
    }

    /** Whether a number of thirteen digits is one with a date of birth and a check digit, which no other number is by chance. */
    public static boolean isDated(String d) {
        return d.length() == 13
                && (romanian(d) || (luxembourgian(d) && Digits.verhoeff(d.substring(0, 11) + d.charAt(12))));
    }

    /** Whether it is one that is written with a dash after six digits: Swedish, Danish, Latvian or Korean. */
    public static boolean isDashed(String d) {
        return switch (d.length()) {
            case 10 -> (swedish(d) && Digits.luhn(d)) || (Digits.dayFirst(d, 0) && danish(d));
            case 11 -> latvian(d);
            case 13 -> korean(d);
            default -> false;
        };
    }

    /**
     * Whether it may be one whose rules are so weak, or that looks so much like a time, that a word near it has to tell:
     * Danish without a check digit, Ukrainian, Russian, Japanese, Yugoslav.
     */
    public static boolean isTold(String d) {
        return switch (d.length()) {
            case 10 -> Digits.dayFirst(d, 0) || ukrainian(d) || russianTax(d, "24:359468", 9);
            case 11 -> russianPension(d);
            case 12 -> japanese(d) || (russianTax(d, "724:359468", 10) && russianTax(d, "3724:359468", 11));
            case 13 -> yugoslav(d);
            default -> false;
        };
    }

    private static boolean ukrainian(String d) {
        int sum = Digits.weighted(d.substring(1), "57946:57") - Digits.at(d, 0);
        return Math.floorMod(sum, 11) % 10 == Digits.at(d, 9);
    }

    private static boolean russianTax(String d, String weights, int check) {
        return Digits.weighted(d, weights) % 11 % 10 == Digits.at(d, check);
    }

    private static boolean russianPension(String d) {
        return Digits.weighted(d, "987654321") % 101 % 100 == Digits.number(d, 9, 2);
    }

    /** Eleven digits and one that checks them, which one number in ten has by chance. */
    private static boolean japanese(String d) {
        int rest = Digits.weighted(d, "65432765432") % 11;
        return (rest <= 1 ? 0 : 11 - rest) == Digits.at(d, 11);
    }

    private static boolean nine(String d) {
        return !Digits.same(d)
                && (usBank(d)
                        || (Digits.weighted(d, "87654321") + Digits.at(d, 8)) % 10 == 0 // Australia, company
                        || Digits.weighted(d, "14375869:") % 11 == 0 // Australia, tax file
                        || (Digits.at(d, 0) != 0 && Digits.luhn(d)) // Canada, social insurance
                        || dutch(d)
                        || portuguese(d)
                        || germanDoctor(d)
                        || greekTax(d)
                        || Digits.weighted(d, "37373737") % 10 == Digits.at(d, 8) // Hungary, social insurance
                        || czech(d));
    }

    private static boolean ten(String d) {
        return !Digits.same(d)
                && (medicare(d)
                        || austrian(d)
                        || bulgarian(d)
                        || (czech(d) && Digits.remainder(d, 11) == 0)
                        || nhs(d)
                        || (Digits.at(d, 0) <= 2 && Digits.at(d, 0) > 0 && Digits.luhn("80840" + d)) // USA, provider
                        || utr(d)
                        || (swedish(d) && Digits.luhn(d))
                        || koreanBusiness(d)
                        || germanTax(d)
                        || (Digits.weighted(d, "657234567") % 11 == Digits.at(d, 9)) // Poland, tax
                        || (d.charAt(0) == '8'
                                && Digits.weighted(d, "123456789") % 11 == Digits.at(d, 9)) // Hungary, tax
                        || icelandic(d)
                        || (Digits.dayFirst(d, 0) && danish(d)));
    }

    private static boolean eleven(String d) {
        return !Digits.same(d)
                && (medicare(d)
                        || abn(d)
                        || belgian(d)
                        || cpf(d)
                        || baltic(d)
                        || latvian(d)
                        || pesel(d)
                        || (Digits.at(d, 0) != 0 && Digits.mod11and10(d)) // Germany, tax; Croatia
                        || (Digits.number(d, 0, 7) > 0 && Digits.luhn(d)) // Italy, value added tax; Greece
                        || turkish(d)
                        || Digits.verhoeff(d) // Nigeria
                        || germanTax(d)
                        || argentine(d)
                        || norwegian(d));
    }

    private static boolean twelve(String d) {
        return Digits.number(d, 0, 10) % 97 == Digits.number(d, 10, 2) // Spain, social security
                || (Digits.at(d, 0) >= 2 && Digits.verhoeff(d)) // India, Aadhaar
                || (Digits.yearFirst(d, 2) && Digits.luhn(d.substring(2))) // Sweden
                || koreanDriver(d)
                || (dutch(d.substring(0, 9)) && d.charAt(9) == '0'); // Philippines, tax, with a branch
    }

    private static boolean thirteen(String d) {
        return thai(d)
                || southAfrican(d)
                || romanian(d)
                || yugoslav(d)
                || korean(d)
                || luxembourgian(d)
                || (d.startsWith("756") && ean(d)) // Switzerland
                || Digits.number(d, 0, 10) % 511 == Digits.number(d, 10, 3) // France, tax
                || (d.startsWith("000") && utr(d.substring(3)))
                || germanTax(d);
    }

    private static boolean usBank(String d) {
        long first = Digits.number(d, 0, 2);
        boolean district = first <= 12 || (first >= 21 && first <= 32) || (first >= 61 && first <= 72) || first == 80;
        return district && Digits.weighted(d, "371371371") % 10 == 0;
    }

    /** The eleven test, which Dutch citizens' numbers pass. */
    private static boolean dutch(String d) {
        return Digits.number(d, 0, 9) > 0 && (Digits.weighted(d, "98765432") - Digits.at(d, 8)) % 11 == 0;
    }

    private static boolean portuguese(String d) {
        int rest = Digits.weighted(d, "98765432") % 11;
        return "1235689".indexOf(d.charAt(0)) >= 0 && Digits.at(d, 8) == (rest < 2 ? 0 : 11 - rest);
    }

    private static boolean greekTax(String d) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += Digits.at(d, i) << (8 - i);
        }
        return sum % 11 % 10 == Digits.at(d, 8);
    }

    /** A date of birth, a number, a check digit and the century. */
    private static boolean icelandic(String d) {
        return Digits.dayFirst(d, 0) && Digits.weighted(d, "327654321") % 11 == 0 && "890".indexOf(d.charAt(9)) >= 0;
    }

    /** A doctor's number for life: six digits, a check digit, and a field of medicine from 01 on. */
    private static boolean germanDoctor(String d) {
        int sum = Digits.weighted(d, "494949");
        return (10 - sum % 10) % 10 == Digits.at(d, 6) && Digits.number(d, 7, 2) > 0;
    }

    /** Year, month (50 more for women, 20 or 70 more since 2004) and day of birth of the Czech and Slovak number. */
    private static boolean czech(String d) {
        long month = Digits.number(d, 2, 2) % 50;
        return Digits.monthAndDay(month > 20 ? month - 20 : month, Digits.number(d, 4, 2));
    }

    private static boolean medicare(String d) {
        return Digits.at(d, 0) >= 2 && Digits.at(d, 0) <= 6 && Digits.weighted(d, "13791379") % 10 == Digits.at(d, 8);
    }

    private static boolean austrian(String d) {
        int sum = Digits.weighted(d, "379") + Digits.weighted(d.substring(4), "584216");
        return Digits.at(d, 0) != 0 && sum % 11 == Digits.at(d, 3) && Digits.number(d, 4, 2) <= 31;
    }

    private static boolean bulgarian(String d) {
        long month = Digits.number(d, 2, 2);
        long inYear = month > 40 ? month - 40 : month > 20 ? month - 20 : month;
        return Digits.monthAndDay(inYear, Digits.number(d, 4, 2))
                && Digits.weighted(d, "2485:9736") % 11 % 10 == Digits.at(d, 9);
    }

    private static boolean nhs(String d) {
        int check = 11 - Digits.weighted(d, ":98765432") % 11;
        return (check == 11 ? 0 : check) == Digits.at(d, 9);
    }

    private static boolean utr(String d) {
        int rest = Digits.weighted(d.substring(1), "6789:5432") % 11;
        return UTR_CHECK.charAt(rest) == d.charAt(0);
    }

    /** A date of birth, or an organisation, whose third digit is 2 at least. */
    private static boolean swedish(String d) {
        return Digits.yearFirst(d, 0) || Digits.at(d, 2) >= 2;
    }

    private static boolean danish(String d) {
        return Digits.weighted(d, "432765432") % 11 == 0 || Digits.at(d, 6) >= 4;
    }

    private static boolean koreanBusiness(String d) {
        int sum = Digits.weighted(d, "137137135") + Digits.at(d, 8) * 5 / 10;
        return (10 - sum % 10) % 10 == Digits.at(d, 9);
    }

    /** The form for electronic returns: one of sixteen states, an office, a district, a number and a check digit. */
    private static boolean germanTax(String d) {
        long state = Digits.number(d, 0, 2);
        return state >= 1 && state <= 16;
    }

    private static boolean abn(String d) {
        int sum = (Digits.at(d, 0) - 1) * 10;
        for (int i = 1; i < 11; i++) {
            sum += Digits.at(d, i) * (2 * i - 1);
        }
        return Digits.at(d, 0) != 0 && sum % 89 == 0;
    }

    private static boolean belgian(String d) {
        long check = Digits.number(d, 9, 2);
        long birth = Digits.number(d, 0, 9);
        return Digits.number(d, 2, 2) <= 12
                && Digits.number(d, 4, 2) <= 31
                && (check == 97 - birth % 97 || check == 97 - (2_000_000_000L + birth) % 97);
    }

    private static boolean cpf(String d) {
        int first = Digits.weighted(d, ":98765432") * 10 % 11 % 10;
        int second = Digits.weighted(d, ";:98765432") * 10 % 11 % 10;
        return first == Digits.at(d, 9) && second == Digits.at(d, 10);
    }

    private static boolean cnpj(String d) {
        int first = Digits.weighted(d, "543298765432") % 11;
        int second = Digits.weighted(d, "6543298765432") % 11;
        return (first < 2 ? 0 : 11 - first) == Digits.at(d, 12) && (second < 2 ? 0 : 11 - second) == Digits.at(d, 13);
    }

    /** Estonia and Lithuania: century and sex, date, number, check digit. */
    private static boolean baltic(String d) {
        int rest = Digits.weighted(d, "1234567891") % 11;
        if (rest == 10) {
            rest = Digits.weighted(d, "3456789123") % 11 % 10;
        }
        return Digits.at(d, 0) >= 1 && Digits.at(d, 0) <= 8 && rest == Digits.at(d, 10);
    }

    private static boolean latvian(String d) {
        int check = (1101 - Digits.weighted(d, "16379:5842")) % 11;
        return d.startsWith("32") || (Digits.dayFirst(d, 0) && check == Digits.at(d, 10));
    }

    private static boolean pesel(String d) {
        return Digits.weighted(d, "13791379131") % 10 == 0
                && Digits.number(d, 4, 2) >= 1
                && Digits.number(d, 4, 2) <= 31;
    }

    private static boolean turkish(String d) {
        int odd = Digits.weighted(d, "101010101");
        int even = Digits.weighted(d, "01010101");
        return Digits.at(d, 0) != 0
                && Math.floorMod(odd * 7 - even, 10) == Digits.at(d, 9)
                && (odd + even + Digits.at(d, 9)) % 10 == Digits.at(d, 10);
    }

    /** Of a person or a company, by the first two digits. */
    private static boolean argentine(String d) {
        int check = (11 - Digits.weighted(d, "5432765432") % 11) % 11;
        return "20 23 24 25 26 27 30 33 34".contains(d.substring(0, 2)) && check == Digits.at(d, 10);
    }

    private static boolean norwegian(String d) {
        return Digits.dayFirst(d, 0)
                && Digits.weighted(d, "3761894521") % 11 == 0
                && Digits.weighted(d, "54327654321") % 11 == 0;
    }

    /** Region, year, number, check: no date, and no published check digit. */
    private static boolean koreanDriver(String d) {
        long region = Digits.number(d, 0, 2);
        return region >= 11 && region <= 28 && region != 27;
    }

    private static boolean thai(String d) {
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += Digits.at(d, i) * (13 - i);
        }
        return Digits.at(d, 0) >= 1
                && Digits.at(d, 0) <= 8
                && Digits.at(d, 1) != 0
                && (11 - sum % 11) % 10 == Digits.at(d, 12);
    }

    private static boolean southAfrican(String d) {
        return Digits.yearFirst(d, 0) && Digits.at(d, 10) <= 2 && Digits.luhn(d);
    }

    private static boolean romanian(String d) {
        int rest = Digits.weighted(d, "279146358279") % 11;
        return Digits.at(d, 0) != 0 && Digits.yearFirst(d, 1) && (rest == 10 ? 1 : rest) == Digits.at(d, 12);
    }

    /** Slovenia and the other successors of Yugoslavia. */
    private static boolean yugoslav(String d) {
        int rest = 11 - Digits.weighted(d, "765432765432") % 11;
        return Digits.dayFirst(d, 0) && (rest >= 10 ? 0 : rest) == Digits.at(d, 12);
    }

    /** Residents and foreigners of Korea: since 2020 there is no check digit. */
    private static boolean korean(String d) {
        return Digits.yearFirst(d, 0) && Digits.at(d, 6) >= 1 && Digits.at(d, 6) <= 8;
    }

    /** Date of birth, number, and two check digits: the first alone tells it where no time could be meant. */
    private static boolean luxembourgian(String d) {
        return Digits.yearFirst(d, 2) && Digits.luhn(d.substring(0, 12));
    }

    private static boolean ean(String d) {
        return Digits.weighted(d, "1313131313131") % 10 == 0;
    }

    /** Social security, with the two digits that check it. */
    private static boolean french(String d) {
        return Digits.at(d, 0) != 0 && 97 - Digits.number(d, 0, 13) % 97 == Digits.number(d, 13, 2);
    }

    /** Place, date of birth, number, and a check digit, which is X for ten. */
    static boolean chinese(String d) {
        int check = (12 - Digits.weighted(d, "79:584216379:5842") % 11) % 11;
        return "12345678".indexOf(d.charAt(0)) >= 0
                && (d.startsWith("19", 6) || d.startsWith("20", 6))
                && Digits.yearFirst(d, 8)
                && "0123456789X".charAt(check) == d.charAt(17);
    }
}
