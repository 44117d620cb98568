package skerry.agent.privacy;

import java.util.List;
import java.util.Set;

/**
 * IPv4 addresses. Object identifiers, numbers with a leading zero and glued text are none; a four-part version number is
 * told by the word before it, unless it lies in a private network.
 */
final class Ipv4Detector implements Detector {
    private static final Set<String> VERSION_WORDS =
            Set.of(("version versions ver release firmware fw upgraded upgrade downgraded kernel driver package "
                            + "chart tag revision build oid section chapter clause paragraph")
                    .split(" ", -1));

    private static final Set<String> CONNECTING = Set.of("to", "->", "previously", "was", "from");
    private static final int MOST_WORDS = 4;
    private static final int LONGEST_WORD = 40;

    @Override
    public String kind() {
        return "ipv4";
    }

    @Override
    public List<String> triggers() {
        // Up to the third number: two-part numbers, by far the most common, are never looked at.
        return List.of("%d.%d.%d", "%d.%d%d.%d", "%d.%d%d%d.%d");
    }

    @Override
    public Span find(Text text, int at) {
        int second = text.skipBack(at - 2, CharClass.DIGIT, 3);
        int start = text.skipBack(second - 1, CharClass.DIGIT, 3);
        int end = end(text, start);
        if (end < 0 || !bounded(text, start, end) || looksLikeVersion(text, start, end)) {
            return Span.NONE;
        }
        return new Span(start, end);
    }

    /** The end of an address that starts at {@code start}, or -1. Looks at nothing beyond it. */
    static int end(Text text, int start) {
        int i = start;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && text.at(i++) != '.') {
                return -1;
            }
            int from = i;
            int value = 0;
            while (i - from < 3 && CharClass.digit(text.at(i))) {
                value = value * 10 + text.at(i++) - '0';
            }
            if (i == from || value > 255 || (i - from > 1 && text.at(from) == '0')) {
                return -1;
            }
        }
        return i;
    }

    private static boolean bounded(Text text, int start, int end) {
        char before = text.at(start - 1);
        char after = text.at(end);
        return !CharClass.word(before)
                && before != '.'
                && !CharClass.word(after)
                && !(after == '.' && CharClass.digit(text.at(end + 1)) && !portFollows(text, start, end));
    }

    /** Whether a fifth number, and no sixth, follows: packet dumps write the port so. Object identifiers start 1.3.6. */
    private static boolean portFollows(Text text, int start, int end) {
        int port = text.skip(end + 1, CharClass.DIGIT, 5);
        char after = text.at(port);
        return !CharClass.word(after)
                && !(after == '.' && CharClass.digit(text.at(port + 1)))
                && !text.readsExactly("1.3.", start);
    }

    private static boolean looksLikeVersion(Text text, int start, int end) {
        if (isPrivate(text, start)) {
            return false;
        }
        char before = text.at(start - 1);
        char after = text.at(end);
        boolean letterBefore = CharClass.is(text.at(start - 2), CharClass.LETTER);
        if ((before == '-' && letterBefore)
                || (before == '=' && text.at(start - 2) == '=')
                || after == '+'
                || (after == '-' && CharClass.is(text.at(end + 1), CharClass.LETTER))
                || (before == '/' && letterBefore && product(text, start - 1))) {
            return true;
        }
        if (before != ' ') {
            return false;
        }
        // "upgraded from 5.36.2.7 to 6.19.33.17": what counts is the word before all numbers.
        int wordEnd = start;
        for (int words = 0; words < MOST_WORDS; words++) {
            int word = wordBefore(text, wordEnd);
            if (VERSION_WORDS.contains(lower(text, word, wordEnd))) {
                return true;
            }
            if (!CONNECTING.contains(lower(text, word, wordEnd)) && !(words > 0 && isNumber(text, word, wordEnd))) {
                return false;
            }
            wordEnd = word;
        }
        return false;
    }

    private static boolean isNumber(Text text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.at(i) == '.' && CharClass.digit(text.at(i + 1))) {
                return true;
            }
        }
        return false;
    }

    /** The start of the word before {@code index}; words are parted by blanks. */
    private static int wordBefore(Text text, int index) {
        int i = index;
        while (index - i < 3 && CharClass.is(text.at(i - 1), CharClass.SPACE)) {
            i--;
        }
        int end = i;
        while (end - i < LONGEST_WORD && text.at(i - 1) != 0 && !CharClass.is(text.at(i - 1), CharClass.SPACE)) {
            i--;
        }
        return i;
    }

    /** The letters that the word ends with, or all of it if there are none; without the signs after it. */
    private static String lower(Text text, int start, int limit) {
        int end = limit;
        while (end > start && !CharClass.is(text.at(end - 1), CharClass.ALNUM) && text.at(end - 1) != '>') {
            end--;
        }
        int from = Math.max(start, text.skipBack(end, CharClass.LETTER, LONGEST_WORD));
        return text.part(from < end ? from : start, end).toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether the word that ends at {@code end} is written as products are: {@code Chrome/103.0.0.0}. */
    private static boolean product(Text text, int end) {
        int start = text.skipBack(end, CharClass.LETTER, 20);
        return CharClass.is(text.at(start), CharClass.UPPER) && CharClass.is(text.at(start + 1), CharClass.LOWER);
    }

    private static boolean isPrivate(Text text, int start) {
        return text.readsExactly("10.", start)
                || text.readsExactly("192.168.", start)
                || text.readsExactly("127.", start)
                || text.readsExactly("169.254.", start)
                || (text.readsExactly("172.", start)
                        && ((text.at(start + 4) == '1' && text.at(start + 5) >= '6')
                                || (text.at(start + 4) == '2' && CharClass.digit(text.at(start + 5)))
                                || (text.at(start + 4) == '3'
                                        && (text.at(start + 5) == '0' || text.at(start + 5) == '1'))));
    }
}
