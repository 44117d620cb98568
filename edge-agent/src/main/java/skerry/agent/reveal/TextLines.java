package skerry.agent.reveal;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Hands over the lines of a text, a long one in parts, so that memory is bounded whatever the text is. */
final class TextLines {
    private static final int LONGEST = 1 << 20;
    private static final int GZIP_START = 2;

    private TextLines() {}

    /** Takes a line with its number. */
    interface Taker {
        void take(String line, long number);
    }

    /** Of a file, through decompression where its name says so. */
    static void of(Path file, Taker taker) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(GZIP_START);
            boolean packed = file.toString().endsWith(".gz") && in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            of(packed ? new GZIPInputStream(in) : in, taker);
        }
    }

    static void of(InputStream in, Taker taker) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var line = new StringBuilder();
        long number = 1;
        int c = reader.read();
        while (c >= 0) {
            if (c == '\n' || line.length() == LONGEST) {
                taker.take(line.toString(), number);
                line.setLength(0);
            }
            if (c == '\n') {
                number++;
            } else {
                line.append((char) c);
            }
            c = reader.read();
        }
        taker.take(line.toString(), number);
    }
}
