package skerry.agent.summary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A list of words of small letters, read from a file beside this class, of which only hashes are kept: a few KiB for all. A
 * word that is not in the list passes for one of it once in a million times. Immutable.
 */
final class WordList {
    private static final int SEED = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    private final int[] places;
    private final int mask;

    private WordList(String text) {
        int size = 64;
        while (size < text.length() / 2) {
            size *= 2;
        }
        places = new int[size];
        mask = size - 1;
        int start = 0;
        while (start < text.length()) {
            int lineEnd = text.indexOf('\n', start);
            lineEnd = lineEnd < 0 ? text.length() : lineEnd;
            if (text.charAt(start) != '#') {
                addWords(text, start, lineEnd);
            }
            start = lineEnd + 1;
        }
    }

    /** @param file words parted by blanks and line ends; lines that begin with {@code #} say what it is */
    static WordList read(String file) {
        try (var in = Objects.requireNonNull(WordList.class.getResourceAsStream(file), file)) {
            return new WordList(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the words of " + file, e);
        }
    }

    /** Whether the word at this place of a text is in the list, whatever its case. */
    boolean has(String text, int from, int end) {
        int hash = hash(text, from, end);
        int place = hash & mask;
        while (places[place] != 0) {
            if (places[place] == hash) {
                return true;
            }
            place = (place + 1) & mask;
        }
        return false;
    }

    private void addWords(String text, int from, int end) {
        int start = from;
        for (int i = from; i <= end; i++) {
            if (i == end || text.charAt(i) == ' ') {
                if (i > start && !has(text, start, i)) {
                    add(hash(text, start, i));
                }
                start = i + 1;
            }
        }
    }

    private void add(int hash) {
        int place = hash & mask;
        while (places[place] != 0) {
            place = (place + 1) & mask;
        }
        places[place] = hash;
    }

    private static int hash(String text, int from, int end) {
        int hash = SEED;
        for (int i = from; i < end; i++) {
            hash = (hash ^ Character.toLowerCase(text.charAt(i))) * PRIME;
        }
        hash ^= hash >>> 15;
        return hash == 0 ? 1 : hash;
    }
}
