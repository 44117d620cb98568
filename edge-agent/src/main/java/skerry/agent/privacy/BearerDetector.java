package skerry.agent.privacy;

import java.util.List;

/** The token after {@code Bearer}, as it stands in headers. */
final class BearerDetector implements Detector {
    private static final int TOKEN =
            CharClass.TOKEN | CharClass.DOT | CharClass.PLUS | CharClass.SLASH | CharClass.TILDE;
    private static final int SHORTEST = 8;
    private static final int CERTAIN = 20;

    @Override
    public String kind() {
        return "bearer";
    }

    @Override
    public List<String> triggers() {
        return List.of("bearer ", "bearer:", "bearer=", "bearer\"");
    }

    @Override
    public Span find(Text text, int at) {
        if (CharClass.word(text.at(at - 8))) {
            return Span.NONE;
        }
        int start = at;
        while (start - at < 4
                && (CharClass.is(text.at(start), CharClass.SPACE | CharClass.QUOTE) || text.at(start) == ':')) {
            start++;
        }
        boolean digit = false;
        int end = start;
        while (CharClass.is(text.at(end), TOKEN)) {
            digit |= CharClass.digit(text.at(end));
            end++;
        }
        int padded = end;
        while (padded - end < 3 && text.at(padded) == '=') {
            padded++;
        }
        int length = end - start;
        if (padded > end && CharClass.is(text.at(padded), CharClass.ALNUM)) {
            return Span.NONE; // "bearer expires_in=3600"
        }
        boolean certain = length >= CERTAIN
                || (length >= SHORTEST && digit)
                || (length > 1 && Authorization.before(text, at - "bearer ".length()));
        return certain ? new Span(start, padded) : Span.NONE;
    }
}
