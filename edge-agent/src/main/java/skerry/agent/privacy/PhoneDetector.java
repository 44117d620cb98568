package skerry.agent.privacy;

import java.util.List;

/** Phone numbers that need no word to tell them: international ones, and the three groups of North America. */
final class PhoneDetector implements Detector {
    private static final String KIND = "phone";

    private final Form form = new PhoneForm();

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<String> triggers() {
        return List.of(
                "+%d",
                "(%d%d%d)%d%d%d",
                "(%d%d%d) %d%d%d",
                "%d%d%d-%d%d%d-%d%d%d%d",
                "%d%d%d.%d%d%d.%d%d%d%d",
                "%d%d%d %d%d%d %d%d%d%d");
    }

    @Override
    public Span find(Text text, int at) {
        if (text.at(at - 2) == '+') {
            return text.at(at - 1) == '0' || CharClass.is(text.at(at - 3), CharClass.TOKEN)
                    ? Span.NONE
                    : span(text, at - 2);
        }
        boolean bracket = text.at(at - 4) == ')' || text.at(at - 5) == ')';
        return bracket ? bracketed(text, at) : grouped(text, at);
    }

    private Span bracketed(Text text, int at) {
        int start = text.at(at - 4) == ')' ? at - 8 : at - 9;
        if (!area(text, start + 1) || CharClass.word(text.at(start - 1))) {
            return Span.NONE;
        }
        int end = at;
        if ("-. ".indexOf(text.at(end)) >= 0) {
            end++;
        }
        end = text.skip(end, CharClass.DIGIT, 5);
        boolean whole =
                end - at >= 4 && end - at <= 5 && CharClass.digit(text.at(end - 4)) && !CharClass.word(text.at(end));
        return whole ? new Span(country(text, start), PhoneForm.extension(text, end)) : Span.NONE;
    }

    private static Span grouped(Text text, int at) {
        int start = at - 12;
        char sign = text.at(start + 3);
        char before = text.at(start - 1);
        boolean begins =
                !CharClass.word(before) && before != '.' && !(before == '-' && CharClass.word(text.at(start - 2)));
        if (text.at(start - 1) == sign && text.at(start - 2) == '1' && !CharClass.word(text.at(start - 3))) {
            start -= 2;
            begins = true;
        }
        int end = PhoneForm.extension(text, at);
        char after = text.at(end);
        boolean goesOn = CharClass.word(after)
                || ((after == sign || after == '-' || after == '.') && CharClass.word(text.at(end + 1)));
        boolean table = sign == ' ' && (CharClass.digit(text.at(start - 2)) || CharClass.digit(text.at(end + 1)));
        return begins && !goesOn && !table && area(text, at - 12) && (sign != ' ' || text.at(at - 8) >= '2')
                ? new Span(start, end)
                : Span.NONE;
    }

    private static boolean area(Text text, int at) {
        return text.at(at) >= '2';
    }

    /** Where the 1 of North America starts, if it stands before. */
    private static int country(Text text, int start) {
        int at = text.at(start - 1) == ' ' || text.at(start - 1) == '-' ? start - 1 : start;
        return text.at(at - 1) == '1' && !CharClass.word(text.at(at - 2)) && text.at(at - 2) != '.' ? at - 1 : start;
    }

    private Span span(Text text, int start) {
        int end = form.end(text, start, true);
        return end > 0 ? new Span(start, end) : Span.NONE;
    }
}
