package skerry.agent.privacy;

/** The header that says outright that a credential follows. */
final class Authorization {
    static final String NAME = "authorization";
    private static final int SIGNS = 6;

    private Authorization() {}

    /** Whether the header's name stands before {@code index}, with nothing but signs between. */
    static boolean before(Text text, int index) {
        int end = index;
        while (index - end < SIGNS
                && (CharClass.is(text.at(end - 1), CharClass.SPACE | CharClass.QUOTE)
                        || ":=\\".indexOf(text.at(end - 1)) >= 0)) {
            end--;
        }
        return end < index && text.reads(NAME, end - NAME.length());
    }

    /** Whether a scheme that has a detector of its own starts at {@code index}. */
    static boolean knownSchemeAt(Text text, int index) {
        return text.reads("bearer ", index) || text.reads("basic ", index);
    }
}
