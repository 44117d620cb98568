package skerry.agent.privacy;

import java.util.List;

/** Hardware addresses in the three usual spellings; longer fingerprints, all zeros and the broadcast address are none. */
final class MacDetector implements Detector {
    private static final int TRIGGER = 9;
    private static final int LENGTH = 17;

    @Override
    public String kind() {
        return "mac";
    }

    @Override
    public List<String> triggers() {
        return List.of("%x%x:%x%x:%x%x:", "%x%x-%x%x-%x%x-", "%x%x%x%x.%x%x%x%x.");
    }

    @Override
    public Span find(Text text, int at) {
        char sign = text.at(at - 1);
        return sign == '.' ? dotted(text, at - 10) : pairs(text, at - TRIGGER, sign);
    }

    private static Span pairs(Text text, int start, char sign) {
        if (!startsHere(text, start, sign)) {
            return Span.NONE;
        }
        int same = 0;
        char first = CharClass.fold(text.at(start));
        for (int i = 0; i < LENGTH; i++) {
            char c = text.at(start + i);
            if (i % 3 == 2 ? c != sign : !CharClass.is(c, CharClass.HEX)) {
                return Span.NONE;
            }
            same += CharClass.fold(c) == first ? 1 : 0;
        }
        boolean nobody = same == 12 && (first == '0' || first == 'f');
        int end = start + LENGTH;
        char after = text.at(end);
        boolean goesOn = CharClass.word(after) || (after == sign && CharClass.is(text.at(end + 1), CharClass.HEX));
        return nobody || goesOn ? Span.NONE : new Span(start, end);
    }

    /** Not in the middle of a longer row of pairs; a label such as {@code mac:} may stand before. */
    private static boolean startsHere(Text text, int start, char sign) {
        char before = text.at(start - 1);
        if (before == sign) {
            boolean pair = CharClass.is(text.at(start - 2), CharClass.HEX)
                    && CharClass.is(text.at(start - 3), CharClass.HEX)
                    && !CharClass.word(text.at(start - 4));
            return !pair;
        }
        return !CharClass.word(before);
    }

    private static Span dotted(Text text, int start) {
        int end = start + 14;
        boolean letters = false;
        for (int i = start; i < end; i++) {
            char c = text.at(i);
            if ((i - start) % 5 == 4 ? c != '.' : !CharClass.is(c, CharClass.HEX)) {
                return Span.NONE;
            }
            letters |= CharClass.is(c, CharClass.LETTER);
        }
        char before = text.at(start - 1);
        boolean glued = CharClass.word(before)
                || before == '.'
                || CharClass.word(text.at(end))
                || (text.at(end) == '.' && CharClass.word(text.at(end + 1)));
        return glued || !letters ? Span.NONE : new Span(start, end);
    }
}
