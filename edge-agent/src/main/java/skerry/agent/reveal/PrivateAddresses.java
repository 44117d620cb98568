package skerry.agent.reveal;

import java.util.function.Consumer;

/** Tries all IPv4 addresses of the networks that sites use among themselves: 22 million, smallest networks first. */
public final class PrivateAddresses {
    /** RFC 1918, RFC 3927 and RFC 6598: first address, and how many bits of it vary. */
    private static final int[][] NETWORKS = {
        {192 << 24 | 168 << 16, 16},
        {169 << 24 | 254 << 16, 16},
        {172 << 24 | 16 << 16, 20},
        {100 << 24 | 64 << 16, 22},
        {10 << 24, 24}
    };

    private static final int TELL_EVERY = 1 << 20;

    private PrivateAddresses() {}

    /**
     * Tries until one fits.
     *
     * @param remarks told how far it is
     */
    public static void tryAll(TokenSearch search, Consumer<String> remarks) {
        long all = 0;
        for (int[] network : NETWORKS) {
            all += 1L << network[1];
        }
        long tried = 0;
        var text = new StringBuilder();
        for (int[] network : NETWORKS) {
            int end = 1 << network[1];
            for (int i = 0; i < end; i++) {
                int address = network[0] + i;
                text.setLength(0);
                text.append(address >>> 24)
                        .append('.')
                        .append(address >>> 16 & 255)
                        .append('.')
                        .append(address >>> 8 & 255)
                        .append('.')
                        .append(address & 255);
                search.value("ipv4", text.toString(), "the private networks, by trying");
                if (++tried % TELL_EVERY == 0) {
                    remarks.accept("tried " + tried * 100 / all + " % of " + all + " private IPv4 addresses");
                }
                if (!search.found().isEmpty()) {
                    return;
                }
            }
        }
    }
}
