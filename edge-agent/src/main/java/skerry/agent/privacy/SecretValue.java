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
                            + "from in unchanged updated accepted")
                    .split(" ", -1));

    private static final int LONG_NUMBER = 24;
    private static final int SHORTEST_CHOSEN = 6;
    private static final int LONGEST_COUNT = 5;
    private static final int SHORTEST_CERTAIN = 20;
    private static final int SHORTEST_BASE64 = 20;
    private static final int WORDS_OF_PHRASE = 4;

    private SecretValue() {}

    /** The password from {@code start} to {@code end}, if it can be one. */
    static Span password(Text text, int start, int end) {
        return end > start && isSecret(text.part(start, end), true) ? new Span(start, end) : Span.NONE;
    }

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

    /** Whether it can only be a password or key: nobody would name a thing so, count so, or say so. */
    static boolean isCertain(String value, boolean password) {
        return isSecret(value, password) && (password ? looksChosen(value) : looksRandom(value));
    }

    /** Whether it reads as the folder of a shell, which has a variable of that name: {@code PWD=/var/log}. */
    static boolean isFolder(String value) {
        char first = value.charAt(0);
        boolean drive = value.length() > 2
                && CharClass.is(first, CharClass.LETTER)
                && value.charAt(1) == ':'
                && (value.charAt(2) == '/' || value.charAt(2) == '\\');
        return drive || first == '~' || (first == '/' && !base64(value));
    }

    /** Whether it counts something: {@code 12}, {@code 98.7}, {@code 118/120}. */
    static boolean isCount(String value) {
        int digits = 0;
        boolean sign = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (CharClass.digit(c)) {
                digits++;
            } else if (".,/%".indexOf(c) >= 0) {
                sign = true;
            } else {
                return false;
            }
        }
        return sign || digits <= LONGEST_COUNT;
    }

    /** Letters with digits or capitals or signs among them, or words in a row: {@code canoe-lamp-brick-otter}. */
    private static boolean looksChosen(String value) {
        int length = value.length();
        boolean letter = false;
        boolean digit = false;
        boolean lower = false;
        boolean upper = false;
        boolean sign = false;
        int words = 1;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (CharClass.is(c, CharClass.SPACE)) {
                return false;
            }
            letter |= CharClass.is(c, CharClass.LETTER);
            lower |= CharClass.is(c, CharClass.LOWER);
            upper |= i > 0 && CharClass.is(c, CharClass.UPPER);
            digit |= CharClass.digit(c);
            sign |= "!@#$%^&*+~?".indexOf(c) >= 0;
            words += c == '-' ? 1 : 0;
        }
        if (length < SHORTEST_CHOSEN
                || !letter
                || isFolder(value)
                || value.contains("://")
                || startsWithMethod(value)) {
            return false;
        }
        return words >= WORDS_OF_PHRASE
                || (words == 1 && (digit || sign || (lower && upper)))
                || (!objectName(value) && digit);
    }

    /** Names of what passwords are made into: {@code SHA-512}, {@code base64-encoded}. */
    private static boolean startsWithMethod(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        for (String method :
                new String[] {"sha", "scram", "base64", "bcrypt", "argon2", "pbkdf2", "md5", "aes", "utf"}) {
            if (lower.startsWith(method)) {
                return true;
            }
        }
        return false;
    }

    /** Long, and so mixed that only a machine can have made it. */
    static boolean looksRandom(String value) {
        int length = value.length();
        int digits = 0;
        int letters = 0;
        int changes = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            digits += CharClass.digit(c) ? 1 : 0;
            letters += CharClass.is(c, CharClass.LETTER) ? 1 : 0;
            changes += i > 0 && kind(c) != kind(value.charAt(i - 1)) ? 1 : 0;
        }
        return length >= SHORTEST_CERTAIN
                && digits >= 2
                && letters >= 2
                && changes * 6 >= length
                && (value.charAt(0) != '/' || base64(value))
                && !startsWithMethod(value)
                && !value.contains("://")
                && !objectName(value);
    }

    /**
     * Base64 that begins like a path: of its letters and digits only, and either padded or so mixed that it names no folders.
     */
    private static boolean base64(String value) {
        int length = value.length();
        int seen = 0;
        int digits = 0;
        int changes = 0;
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (!CharClass.is(c, CharClass.BASE64)) {
                return false;
            }
            seen |= kind(c);
            digits += CharClass.digit(c) ? 1 : 0;
            changes += i > 0 && kind(c) != kind(value.charAt(i - 1)) ? 1 : 0;
        }
        boolean padded = value.charAt(length - 1) == '=';
        return length >= SHORTEST_BASE64 && (seen & 7) == 7 && (padded || (digits >= 3 && changes * 9 >= length * 4));
    }

    private static int kind(char c) {
        return CharClass.digit(c) ? 1 : CharClass.is(c, CharClass.LOWER) ? 2 : CharClass.is(c, CharClass.UPPER) ? 4 : 8;
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
            kinds |= kind(c);
            digits += CharClass.digit(c) ? 1 : 0;
        }
        boolean letters = (kinds & 6) != 0;
        if (digits == length && length >= LONG_NUMBER) {
            return true;
        }
        if (length < 8
                || !letters
                || (value.charAt(0) == '/' && !base64(value))
                || value.contains("://")
                || objectName(value)) {
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
