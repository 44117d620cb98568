package skerry.agent.privacy;

import java.util.List;

/**
 * A number or name that stands alone as the value of a field that may hold anything a person typed: {@code value=…},
 * {@code detail: …}, {@code "note":"…"}. Fields that count, measure or name something of a machine are left alone.
 */
final class OpenValueDetector implements Detector {
    private static final int MOST_SIGNS = 6;
    private static final int LONGEST_ALONE = 96;
    private static final int LONGEST_WORD = 5;
    private static final int MORE_LETTERS = 3;
    private static final int NUMBER =
            CharClass.ALNUM | CharClass.DASH | CharClass.DOT | CharClass.BASE64_SIGN | CharClass.SPACE;

    /** Last words of names of fields that hold content. */
    private static final List<String> NAMES = List.of(
            "value",
            "note",
            "notes",
            "detail",
            "details",
            "comment",
            "remark",
            "content",
            "input",
            "data",
            "text",
            "field",
            "entry",
            "payload",
            "param",
            "parameter",
            "argument",
            "debug",
            "answer",
            "character %d",
            "character %d%d",
            "character %d%d%d");

    private final String kind;
    private final Form form;
    private final String rule;

    OpenValueDetector(String kind, Form form, String rule) {
        this.kind = kind;
        this.form = form;
        this.rule = rule;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<String> triggers() {
        return NAMES;
    }

    @Override
    public String rule() {
        return Detector.super.rule() + " " + rule;
    }

    @Override
    public Span find(Text text, int at) {
        int start = valueAfter(text, at);
        return start < 0 ? Span.NONE : span(text, start);
    }

    /**
     * Whether a text can be a single number or name at all: it is short and of the signs that these have, and if it has a blank,
     * no long word and few letters. So lines of programs, which are read by the thousand, cost a look at their first words.
     */
    static boolean mayBeAlone(Text text) {
        int length = text.length();
        if (length > LONGEST_ALONE) {
            return false;
        }
        int digits = 0;
        int letters = 0;
        int word = 0;
        int longestWord = 0;
        boolean sign = false;
        boolean blank = false;
        for (int i = 0; i < length; i++) {
            char c = text.here(i);
            if (CharClass.is(c, CharClass.LETTER)) {
                letters++;
                longestWord = Math.max(longestWord, ++word);
            } else {
                word = 0;
                if (CharClass.digit(c)) {
                    digits++;
                } else if (c < 128 && !CharClass.is(c, NUMBER) && c != '(' && c != ')') {
                    return false;
                }
                sign |= c == '=';
                blank |= c == ' ';
            }
            if (blank && (sign || longestWord > LONGEST_WORD)) {
                return false;
            }
        }
        return digits > 0 && (!blank || letters <= digits + MORE_LETTERS);
    }

    /** What the whole text is, if it is nothing else. */
    Span alone(Text text) {
        Span span = span(text, 0);
        return span.end() == text.length() ? span : Span.NONE;
    }

    private Span span(Text text, int start) {
        int end = form.end(text, start, false);
        return end > start ? new Span(start, end) : Span.NONE;
    }

    /** Where the value starts, after the sign or word that ties it to the name; -1 if there is none. */
    private static int valueAfter(Text text, int at) {
        if (text.readsExactly(" was ", at) || text.readsExactly(" is ", at)) {
            return at + (text.at(at + 1) == 'w' ? 5 : 4);
        }
        int i = at;
        boolean tied = false;
        while (i - at < MOST_SIGNS) {
            char c = text.at(i);
            if (c == '=' || c == ':') {
                tied = true;
            } else if (c != '\\' && !CharClass.is(c, CharClass.QUOTE) && !(tied && c == ' ')) {
                break;
            }
            i++;
        }
        return tied ? i : -1;
    }
}
