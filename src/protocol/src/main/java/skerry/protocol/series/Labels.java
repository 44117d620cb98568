package skerry.protocol.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Label names and values of a series, sorted by name, without empty values (in Prometheus an empty label is an absent
 * one). Immutable; equality is by content, and the hash is computed once.
 */
public final class Labels {
    /** No labels. */
    public static final Labels NONE = new Labels(new String[0]);

    /** Names and values by turns, sorted by name. */
    private final String[] pairs;

    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    /**
     * @param namesAndValues names and values by turns, in any order
     * @throws IllegalArgumentException if a name is blank or given twice, or a value is missing
     */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("label " + namesAndValues[namesAndValues.length - 1] + " has no value");
        }
        var sorted = new TreeMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (sorted.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
                throw new IllegalArgumentException("label " + namesAndValues[i] + " is given twice");
            }
        }
        return of(sorted);
    }

    /** @throws IllegalArgumentException if a name is blank */
    public static Labels of(Map<String, String> labels) {
        var pairs = new ArrayList<String>(labels.size() * 2);
        new TreeMap<>(labels).forEach((name, value) -> {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a label name must not be blank");
            }
            if (!value.isEmpty()) {
                pairs.add(name);
                pairs.add(value);
            }
        });
        return pairs.isEmpty() ? NONE : new Labels(pairs.toArray(String[]::new));
    }

    /**
     * Labels that are in order already.
     *
     * @param namesAndValues names and values by turns, sorted by name; copied
     * @param count how many of them count
     * @throws IllegalArgumentException if a name is blank, given twice or out of order, or a value is missing
     */
    public static Labels ofSorted(String[] namesAndValues, int count) {
        if (count % 2 != 0) {
            throw new IllegalArgumentException("label " + namesAndValues[count - 1] + " has no value");
        }
        var pairs = new String[count];
        int size = 0;
        for (int i = 0; i < count; i += 2) {
            String name = namesAndValues[i];
            if (name.isBlank() || (i > 0 && name.compareTo(namesAndValues[i - 2]) <= 0)) {
                throw new IllegalArgumentException("label '" + name + "' is blank, given twice, or out of order");
            }
            if (!namesAndValues[i + 1].isEmpty()) {
                pairs[size++] = name;
                pairs[size++] = namesAndValues[i + 1];
            }
        }
        return size == 0 ? NONE : new Labels(size == count ? pairs : Arrays.copyOf(pairs, size));
    }

    public int size() {
        return pairs.length / 2;
    }

    /** The name at {@code index} in name order. */
    public String name(int index) {
        return pairs[index * 2];
    }

    /** The value at {@code index} in name order. */
    public String value(int index) {
        return pairs[index * 2 + 1];
    }

    /** The value of {@code name}, or the empty string: Prometheus does not tell the two apart. */
    public String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return "";
    }

    /** These labels and one more; replaces a value of the same name. */
    public Labels with(String name, String value) {
        var labels = asMap();
        labels.put(name, value);
        return of(labels);
    }

    /** A new map in name order, free to be changed. */
    public Map<String, String> asMap() {
        var map = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** Names and values by turns, in name order. */
    public List<String> asList() {
        return List.of(pairs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that && hash == that.hash && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Prometheus notation: {@code {device="sda",mode="user"}}, or nothing without labels. */
    @Override
    public String toString() {
        if (pairs.length == 0) {
            return "";
        }
        var text = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            if (i > 0) {
                text.append(',');
            }
            text.append(pairs[i]).append("=\"");
            appendEscaped(text, pairs[i + 1]);
            text.append('"');
        }
        return text.append('}').toString();
    }

    private static void appendEscaped(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(value.charAt(i));
            }
        }
    }
}
