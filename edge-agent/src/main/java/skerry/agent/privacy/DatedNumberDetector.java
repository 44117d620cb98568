package skerry.agent.privacy;

import java.util.List;
import java.util.Locale;
import skerry.agent.privacy.checks.LetteredNumber;
import skerry.agent.privacy.checks.NationalNumber;

/** National numbers that start with a date of birth and a dash, as in the Nordic countries, Latvia and Korea. */
final class DatedNumberDetector implements Detector {
    private static final int BEFORE = 10;

    @Override
    public String kind() {
        return "national-id";
    }

    @Override
    public List<String> triggers() {
        return List.of("%d%d%d%d%d%d-%d%d%d");
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - BEFORE;
        int end = text.skip(at, CharClass.ALNUM, 5);
        char before = text.at(start - 1);
        char after = text.at(end);
        if (CharClass.word(before)
                || ((before == '-' || before == '.') && CharClass.word(text.at(start - 2)))
                || CharClass.word(after)
                || ((after == '-' || after == '.') && CharClass.word(text.at(end + 1)))) {
            return Span.NONE;
        }
        String number = text.part(start, end);
        boolean personal = text.skip(at, CharClass.DIGIT, 5) == end && NationalNumber.isDashed(number.replace("-", ""));
        boolean finnish = end == at + 1 && LetteredNumber.finnish(number.toUpperCase(Locale.ROOT));
        return personal || finnish ? new Span(start, end) : Span.NONE;
    }
}
