package skerry.agent.summary;

import org.jspecify.annotations.Nullable;

/** A few fixed words that are looked for in the midst of a text, without cutting anything out of it. Immutable. */
final class WordSet {
    private final @Nullable String[] places;
    private final int mask;
    private final int longest;

    /** @param words parted by blanks */
    WordSet(String words) {
        String[] all = words.split(" ", -1);
        int size = Integer.highestOneBit(all.length) * 4;
        places = new String[size];
        mask = size - 1;
        int most = 0;
        for (String word : all) {
            int i = hash(word, 0, word.length());
            while (places[i] != null) {
                i = (i + 1) & mask;
            }
            places[i] = word;
            most = Math.max(most, word.length());
        }
        longest = most;
    }

    /** Whether the text from {@code from} to {@code end}, exclusive, is one of the words. */
    boolean contains(String text, int from, int end) {
        return contains(text, from, end, false);
    }

    /** As {@link #contains}, in letters of either case. */
    boolean containsAnyCase(String text, int from, int end) {
        return contains(text, from, end, true);
    }

    private boolean contains(String text, int from, int end, boolean anyCase) {
        int size = end - from;
        if (size < 1 || size > longest) {
            return false;
        }
        int i = hash(text, from, end);
        String there = places[i];
        while (there != null) {
            if (there.length() == size && text.regionMatches(anyCase, from, there, 0, size)) {
                return true;
            }
            i = (i + 1) & mask;
            there = places[i];
        }
        return false;
    }

    private int hash(String text, int from, int end) {
        int hash = (text.charAt(from) | 32) * 31 + (text.charAt(end - 1) | 32) + (end - from) * 7;
        return (hash ^ (hash >>> 5)) & mask;
    }
}
