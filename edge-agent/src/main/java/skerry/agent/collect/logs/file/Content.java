package skerry.agent.collect.logs.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import skerry.agent.collect.logs.lines.LineBuffer;

/** The bytes of an open log file. */
interface Content extends Closeable, LineBuffer.Input {
    /**
     * Opens the file that was seen at {@code path}.
     *
     * @throws NoSuchFileException if it is no longer there, as when it was rotated on since
     */
    static Content of(Path path, FileId id, boolean compressed) throws IOException {
        requireAt(path, id);
        Content content = compressed ? new GzipContent(path) : new PlainContent(path);
        try {
            requireAt(path, id);
            return content;
        } catch (IOException e) {
            try (content) {
                throw e;
            }
        }
    }

    private static void requireAt(Path path, FileId id) throws IOException {
        Optional<FileStat> stat = FileStat.of(path);
        if (stat.isEmpty() || !stat.get().id().equals(id)) {
            throw new NoSuchFileException(path.toString());
        }
    }

    /** Bytes of the file now; for a compressed file as many as were found so far. */
    long size() throws IOException;

    /** Whether the file is as long as it will ever be. */
    boolean isFinal();

    /** The print of a range; shorter than asked for where the file ends before it. */
    default Print print(long position, int length) throws IOException {
        byte[] bytes = bytes(position, length);
        return Print.of(bytes, 0, bytes.length);
    }

    /** The bytes of a range; fewer than asked for where the file ends before it. */
    default byte[] bytes(long position, int length) throws IOException {
        var bytes = new byte[length];
        int read = 0;
        while (read < length) {
            int more = read(position + read, bytes, read, length - read);
            if (more <= 0) {
                break;
            }
            read += more;
        }
        return Arrays.copyOf(bytes, read);
    }
}
