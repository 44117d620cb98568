package skerry.agent.collect.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The size of a memory page, which the kernel tells each process when it starts it: 4 KiB mostly, 16 KiB on a Raspberry
 * Pi 5. Source: getauxval(3), AT_PAGESZ.
 */
final class PageSize {
    private static final long USUAL = 4096;
    private static final long AT_PAGESZ = 6;

    private PageSize() {}

    /** Bytes of a page; 4096 if the kernel does not tell. */
    static long read() {
        try {
            boolean wide = !"32".equals(System.getProperty("sun.arch.data.model"));
            return parse(Files.readAllBytes(Path.of("/proc/self/auxv")), wide);
        } catch (IOException e) {
            return USUAL;
        }
    }

    /** Pairs of key and value, each as wide as an address. */
    static long parse(byte[] vector, boolean wide) {
        var words = ByteBuffer.wrap(vector).order(ByteOrder.nativeOrder());
        int pairBytes = wide ? 2 * Long.BYTES : 2 * Integer.BYTES;
        while (words.remaining() >= pairBytes) {
            long key = wide ? words.getLong() : words.getInt();
            long value = wide ? words.getLong() : words.getInt();
            if (key == AT_PAGESZ && value > 0) {
                return value;
            }
        }
        return USUAL;
    }
}
