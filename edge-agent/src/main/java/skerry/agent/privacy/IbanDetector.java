package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import skerry.agent.privacy.checks.Iban;

/** International bank account numbers, in one piece or in groups of four. */
final class IbanDetector implements Detector {
    @Override
    public String kind() {
        return "iban";
    }

    @Override
    public List<String> triggers() {
        var triggers = new ArrayList<String>();
        for (String country : Iban.countries()) {
            triggers.add(country.toLowerCase(Locale.ROOT) + "%d");
        }
        return triggers;
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - 3;
        if (CharClass.word(text.at(start - 1)) || !CharClass.digit(text.at(at))) {
            return Span.NONE;
        }
        int length = Iban.length(text.part(start, start + 2).toUpperCase(Locale.ROOT));
        var number = new StringBuilder(Iban.LONGEST);
        int end = start;
        while (number.length() < length) {
            char c = text.at(end);
            if (CharClass.is(c, CharClass.ALNUM)) {
                number.append(c);
            } else if ((c != ' ' && c != '-') || !CharClass.is(text.at(end + 1), CharClass.ALNUM)) {
                return Span.NONE;
            }
            end++;
        }
        return !CharClass.word(text.at(end)) && Iban.is(number.toString().toUpperCase(Locale.ROOT))
                ? new Span(start, end)
                : Span.NONE;
    }
}
