package skerry.agent.cli;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file or of standard input, with their numbers, for messages about one of them. UTF-8. */
final class InputLines implements Closeable {
    /** A line of 1 MiB, as the collectors cut them, written as JSON with every character escaped. */
    private static final int LONGEST = 8 * 1024 * 1024;

    private final String name;
    private final BufferedReader reader;
    private int number;

    private InputLines(String name, InputStream in) {
        this.name = name;
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** @param file a path, or {@code -} for {@code stdin} */
    static InputLines open(String file, InputStream stdin) throws InputException {
        return new InputLines(file.equals("-") ? "standard input" : file, stream(file, stdin));
    }

    /**
     * All of a file.
     *
     * @param file a path, or {@code -} for {@code stdin}
     * @param most how many bytes to read at most; what is longer is cut
     */
    static byte[] bytes(String file, InputStream stdin, int most) throws InputException {
        try (InputStream in = stream(file, stdin)) {
            return in.readNBytes(most);
        } catch (IOException e) {
            throw new InputException("reading " + file + " failed: " + e.getMessage());
        }
    }

    private static InputStream stream(String file, InputStream stdin) throws InputException {
        if (file.equals("-")) {
            return stdin;
        }
        Path path = Path.of(file);
        try {
            if (Files.isDirectory(path)) {
                throw new InputException(file + " is a directory: name a file, or - for standard input");
            }
            return Files.newInputStream(path);
        } catch (NoSuchFileException _) {
            throw new InputException(file + " does not exist: name a file, or - for standard input");
        } catch (IOException e) {
            throw new InputException("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** The next line without its end, or null after the last. */
    @Nullable
    String next() throws InputException {
        number++;
        var line = new StringBuilder();
        try {
            int c = reader.read();
            if (c < 0) {
                return null;
            }
            while (c >= 0 && c != '\n') {
                if (line.length() == LONGEST) {
                    throw wrong("is longer than " + LONGEST + " characters");
                }
                line.append((char) c);
                c = reader.read();
            }
        } catch (IOException e) {
            throw new InputException("reading " + name + " failed at line " + number + ": " + e.getMessage());
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    /** A complaint about the line read last. */
    InputException wrong(String what) {
        return new InputException("line " + number + " of " + name + " " + what);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
