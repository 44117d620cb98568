package skerry.agent.collect.logs.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A rotated file that was compressed. Reading goes forward; a little way back is remembered, going further back begins
 * anew.
 */
final class GzipContent implements Content {
    private static final int BUFFER = 1 << 13;
    private static final int REMEMBERED = 1 << 16;

    private final Path path;
    private InputStream stream;

    /** The bytes before {@link #at}, each at its position modulo the length. */
    private final byte[] window = new byte[REMEMBERED];

    private long at;

    GzipContent(Path path) throws IOException {
        this.path = path;
        stream = open(path);
    }

    private static InputStream open(Path path) throws IOException {
        InputStream file = Files.newInputStream(path);
        try {
            return new GZIPInputStream(new BufferedInputStream(file, BUFFER), BUFFER);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public int read(long position, byte[] target, int from, int length) throws IOException {
        if (position < at - REMEMBERED) {
            stream.close();
            stream = open(path);
            at = 0;
        }
        while (at < position) {
            if (advance(position - at) <= 0) {
                return -1;
            }
        }
        if (at == position) {
            int read = advance(length);
            if (read <= 0) {
                return read;
            }
        }
        int available = (int) Math.min(length, at - position);
        for (int i = 0; i < available; i++) {
            target[from + i] = window[(int) ((position + i) % REMEMBERED)];
        }
        return available;
    }

    /** Reads up to {@code wanted} bytes into the window, never across its end. */
    private int advance(long wanted) throws IOException {
        int into = (int) (at % REMEMBERED);
        int read = stream.read(window, into, (int) Math.min(wanted, REMEMBERED - into));
        at += Math.max(read, 0);
        return read;
    }

    @Override
    public long size() {
        return at;
    }

    @Override
    public boolean isFinal() {
        return true;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
