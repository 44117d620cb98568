package skerry.agent.privacy;

/** Where a value ends that some field, or the whole text, consists of. */
final class Value {
    private static final int LONGEST_NAME = 24;

    private Value() {}

    /** Whether the value that reaches to {@code end} is over there: at a sign, or at a blank and the next field or bracket. */
    static boolean ends(Text text, int end) {
        char c = text.at(end);
        if (c == '.' || c == ' ') {
            int next = c == '.' ? end + 1 : end;
            int after = text.skip(next, CharClass.SPACE, 4);
            char then = text.at(after);
            return then == 0
                    || (after > next && (then == '[' || then == '(' || then == '|'))
                    || (after > next && c == ' ' && fieldAt(text, after));
        }
        return c == 0 || c == '\n' || CharClass.is(c, CharClass.QUOTE) || "\\,;}])&<|".indexOf(c) >= 0;
    }

    /** Whether a name and {@code =} stand at {@code index}. */
    private static boolean fieldAt(Text text, int index) {
        int end = text.skip(index, CharClass.TOKEN | CharClass.DOT, LONGEST_NAME);
        return end > index && text.at(end) == '=';
    }
}
