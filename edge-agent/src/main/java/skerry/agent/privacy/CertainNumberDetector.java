package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/** National numbers with letters and a check that no other string passes by chance; in capitals, wherever they stand. */
final class CertainNumberDetector implements Detector {
    private static final int SHORTEST = 9;
    private static final int LONGEST = 20;
    /** Ends with a digit. */
    private static final int MEXICAN = 18;

    private final LetteredForm form = new LetteredForm();

    @Override
    public String kind() {
        return "national-id";
    }

    @Override
    public List<String> triggers() {
        var triggers = new ArrayList<String>();
        for (String first : List.of("x", "y", "z", "s", "t", "f", "g")) {
            triggers.add(first + "%d%d%d%d"); // Spain, Singapore
        }
        for (String last : List.of("a", "b", "c", "d")) {
            triggers.add("%d%d%d%d%d%d" + last); // United Kingdom
            triggers.add("%d%d %d%d %d%d " + last);
        }
        for (String month : List.of("a", "b", "c", "d", "e", "h", "l", "m", "p", "r", "s", "t")) {
            triggers.add("%d%d" + month + "%d%d"); // Italy
        }
        for (String sex : List.of("h", "m")) {
            triggers.add("%d%d%d%d%d%d" + sex); // Mexico
        }
        return triggers;
    }

    @Override
    public String rule() {
        return Detector.super.rule() + " " + LetteredForm.rule();
    }

    @Override
    public Span find(Text text, int at) {
        boolean spaced = text.at(at - 2) == ' ';
        int start = spaced ? at - "AA 99 99 99 A".length() : text.skipBack(at, CharClass.ALNUM, LONGEST);
        int end = text.skip(at, CharClass.ALNUM, LONGEST);
        boolean bounded = end - start >= SHORTEST
                && end - start <= LONGEST
                && (CharClass.is(text.at(end - 1), CharClass.UPPER) || end - start == MEXICAN)
                && !CharClass.word(text.at(start - 1))
                && !CharClass.word(text.at(end));
        return bounded && form.certain(text, start, end) ? new Span(start, end) : Span.NONE;
    }
}
