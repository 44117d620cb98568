package skerry.agent.privacy;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Tells secrets from what else stands after a name: placeholders, words of a sentence, names of Kubernetes objects. */
final class SecretValue {
    private static final Set<String> NOT_A_VALUE =
            Set.of(("null none nil true false undefined empty required redacted hidden masked unset set missing "
                            + "invalid incorrect wrong expired changed failed mismatch ok yes no not is was for does must "
                            + "should cannot and or the auth authentication check login prompt string filtered hash with to "
                            + "from in")
                    .split(" ", -1));

    private static final int LONG_NUMBER = 24;

    private SecretValue() {}

    /** @param password whether it is the value of a password, which may look like anything */
    static boolean isSecret(String value, boolean password) {
        char first = value.charAt(0);
        if ("$%<*".indexOf(first) >= 0
                || (first == '{' && value.startsWith("{{"))
                || ((first == '{' || first == '[' || first == '(') && value.length() > 1)
                || NOT_A_VALUE.contains(value.toLowerCase(Locale.ROOT))) {
            return false;
        }
        boolean varied = false;
        boolean word = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            varied |= CharClass.fold(c) != CharClass.fold(first) && c != '.' && c != '-';
            word |= CharClass.word(c);
        }
        return word && (password ? varied || value.length() < 3 : varied && looksMade(value));
    }

    /** Long, and of mixed characters; not a path, not a name made of words such as Kubernetes objects have. */
    private static boolean looksMade(String value) {
        int length = value.length();
        int kinds = 0;
        int digits = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (CharClass.is(c, CharClass.SPACE)) {
                return false;
            }
            kinds |= CharClass.digit(c)
                    ? 1
                    : CharClass.is(c, CharClass.LOWER) ? 2 : CharClass.is(c, CharClass.UPPER) ? 4 : 8;
            digits += CharClass.digit(c) ? 1 : 0;
        }
        boolean letters = (kinds & 6) != 0;
        if (digits == length && length >= LONG_NUMBER) {
            return true;
        }
        if (length < 8 || !letters || value.charAt(0) == '/' || value.contains("://") || objectName(value)) {
            return false;
        }
        int different = Integer.bitCount(kinds);
        return (length >= 12 && digits >= 3 && kinds == 3 && mixed(value))
                || (length >= 16 && digits > 0)
                || (length >= 20 && different >= 2)
                || (different >= 3 && digits > 0);
    }

    /** Whether letters and digits take turns, as they do in no name with a number at its end. */
    private static boolean mixed(String value) {
        int turns = 0;
        for (int i = 1; i < value.length(); i++) {
            turns += CharClass.digit(value.charAt(i)) == CharClass.digit(value.charAt(i - 1)) ? 0 : 1;
        }
        return turns >= 4;
    }

    private static boolean objectName(String value) {
        boolean words = false;
        int from = 0;
        for (int i = 0; i <= value.length(); i++) {
            char c = i < value.length() ? value.charAt(i) : '-';
            if (c == '-' || c == '.' || c == '/') {
                boolean allLetters = i > from;
                for (int k = from; k < i; k++) {
                    allLetters &= CharClass.is(value.charAt(k), CharClass.LOWER);
                }
                if (!allLetters && i - from > 10) {
                    return false;
                }
                words |= allLetters && i - from >= 3;
                from = i + 1;
            } else if (!CharClass.is(c, CharClass.LOWER | CharClass.DIGIT)) {
                return false;
            }
        }
        return words;
    }

    /** What is no value, for the policy's id. */
    static String rule() {
        return new TreeSet<>(NOT_A_VALUE).toString();
    }
}
