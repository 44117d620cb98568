package skerry.agent.sync.usb;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what is written, before it is: what fails in the middle may be on the disk. Not thread-safe. */
final class CountedOutput extends FilterOutputStream {
    private long bytes;

    CountedOutput(OutputStream out) {
        super(out);
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void write(int one) throws IOException {
        bytes++;
        out.write(one);
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
        bytes += length;
        out.write(some, from, length);
    }
}
