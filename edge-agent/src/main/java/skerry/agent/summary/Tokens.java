package skerry.agent.summary;

import java.util.ArrayList;
import java.util.List;

/**
 * A template as words, for comparing it with others. Words are parted by blanks outside double quotes; after the 63rd,
 * the rest is one word.
 */
final class Tokens {
    static final int MOST = 64;

    private final int[] hashes;
    /** Hashes of what stands before the {@code =} of a word, 0 where there is none. */
    private final int[] keys;

    private final long variables;
    private final long emptyValues;
    private final long words;

    private Tokens(int[] hashes, int[] keys, long variables, long emptyValues, long words) {
        this.hashes = hashes;
        this.keys = keys;
        this.variables = variables;
        this.emptyValues = emptyValues;
        this.words = words;
    }

    static Tokens of(String template) {
        return of(split(template));
    }

    static Tokens of(List<String> parts) {
        int count = parts.size();
        int[] hashes = new int[count];
        int[] keys = new int[count];
        long variables = 0;
        long emptyValues = 0;
        long words = 0;
        for (int i = 0; i < count; i++) {
            String part = parts.get(i);
            hashes[i] = part.hashCode();
            int equals = part.indexOf('=');
            String value = part;
            if (equals > 0) {
                keys[i] = part.substring(0, equals).hashCode() | 1;
                value = part.substring(equals + 1);
                emptyValues |= value.isEmpty() ? 1L << i : 0;
            }
            variables |= isVariable(value) ? 1L << i : 0;
            words |= hasWord(part) ? 1L << i : 0;
        }
        return new Tokens(hashes, keys, variables, emptyValues, words);
    }

    /** The words of a template. */
    static List<String> split(String template) {
        boolean quotes = evenQuotes(template);
        var parts = new ArrayList<String>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < template.length() && parts.size() < MOST - 1; i++) {
            char c = template.charAt(i);
            quoted ^= quotes && c == '"';
            if (c == ' ' && !quoted) {
                parts.add(template.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(template.substring(start));
        return parts;
    }

    private static boolean evenQuotes(String template) {
        boolean even = true;
        for (int at = template.indexOf('"'); at >= 0; at = template.indexOf('"', at + 1)) {
            even = !even;
        }
        return even;
    }

    int count() {
        return hashes.length;
    }

    boolean sameAt(Tokens other, int i) {
        return hashes[i] == other.hashes[i];
    }

    /** How many words differ; stops counting above {@code limit}. */
    int differences(Tokens other, int limit) {
        int differences = 0;
        for (int i = 0; i < hashes.length && differences <= limit; i++) {
            differences += hashes[i] == other.hashes[i] ? 0 : 1;
        }
        return differences;
    }

    /** Where the first word differs, or -1. */
    int firstDifference(Tokens other) {
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != other.hashes[i]) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the word, or what stands after its {@code =}, is a variable and nothing else but signs. */
    boolean variableAt(int i) {
        return (variables >>> i & 1) != 0;
    }

    /** Whether word {@code i} is a key with {@code =}. */
    boolean pairAt(int i) {
        return keys[i] != 0;
    }

    boolean sameKeyAt(Tokens other, int i) {
        return keys[i] != 0 && keys[i] == other.keys[i];
    }

    /** Whether the word is a key whose value is missing. */
    boolean emptyAt(int i) {
        return (emptyValues >>> i & 1) != 0;
    }

    /** How many of the words, but for {@code i}, have at least two letters that follow each other. */
    int wordsBut(int i) {
        return Long.bitCount(words & ~(1L << i));
    }

    private static boolean isVariable(String part) {
        int at = part.indexOf(Canonical.VARIABLE);
        if (at < 0) {
            return false;
        }
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (i == at) {
                i += Canonical.VARIABLE.length() - 1;
            } else if (Character.isLetterOrDigit(c) || c == '<' || c == '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasWord(String part) {
        for (int i = 1; i < part.length(); i++) {
            if (Character.isLetter(part.charAt(i)) && Character.isLetter(part.charAt(i - 1))) {
                return true;
            }
        }
        return false;
    }
}
