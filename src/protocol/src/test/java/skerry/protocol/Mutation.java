package skerry.protocol;

import java.util.Arrays;
import java.util.Random;

/** Changes that a bad disk, a bad network or a bad person makes to bytes. */
public final class Mutation {
    private static final byte[][] LENGTHS = {
        {0x5b, 0x7f, -1, -1, -1, -1, -1, -1, -1},
        {(byte) 0x9a, 0x7f, -1, -1, -1},
        {(byte) 0xbb, 0, 0, 0, 0, 0x7f, -1, -1, -1},
        {0x1b, -1, -1, -1, -1, -1, -1, -1, -1},
        {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
        {-1, -1, -1, -1, 0x0f},
        {0x5f, 0x41, 0, -1}
    };

    private Mutation() {}

    /** The bytes after one to four random changes: flipped bits, overwritten, doubled, removed, cut, lengths blown up. */
    public static byte[] of(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int left = 1 + random.nextInt(4); left > 0 && changed.length > 0; left--) {
            int at = random.nextInt(changed.length);
            changed = switch (random.nextInt(7)) {
                case 0 -> flipped(changed, at, 1 << random.nextInt(8));
                case 1 -> replaced(changed, at, at + 1, new byte[] {(byte) random.nextInt()});
                case 2 -> Arrays.copyOf(changed, at);
                case 3 -> replaced(changed, at, Math.min(changed.length, at + 1 + random.nextInt(9)), new byte[0]);
                case 4 -> replaced(changed, at, at, Arrays.copyOfRange(changed, at, at + random.nextInt(90)));
                case 5 -> replaced(changed, at, at + 1, LENGTHS[random.nextInt(LENGTHS.length)]);
                default -> replaced(changed, at, at, LENGTHS[random.nextInt(LENGTHS.length)]);
            };
        }
        return changed;
    }

    private static byte[] flipped(byte[] bytes, int at, int bit) {
        bytes[at] ^= (byte) bit;
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] all = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, all, from, by.length);
        System.arraycopy(bytes, to, all, from + by.length, bytes.length - to);
        return all;
    }
}
