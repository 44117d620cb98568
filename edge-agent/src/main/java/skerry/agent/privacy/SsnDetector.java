package skerry.agent.privacy;

import java.util.List;
import skerry.agent.privacy.checks.SocialSecurity;

/** Social security numbers of the USA in their three groups, which stand alone. */
final class SsnDetector implements Detector {
    private static final int LENGTH = 11;

    @Override
    public String kind() {
        return "ssn";
    }

    @Override
    public List<String> triggers() {
        return List.of("%d%d%d-%d%d-%d%d%d%d", "%d%d%d %d%d %d%d%d%d");
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - LENGTH;
        char sign = text.at(start + 3);
        char before = text.at(start - 1);
        char after = text.at(at);
        boolean glued = CharClass.digit(before)
                || before == '_'
                || (before == sign && CharClass.digit(text.at(start - 2)))
                || (before == '-' && CharClass.word(text.at(start - 2)))
                || CharClass.word(after)
                || ((after == sign || after == '-') && CharClass.word(text.at(at + 1)) && sign == '-')
                || (after == sign && CharClass.digit(text.at(at + 1)));
        String digits = text.part(start, start + 3) + text.part(start + 4, start + 6) + text.part(start + 7, at);
        return !glued && SocialSecurity.plausible(digits) ? new Span(start, at) : Span.NONE;
    }
}
