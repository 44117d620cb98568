package skerry.agent.privacy;

import java.util.List;

/** A number or name near a word that tells what it is: {@code SIN is …}, {@code passport number: …}. */
final class ToldDetector implements Detector {
    /** How far from the word it may be. */
    private static final int AHEAD = 72;

    private static final int BEHIND = 48;
    /** After a name with an equals sign comes its value: what is further on is another's. */
    private static final int ASSIGNED = 5;
    /** Words of this length are hardly a part of another, but for compounds such as {@code Personalausweis}. */
    private static final int LONG = 6;

    private static final List<String> LINKS =
            List.of(" and ", ", ", "; ", " & ", " or ", " ve ", " und ", " et ", " y ", " ");

    private final String kind;
    private final List<String> words;
    private final List<Form> forms;
    private final boolean behind;
    private final String rule;

    /**
     * @param words triggers; before a short one must be no letter
     * @param forms what to look for, in order
     * @param behind whether it may also stand before the word
     */
    ToldDetector(String kind, List<String> words, List<Form> forms, boolean behind, String rule) {
        this.kind = kind;
        this.words = words;
        this.forms = forms;
        this.behind = behind;
        this.rule = rule;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<String> triggers() {
        return words;
    }

    @Override
    public String rule() {
        return Detector.super.rule() + " " + rule;
    }

    @Override
    public Span find(Text text, int at) {
        for (String word : words) {
            int start = at - word.length();
            if (text.reads(word, start)
                    && (firstPart(word) >= LONG
                            || !CharClass.is(text.at(start - 1), CharClass.LETTER)
                            || startsHump(text, start))) {
                if (Measure.isNamed(text, at)) {
                    return Span.NONE;
                }
                if (text.at(at - 1) == '=' || text.at(at) == '=') {
                    return near(text, at, at + ASSIGNED);
                }
                Span found = near(text, at, at + AHEAD);
                return found.found() || !behind ? found : near(text, Math.max(0, start - BEHIND), start);
            }
        }
        return Span.NONE;
    }

    /** How long its first word is, if it is several. */
    private static int firstPart(String word) {
        int i = 0;
        while (i < word.length() && CharClass.is(word.charAt(i), CharClass.LETTER)) {
            i++;
        }
        return i;
    }

    /** {@code userPhone} has a word phone. */
    private static boolean startsHump(Text text, int start) {
        return CharClass.is(text.at(start), CharClass.UPPER) && CharClass.is(text.at(start - 1), CharClass.LOWER);
    }

    private Span near(Text text, int from, int to) {
        for (int i = from; i < to && (text.at(i) != 0 || i < from + 1); i++) {
            if (begins(text, i)) {
                if (CardNumberDetector.end(text, i) > 0) {
                    return Span.NONE; // all of it is taken there, and under its own name
                }
                int end = end(text, i);
                if (end > i) {
                    return new Span(i, more(text, end));
                }
            }
        }
        return Span.NONE;
    }

    private static boolean begins(Text text, int i) {
        char c = text.at(i);
        char before = text.at(i - 1);
        return (CharClass.is(c, CharClass.ALNUM) || c == '+' || c == '(')
                && !CharClass.word(before)
                && before != '<'
                && !((before == '.' || before == '-' || before == '/') && CharClass.word(text.at(i - 2)));
    }

    private int end(Text text, int start) {
        for (Form form : forms) {
            int end = form.end(text, start, true);
            if (end > start) {
                return end;
            }
        }
        return -1;
    }

    /** Takes the next one, too, if only a link such as {@code and} is between. */
    private int more(Text text, int end) {
        for (String link : LINKS) {
            if (text.reads(link, end)) {
                int next = end(text, end + link.length());
                return next > 0 ? next : end;
            }
        }
        return end;
    }
}
