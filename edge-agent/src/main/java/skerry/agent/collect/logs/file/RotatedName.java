package skerry.agent.collect.logs.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The name of a rotated log in relation to the name it had while it was written: {@code app.log.1},
 * {@code app.log-20260101.gz}, {@code 0.log.20260101-000000}, {@code app-2026-01-01-3.log}.
 *
 * @param numbers that stand in the added part
 * @param suffixed whether something was added behind the name, rather than before its extension
 * @param plain the name without {@code .gz}
 * @param compressed whether it ends in {@code .gz}
 */
record RotatedName(List<Long> numbers, boolean suffixed, String plain, boolean compressed) {
    private static final String GZ = ".gz";
    private static final Set<String> WORDS = Set.of("old", "bak", "prev", "save", "orig");
    private static final String STEM_EXTRAS = ".-_TZ:+";
    private static final int LONGEST_INDEX = 999;
    private static final int LONGEST_NUMBER = 18;

    static final Comparator<RotatedName> HIGHEST_FIRST = Comparator.comparingLong(
                    (RotatedName name) -> name.numbers.getFirst())
            .reversed();
    static final Comparator<RotatedName> EARLIEST_FIRST = RotatedName::compareDates;

    RotatedName {
        numbers = List.copyOf(numbers);
    }

    /** Empty if {@code name} is not a rotated {@code base}. */
    static Optional<RotatedName> of(String base, String name) {
        boolean compressed = name.endsWith(GZ);
        String plain = compressed ? name.substring(0, name.length() - GZ.length()) : name;
        if (plain.equals(base)) {
            return compressed ? Optional.of(new RotatedName(List.of(), true, plain, true)) : Optional.empty();
        }
        if (plain.startsWith(base)) {
            String added = plain.substring(base.length());
            boolean named = WORDS.contains(added.substring(1)) || hasDigit(added);
            boolean temporary = added.endsWith(".tmp") || added.endsWith(".swp");
            return named && isSeparator(added.charAt(0)) && !temporary
                    ? Optional.of(new RotatedName(numbers(added), true, plain, compressed))
                    : Optional.empty();
        }
        int dot = base.lastIndexOf('.');
        if (dot <= 0 || !plain.startsWith(base.substring(0, dot)) || !plain.endsWith(base.substring(dot))) {
            return Optional.empty();
        }
        int addedTo = plain.length() - (base.length() - dot);
        String added = plain.substring(dot, Math.max(dot, addedTo));
        boolean rotated = !added.isEmpty() && isSeparator(added.charAt(0)) && hasDigit(added) && isStemPart(added);
        return rotated ? Optional.of(new RotatedName(numbers(added), false, plain, compressed)) : Optional.empty();
    }

    /** The name of a log that is not rotated. */
    static RotatedName unrotated(Path log) {
        Path name = log.getFileName();
        return new RotatedName(List.of(), false, name == null ? "" : name.toString(), false);
    }

    /** Whether its only number counts rotations, so that the highest is the oldest. */
    boolean isIndex() {
        return numbers.size() == 1 && numbers.getFirst() <= LONGEST_INDEX;
    }

    /** Whether its numbers are a date, with a time or a count behind it. */
    boolean isDate() {
        return !numbers.isEmpty() && !isIndex();
    }

    private static int compareDates(RotatedName a, RotatedName b) {
        int common = Math.min(a.numbers.size(), b.numbers.size());
        for (int i = 0; i < common; i++) {
            int order = Long.compare(a.numbers.get(i), b.numbers.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.numbers.size(), b.numbers.size());
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == '-' || c == '_' || c == '~';
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isStemPart(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || STEM_EXTRAS.indexOf(c) >= 0);
    }

    private static List<Long> numbers(String text) {
        var numbers = new ArrayList<Long>();
        int i = 0;
        while (i < text.length()) {
            int from = i;
            while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                i++;
            }
            if (i > from) {
                numbers.add(Long.parseLong(text.substring(from, Math.min(i, from + LONGEST_NUMBER))));
            }
            i++;
        }
        return numbers;
    }
}
