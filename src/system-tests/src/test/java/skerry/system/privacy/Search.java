package skerry.system.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks for marks in all that is put before it, and remembers where each was found. */
final class Search {
    private static final int MOST_PLACES = 6;

    private final List<Mark> marks;
    private final Map<String, List<String>> found = new TreeMap<>();
    private long bytes;

    Search(List<Mark> marks) {
        this.marks = List.copyOf(marks);
    }

    /** @param where in words, for the one who reads what was found */
    void in(String where, String text) {
        bytes += text.length();
        for (Mark mark : marks) {
            if (mark.needles().stream().anyMatch(text::contains)) {
                found.computeIfAbsent(mark.kind() + ": " + mark.text(), _ -> new ArrayList<>())
                        .add(where);
            }
        }
    }

    /** Bytes as they are: what is compressed must be handed over as text as well. */
    void in(String where, byte[] raw) {
        in(where, new String(raw, StandardCharsets.UTF_8));
    }

    /** All files below a folder, names and contents. */
    void below(String where, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                in(where + ", a name", folder.relativize(file).toString());
                if (Files.isRegularFile(file)) {
                    in(where + "/" + folder.relativize(file), Files.readAllBytes(file));
                }
            }
        }
    }

    /** What was found: of each mark the kind, the text and the places; empty if nothing was. */
    String summary() {
        var summary = new StringBuilder();
        found.forEach((mark, places) -> summary.append('\n')
                .append(mark)
                .append("  <- ")
                .append(places.stream().distinct().limit(MOST_PLACES).toList()));
        return summary.toString();
    }

    /** How much was looked at. */
    long bytes() {
        return bytes;
    }
}
