package skerry.agent.privacy;

/** Phone numbers as people write them, with an extension. */
final class PhoneForm implements Form {
    private static final int MOST_DIGITS = 15;
    private static final int LEAST_DIGITS = 6;
    private static final int MOST_GROUPS = 8;
    private static final int MOST_SIGNS = 3;
    private static final int MOST_TIES = 6;

    @Override
    public int end(Text text, int start, boolean told) {
        var number = new Reading();
        int end = number.read(text, start);
        if (end < 0) {
            return -1;
        }
        int all = extension(text, end);
        boolean measured = number.count == 1 && !number.international && Measure.hasUnit(text, end);
        if (measured || CharClass.word(text.at(all)) || (!told && !Value.ends(text, all))) {
            return -1;
        }
        boolean phone = number.international
                ? PhoneLibrary.possible(number.digits)
                : !number.isDate()
                        && !number.isDotted()
                        && (all > end
                                || number.isNational()
                                || (told && tied(text, start))
                                || number.isDialledAbroad());
        return phone ? all : -1;
    }

    /** Whether the word right before a number leads to it, as {@code phone}, {@code no.} or {@code at} do. */
    private static boolean tied(Text text, int start) {
        int end = start;
        while (start - end < MOST_TIES && isSign(text.at(end - 1))) {
            end--;
        }
        for (String word : TellingWords.beforePhones()) {
            if (text.reads(word, end - word.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSign(char c) {
        return c == TellingWords.WIDE_COLON || (c != 0 && c < 128 && !CharClass.is(c, CharClass.ALNUM));
    }

    /** The end of {@code ext. 12} or {@code x12} after a number that ends at {@code end}, or just that. */
    static int extension(Text text, int end) {
        int at = text.skip(end, CharClass.SPACE, 1);
        if (text.reads("ext", at)) {
            at += text.reads("extension", at) ? 9 : 3;
            at += text.at(at) == '.' ? 1 : 0;
        } else if (CharClass.fold(text.at(at)) == 'x' || text.at(at) == '#') {
            at++;
        } else {
            return end;
        }
        at = text.skip(at, CharClass.SPACE, 1);
        int digits = text.skip(at, CharClass.DIGIT, 7);
        return digits > at && !CharClass.word(text.at(digits)) ? digits : end;
    }

    /** What was read: digits, in groups, and the signs between. */
    private static final class Reading {
        private final StringBuilder digits = new StringBuilder(MOST_DIGITS);
        private final int[] groups = new int[MOST_GROUPS];
        private int count;
        private boolean international;
        private boolean onlyDots = true;
        private boolean bracket;

        /** The end of the number, or -1. */
        int read(Text text, int start) {
            int at = start;
            if (text.at(at) == '+') {
                international = true;
                at++;
            }
            int end = -1;
            while (count < MOST_GROUPS) {
                int gap = at;
                boolean dots = true;
                boolean opened = false;
                while (at - gap < MOST_SIGNS && " -./()".indexOf(text.at(at)) >= 0) {
                    dots &= text.at(at) == '.';
                    opened |= text.at(at) == '(';
                    at++;
                }
                int group = at;
                at = text.skip(group, CharClass.DIGIT, MOST_DIGITS + 1);
                if (at == group || (gap == start && group > start && text.at(start) != '(' && !international)) {
                    break;
                }
                if (digits.length() + at - group > MOST_DIGITS) {
                    return -1;
                }
                onlyDots &= dots;
                bracket |= opened;
                digits.append(text.part(group, at));
                groups[count++] = at - group;
                end = at;
            }
            return digits.length() >= LEAST_DIGITS ? end : -1;
        }

        /** Without a word that tells it: a zero or a bracket at the beginning, or groups. */
        boolean isNational() {
            return digits.length() > LEAST_DIGITS
                    && (bracket || count > 1 || (digits.charAt(0) == '0' && digits.charAt(1) != '0'));
        }

        boolean isDate() {
            return count >= 3
                    && ((groups[0] == 4 && year(0) && groups[1] <= 2 && groups[2] <= 2)
                            || (groups[2] == 4 && year(groups[0] + groups[1]) && groups[0] <= 2 && groups[1] <= 2));
        }

        private boolean year(int at) {
            return digits.charAt(at) == '2' || digits.charAt(at) == '1';
        }

        /** An address, a version or a number with a fraction, rather than a phone number with dots. */
        boolean isDotted() {
            return onlyDots && count > 1 && !isDottedPhone();
        }

        /** Three groups that are too long for a version, or five pairs as in France. */
        private boolean isDottedPhone() {
            if (count == 3) {
                return groups[0] >= 3 && groups[1] >= 3 && groups[2] >= 3;
            }
            return count == 5 && digits.length() == 10 && digits.charAt(0) == '0' && digits.charAt(1) != '0';
        }

        /** {@code 0049 30 …}: as most of the world dials what is written with a plus. */
        boolean isDialledAbroad() {
            return digits.charAt(0) == '0'
                    && digits.charAt(1) == '0'
                    && digits.length() > 2 * LEAST_DIGITS - 2
                    && PhoneLibrary.possible(digits.substring(2));
        }
    }
}
