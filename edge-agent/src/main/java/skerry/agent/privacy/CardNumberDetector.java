package skerry.agent.privacy;

import java.util.List;

/**
 * Payment card numbers: a known issuer's first digits with that issuer's length, and a right check digit (ISO/IEC 7812,
 * Luhn), in one piece or in groups.
 */
final class CardNumberDetector implements Detector {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 19;

    @Override
    public String kind() {
        return "card";
    }

    @Override
    public List<String> triggers() {
        return List.of("%d".repeat(SHORTEST), "%d%d%d%d %d%d%d%d", "%d%d%d%d-%d%d%d%d");
    }

    @Override
    public Span find(Text text, int at) {
        char sign = text.at(at - 5);
        boolean grouped = sign == ' ' || sign == '-';
        int start = grouped ? text.skipBack(at - 5, CharClass.DIGIT, 8) : at - SHORTEST;
        char before = text.at(start - 1);
        if (CharClass.word(before)
                || ((before == '.' || before == '-' || before == '+') && CharClass.word(text.at(start - 2)))
                || (grouped && before == sign && CharClass.digit(text.at(start - 2)))) {
            return Span.NONE;
        }
        return grouped ? groups(text, start, sign) : solid(text, start);
    }

    /** The end of a number that starts at {@code start}, or -1. */
    static int end(Text text, int start) {
        char sign = text.at(text.skip(start, CharClass.DIGIT, 8));
        Span span = sign == ' ' || sign == '-' ? groups(text, start, sign) : solid(text, start);
        return span.found() ? span.end() : -1;
    }

    private static Span solid(Text text, int start) {
        int end = text.skip(start, CharClass.DIGIT, LONGEST + 1);
        return ends(text, end) && valid(text, start, end, end - start) ? new Span(start, end) : Span.NONE;
    }

    /** Groups of up to eight digits; the number may end with any of them. */
    private static Span groups(Text text, int start, char sign) {
        int digits = 0;
        int end = start;
        Span found = Span.NONE;
        while (digits <= LONGEST) {
            int group = end;
            end = text.skip(group, CharClass.DIGIT, 9);
            digits += end - group;
            if (end - group < 1 || end - group > 8 || digits > LONGEST) {
                break;
            }
            if (ends(text, end) && valid(text, start, end, digits)) {
                found = new Span(start, end);
            }
            if (text.at(end) != sign) {
                break;
            }
            end++;
        }
        return found;
    }

    private static boolean ends(Text text, int end) {
        char after = text.at(end);
        return !CharClass.word(after)
                && !(after == '.' && CharClass.digit(text.at(end + 1)))
                && !(after == '-' && CharClass.is(text.at(end + 1), CharClass.ALNUM));
    }

    private static boolean valid(Text text, int start, int end, int digits) {
        if (digits < SHORTEST || !issuer(prefix(text, start), digits)) {
            return false;
        }
        int sum = 0;
        boolean twice = false;
        for (int i = end - 1; i >= start; i--) {
            char c = text.at(i);
            if (CharClass.digit(c)) {
                int d = c - '0';
                sum += twice ? d > 4 ? 2 * d - 9 : 2 * d : d;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }

    /** The first four digits. */
    private static int prefix(Text text, int start) {
        int prefix = 0;
        for (int i = start; i < start + 4; i++) {
            prefix = prefix * 10 + text.at(i) - '0';
        }
        return prefix;
    }

    private static boolean issuer(int first, int digits) {
        int two = first / 100;
        int three = first / 10;
        return switch (two / 10) {
            case 1 -> first == 1800 && digits == 15;
            case 2 -> (digits == 16 && first >= 2221 && first <= 2720) || (digits == 15 && first == 2131);
            case 3 ->
                (digits == 15 && (two == 34 || two == 37))
                        || (digits == 16 && first >= 3528 && first <= 3589)
                        || (digits >= 14 && digits <= 16 && (three <= 305 || first == 3095 || two == 36 || two >= 38));
            case 4 -> digits == 13 || digits == 16 || digits == 19;
            case 5 -> (two >= 51 && two <= 55) ? digits == 16 : two == 50 || two >= 56;
            case 6 -> two != 61 && digits >= 12;
            default -> false;
        };
    }
}
