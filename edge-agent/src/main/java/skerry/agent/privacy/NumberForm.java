package skerry.agent.privacy;

import skerry.agent.privacy.checks.NationalNumber;
import skerry.agent.privacy.checks.SocialSecurity;

/** National numbers of digits alone, in one piece or in groups of any kind. */
final class NumberForm implements Form {
    private static final int MOST_DIGITS = 18;
    private static final int LEAST_DIGITS = 9;

    @Override
    public int end(Text text, int start, boolean told) {
        if (!CharClass.digit(text.at(start))
                || Ipv4Detector.end(text, start) > 0
                || isTime(text, start)
                || CardNumberDetector.end(text, start) > 0) {
            return -1;
        }
        var digits = new StringBuilder(MOST_DIGITS);
        int found = -1;
        int at = start;
        while (true) {
            int group = at;
            while (CharClass.digit(text.at(at)) && digits.length() <= MOST_DIGITS) {
                digits.append(text.at(at++));
            }
            if (at == group || digits.length() > MOST_DIGITS) {
                return found;
            }
            if (isNational(digits.toString(), told, group > start)
                    && !isFraction(text, start, group, at)
                    && !(group == start && Measure.hasUnit(text, at))
                    && !CharClass.word(text.at(at))
                    && (told || Value.ends(text, at))) {
                found = at;
            }
            int gap = at;
            while (at - gap < (told ? 1 : 2) && separates(text.at(at))) {
                at++;
            }
            if (at == gap) {
                return found;
            }
        }
    }

    /** A date as programs write it, and what comes after: {@code 2026-11-29 08}. */
    private static boolean isTime(Text text, int start) {
        return (text.readsExactly("19", start) || text.readsExactly("20", start))
                && "-/.".indexOf(text.at(start + 4)) >= 0
                && text.at(start + 7) == text.at(start + 4)
                && CharClass.digit(text.at(start + 8))
                && CharClass.digit(text.at(start + 9))
                && !CharClass.digit(text.at(start + 10));
    }

    /** Whether what was read is two groups with a point between: a measurement. */
    private static boolean isFraction(Text text, int start, int group, int end) {
        return group > start
                && text.at(group - 1) == '.'
                && text.skip(start, CharClass.DIGIT, MOST_DIGITS) == group - 1
                && !(text.at(end) == '.' && CharClass.digit(text.at(end + 1)));
    }

    /** A usual sign between groups, or a picture. */
    private static boolean separates(char c) {
        return " -./".indexOf(c) >= 0 || Character.isSurrogate(c);
    }

    private static boolean isNational(String digits, boolean told, boolean grouped) {
        if (digits.length() < LEAST_DIGITS) {
            return told && NationalNumber.is(digits);
        }
        if (!grouped && isPresentTime(digits)) {
            return NationalNumber.isDated(digits) || (told && digits.length() > 10 && NationalNumber.isTold(digits));
        }
        return NationalNumber.is(digits)
                || (told && (SocialSecurity.plausible(digits) || NationalNumber.isTold(digits)));
    }

    /** Seconds or milliseconds since 1970, in this decade or near it: by far the most common long number of logs. */
    private static boolean isPresentTime(String digits) {
        return (digits.length() == 10 || digits.length() == 13)
                && digits.charAt(0) == '1'
                && digits.charAt(1) >= '6'
                && digits.charAt(1) <= '9';
    }
}
