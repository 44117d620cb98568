package skerry.system.privacy;

import java.util.List;

/**
 * A made-up value that nobody but the site's own input may hold.
 *
 * @param kind of value, in words
 * @param text as people and programs write it where it is planted, such as {@code password=…}; one line
 * @param needles what is searched for: the value itself, and how else it could be written
 */
record Mark(String kind, String text, List<String> needles) {
    Mark {
        needles = List.copyOf(needles);
        if (needles.isEmpty() || needles.stream().anyMatch(needle -> needle.length() < 8)) {
            throw new IllegalArgumentException("a needle that is short is found anywhere: " + needles);
        }
    }
}
