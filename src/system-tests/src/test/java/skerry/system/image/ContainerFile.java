package skerry.system.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines of a Dockerfile, with continued lines joined and without comments. */
record ContainerFile(List<String> lines) {
    ContainerFile {
        lines = List.copyOf(lines);
    }

    static ContainerFile read(Path file) throws IOException {
        String joined = Files.readString(file).replaceAll("\\\\\n\\s*", "");
        return new ContainerFile(joined.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList());
    }

    /** What follows the only line that begins with a word. */
    String only(String word) {
        List<String> found = all(word);
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " lines begin with " + word);
        }
        return found.getFirst();
    }

    /** What follows a word, for each line that begins with it. */
    List<String> all(String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .toList();
    }
}
