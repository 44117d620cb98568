package skerry.agent.enrol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.platform.PrivateFile;

/** Named values that are kept in a private file, a line each below a first line that says what the file is. */
final class KeptLines {
    private static final int MAX_BYTES = 64 * 1024;

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Makes a value of the lines. */
    @FunctionalInterface
    interface Reading<T> {
        /** @throws IllegalArgumentException if a line is missing or damaged; a clause that follows "since" */
        T of(KeptLines lines);
    }

    /**
     * What a file holds; empty if there is none.
     *
     * @param cure what to do if it cannot be used, such as "enrol this agent again"
     * @throws IOException if it cannot be read or was damaged; one sentence
     */
    static <T> Optional<T> read(Path file, String firstLine, String cure, Reading<T> reading) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.of(lines(file, firstLine)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be used, since " + e.getMessage() + ": remove it and " + cure, e);
        }
    }

    private static KeptLines lines(Path file, String firstLine) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException("it is too long");
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.getFirst().equals(firstLine)) {
            throw new IllegalArgumentException("it does not begin with \"" + firstLine + "\"");
        }
        var kept = new KeptLines();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                kept.values.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return kept;
    }

    String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no line '" + name + "'");
        }
        return value;
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(values.get(name));
    }

    KeptLines with(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** Writes the file, in place of an older one, with mode 0600. */
    void save(Path file, String firstLine) throws IOException {
        var text = new StringBuilder(firstLine).append('\n');
        values.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        PrivateFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
