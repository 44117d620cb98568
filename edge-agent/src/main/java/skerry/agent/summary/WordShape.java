package skerry.agent.summary;

/**
 * Tells whether a word looks like one of a program's message: made of letters as words are, no name, no host, no address, no
 * mixture of letters and digits. Owned by one thread.
 */
final class WordShape {
    private static final int LONGEST_WORD = 20;
    private static final char AFTER_LATIN = '\u0250';
    private static final int LONGEST_NUMBER = 7;
    private static final int MOST_SLASHES = 2;
    private static final int LONGEST_ACRONYM = 6;
    private static final String[] ENDINGS = {"s", "es", "d", "ed", "ing", "ings", "ly", "r", "er", "ers", "rs", "n't"};
    /** With these a word at the start of a sentence, or in a title, is no name. */
    private static final String[] ENDINGS_OF_WORDS = {
        "ing", "tion", "sion", "tions", "ment", "ments", "ness", "able", "ible", "ity", "ized", "ised", "ated", "less",
        "ally"
    };

    private final WordList known = WordList.read("message-words.txt");
    private final WordList names = WordList.read("given-names.txt");

    /**
     * @param told whether what stands before says that something is named here: then only a word of the list is plain
     * @param numbers whether numbers of up to seven digits, times and measures are plain too
     */
    boolean isPlain(String text, int from, int end, boolean told, boolean numbers) {
        int slashes = 0;
        boolean digits = false;
        int pieces = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '@' || c == '\\' || c == '~' || (c == '%' && i + 1 < end)) {
                return false;
            }
            slashes += c == '/' ? 1 : 0;
            digits |= Character.isDigit(c);
            pieces += letter(c) && (i == from || !letter(text.charAt(i - 1))) ? 1 : 0;
        }
        if (digits) {
            return Words.wordWithDigits(text, from, end) || (numbers && isNumber(text, from, end));
        }
        int dot = text.lastIndexOf('.', end - 1);
        if (text.charAt(from) == '/' || slashes > MOST_SLASHES || (dot > from && Words.host(text, from, dot, end))) {
            return false;
        }
        int start = from;
        for (int i = from; i <= end; i++) {
            if (i == end || !letter(text.charAt(i))) {
                if (i > start && !isPlainPiece(text, start, i, told, pieces)) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private boolean isPlainPiece(String text, int from, int end, boolean told, int pieces) {
        if (isKnown(text, from, end)) {
            return true;
        }
        for (int i = from; i < end; i++) {
            if (text.charAt(i) >= AFTER_LATIN) {
                return false; // No list and no capital tells a name of another script.
            }
        }
        if (end - from == 1) {
            return true;
        }
        if (told || end - from > 3 * LONGEST_WORD || names.has(text, from, end)) {
            return false;
        }
        int capitals = 0;
        for (int i = from; i < end; i++) {
            capitals += Character.isUpperCase(text.charAt(i)) ? 1 : 0;
        }
        if (capitals == 0) {
            return isPronounced(text, from, end);
        }
        if (capitals == end - from) {
            return capitals <= LONGEST_ACRONYM || isPronounced(text, from, end);
        }
        if (capitals == 1 && Character.isUpperCase(text.charAt(from))) {
            return pieces == 1 && endsAsWord(text, from, end);
        }
        return isJoined(text, from, end);
    }

    /** Words written as one with capitals, of which one at least is known: {@code NullPointerException}. */
    private boolean isJoined(String text, int from, int end) {
        boolean anyKnown = false;
        int parts = 0;
        int start = from;
        for (int i = from + 1; i <= end; i++) {
            boolean border = i == end
                    || (Character.isUpperCase(text.charAt(i))
                            && (!Character.isUpperCase(text.charAt(i - 1))
                                    || (i + 1 < end && Character.isLowerCase(text.charAt(i + 1)))));
            if (border) {
                boolean spoken = i - start == 1 || isKnown(text, start, i) || isPronounced(text, start, i);
                if (!spoken || names.has(text, start, i)) {
                    return false;
                }
                anyKnown |= i - start > 2 && isKnown(text, start, i);
                parts++;
                start = i;
            }
        }
        return anyKnown && end - from >= 3 * (parts - 1);
    }

    private boolean isKnown(String text, int from, int end) {
        if (known.has(text, from, end) || isKnownStem(text, from, end)) {
            return true;
        }
        if (end - from > 4 && (text.startsWith("un", from) || text.startsWith("re", from))) {
            return isKnown(text, from + 2, end);
        }
        return false;
    }

    private boolean isKnownStem(String text, int from, int end) {
        for (String ending : ENDINGS) {
            int stem = end - ending.length();
            if (stem - from >= 2 && text.regionMatches(true, stem, ending, 0, ending.length())) {
                if (known.has(text, from, stem)
                        || (stem - from > 3
                                && text.charAt(stem - 1) == text.charAt(stem - 2)
                                && known.has(text, from, stem - 1))) {
                    return true;
                }
                String word = text.substring(from, stem);
                if (known.has(word + "e", 0, word.length() + 1)
                        || (word.endsWith("i")
                                && known.has(word.substring(0, word.length() - 1) + "y", 0, word.length()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean endsAsWord(String text, int from, int end) {
        for (String ending : ENDINGS_OF_WORDS) {
            if (end - from >= ending.length() + 3
                    && text.regionMatches(end - ending.length(), ending, 0, ending.length())) {
                return true;
            }
        }
        return false;
    }

    /** Whether letters follow each other as in words that people say. */
    private static boolean isPronounced(String text, int from, int end) {
        if (end - from > LONGEST_WORD) {
            return false;
        }
        int consonants = 0;
        int vowels = 0;
        boolean spoken = end - from < 4;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            boolean vowel = c >= 128 || "aeiouyAEIOUY".indexOf(c) >= 0;
            spoken |= vowel;
            vowels = vowel ? vowels + 1 : 0;
            consonants = vowel ? 0 : consonants + 1;
            if (consonants > 5 || vowels > 3 || (i > from + 1 && c == text.charAt(i - 1) && c == text.charAt(i - 2))) {
                return false;
            }
        }
        return spoken;
    }

    private static boolean isNumber(String text, int from, int end) {
        int start = from;
        while (start < end && "+-#v$".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        int stop = Evidence.numberEnd(text, start);
        if (stop == start || stop > end) {
            return false;
        }
        String unit = text.substring(stop, end);
        if (!unit.isEmpty() && !unit.equals("%") && !Words.isUnit(text, stop, end)) {
            return false;
        }
        if (Evidence.isTime(text, start, stop) && text.substring(start, stop).indexOf(':') > 0) {
            return true;
        }
        int run = 0;
        for (int i = start; i < stop; i++) {
            run = Words.digit(text.charAt(i)) ? run + 1 : 0;
            if (run > LONGEST_NUMBER) {
                return false;
            }
        }
        return stop - start <= 2 * LONGEST_NUMBER;
    }

    private static boolean letter(char c) {
        return Character.isLetter(c);
    }
}
