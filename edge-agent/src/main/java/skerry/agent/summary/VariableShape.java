package skerry.agent.summary;

import java.util.List;

/** Writes the variable that stands for several words, with the signs that they all have around it: {@code [<*>],}. */
final class VariableShape {
    private VariableShape() {}

    static String of(List<String> words) {
        String first = words.getFirst();
        int before = 0;
        int after = 0;
        for (int i = 1; i <= first.length() && agree(words, i, true); i++) {
            if (isSign(first.charAt(i - 1))) {
                before = i;
            }
        }
        for (int i = 1; i <= first.length() - before && agree(words, i, false); i++) {
            if (!isSign(first.charAt(first.length() - i))) {
                break;
            }
            after = i;
        }
        return first.substring(0, before) + Canonical.VARIABLE + first.substring(first.length() - after);
    }

    private static boolean agree(List<String> words, int length, boolean start) {
        String first = words.getFirst();
        for (String word : words) {
            boolean same = start
                    ? word.regionMatches(0, first, 0, length)
                    : word.regionMatches(word.length() - length, first, first.length() - length, length);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Signs that enclose or part a value; those inside names and of the mask itself are none. */
    private static boolean isSign(char c) {
        return !Character.isLetterOrDigit(c) && "._-<*>/".indexOf(c) < 0;
    }
}
