package skerry.agent.collect.host;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The directories {@code cpu0}, {@code cpu1}… below one directory, in the order of their numbers. */
final class NumberedDirectories {
    private final File parent;
    private final String prefix;
    private String[] names = {};
    private List<Entry> entries = List.of();

    /** @param number the digits behind the prefix */
    record Entry(String number, File directory) {}

    NumberedDirectories(Path parent, String prefix) {
        this.parent = parent.toFile();
        this.prefix = prefix;
    }

    /** The present entries; nothing if the parent does not exist. */
    List<Entry> list() {
        String[] now = parent.list();
        if (now == null) {
            now = new String[0];
        }
        if (!Arrays.equals(names, now)) {
            names = now;
            var found = new ArrayList<Entry>();
            for (String name : now) {
                String number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
                if (!number.isEmpty() && number.length() < 10 && number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    found.add(new Entry(number, new File(parent, name)));
                }
            }
            found.sort(Comparator.comparingInt(entry -> Integer.parseInt(entry.number())));
            entries = List.copyOf(found);
        }
        return entries;
    }
}
