package skerry.agent.summary;

/**
 * Decides when templates that differ in words are one. Numbers and identifiers are masked before; what is left are words,
 * and most of those that differ mean something: "started" and "stopped" must stay apart. So words become a variable only
 * where that place is known to vary, or after more different ones than messages have states. Figures were chosen on eight
 * public log sets, where places with up to five different words were nearly always different messages.
 */
final class MergeRules {
    private static final int VALUES_OF_A_KEY = 4;
    private static final int WORDS = 6;
    private static final int WORDS_OF_A_SHORT_MESSAGE = 10;
    private static final int FIRST_WORDS = 5;
    private static final int WORDS_AFTER_THE_FIRST = 6;
    private static final int MOST_ABSORBED = 2;
    private static final int NEVER = Integer.MAX_VALUE;

    private MergeRules() {}

    /**
     * Whether {@code known} covers {@code template}: equal, but where {@code known} has a variable and enough other words.
     *
     * @param grown places of {@code known} that became variables by a merge
     */
    static boolean covers(Tokens known, long grown, Tokens template) {
        int differences = 0;
        for (int i = 0; i < known.count(); i++) {
            if (!known.sameAt(template, i)) {
                if (++differences > MOST_ABSORBED || !absorbs(known, grown, template, i)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean absorbs(Tokens known, long grown, Tokens template, int i) {
        if (!known.variableAt(i)) {
            return false;
        }
        if (known.pairAt(i)) {
            return known.sameKeyAt(template, i) && !template.emptyAt(i);
        }
        return (grown >>> i & 1) != 0 || known.wordsBut(i) >= 2;
    }

    /** How many different words at {@code place} of otherwise equal templates make it a variable. */
    static int wordsToMerge(Tokens template, int place, boolean valuesOfAKey) {
        if (valuesOfAKey) {
            return VALUES_OF_A_KEY;
        }
        int others = template.wordsBut(place);
        if (place == 0) {
            return others >= WORDS_AFTER_THE_FIRST ? FIRST_WORDS : NEVER;
        }
        return others >= 2 ? WORDS : others == 1 ? WORDS_OF_A_SHORT_MESSAGE : NEVER;
    }
}
