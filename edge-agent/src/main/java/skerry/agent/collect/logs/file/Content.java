package skerry.agent.collect.logs.file;

import java.io.Closeable;
import java.io.IOException;
import skerry.agent.collect.logs.lines.LineBuffer;

/** The bytes of an open log file. */
interface Content extends Closeable, LineBuffer.Input {
    /** Bytes of the file now; for a compressed file as many as were found so far. */
    long size() throws IOException;

    /** Whether the file is as long as it will ever be. */
    boolean isFinal();

    /** The print of a range; shorter than asked for where the file ends before it. */
    default Print print(long position, int length) throws IOException {
        var bytes = new byte[length];
        int read = 0;
        while (read < length) {
            int more = read(position + read, bytes, read, length - read);
            if (more <= 0) {
                break;
            }
            read += more;
        }
        return Print.of(bytes, 0, read);
    }
}
