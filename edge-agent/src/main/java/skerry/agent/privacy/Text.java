package skerry.agent.privacy;

/**
 * The text under inspection, as a detector may see it: outside the text, and inside what an earlier finding has already
 * taken, there is only the character 0, which no rule accepts. So detectors need no bounds checks, and never claim a
 * character twice. Not final, so that a test can count how often a character is read.
 */
class Text {
    private final String chars;
    private final int length;
    private int floor;
    private int lowest;
    private int highest;

    Text(String chars) {
        this.chars = chars;
        this.length = chars.length();
    }

    char at(int index) {
        if (index < lowest) {
            lowest = index;
        }
        if (index > highest) {
            highest = index;
        }
        return index >= floor && index < length ? chars.charAt(index) : 0;
    }

    /** The character at an index of the text that is not hidden. */
    char here(int index) {
        return chars.charAt(index);
    }

    final int length() {
        return length;
    }

    /** From now on {@link #lookedBehind} and {@link #highest} tell of what is read next. */
    final void startLooking() {
        lowest = length;
        highest = 0;
    }

    /** Whether somebody looked at what is hidden. */
    final boolean lookedBehind() {
        return lowest < floor;
    }

    /** The last index that was looked at. */
    final int highest() {
        return highest;
    }

    /** Hides everything before {@code index}. */
    final void hideBefore(int index) {
        floor = index;
    }

    /** Whether the text reads {@code word}, without regard to ASCII case, from {@code index} on. */
    final boolean reads(String word, int index) {
        for (int i = 0; i < word.length(); i++) {
            if (CharClass.fold(at(index + i)) != CharClass.fold(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text reads exactly {@code word} from {@code index} on. */
    final boolean readsExactly(String word, int index) {
        for (int i = 0; i < word.length(); i++) {
            if (at(index + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The first index from {@code index} on, at most {@code limit} away, whose character is not in {@code set}. */
    final int skip(int index, int set, int limit) {
        int end = index;
        while (end - index < limit && CharClass.is(at(end), set)) {
            end++;
        }
        return end;
    }

    /** The start of the run of characters in {@code set} that ends before {@code index}; looks back {@code limit} at most. */
    final int skipBack(int index, int set, int limit) {
        int start = index;
        while (index - start < limit && CharClass.is(at(start - 1), set)) {
            start--;
        }
        return start;
    }

    /** A copy of the characters from {@code start} to {@code end}. */
    final String part(int start, int end) {
        lowest = Math.min(lowest, start);
        highest = Math.max(highest, end - 1);
        return chars.substring(start, end);
    }
}
