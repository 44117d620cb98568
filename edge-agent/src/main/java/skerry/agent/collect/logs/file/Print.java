package skerry.agent.collect.logs.file;

/**
 * A short stand-in for some bytes of a file: equal prints mean equal bytes for all practical purposes. Guards against
 * accidents such as a reused inode, not against forgery.
 *
 * @param length how many bytes it covers
 * @param hash FNV-1a, 64 bits
 */
record Print(int length, long hash) {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    /** Covers nothing. */
    static final Print NONE = new Print(0, BASIS);

    static Print of(byte[] b, int from, int to) {
        long hash = BASIS;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (b[i] & 0xff)) * PRIME;
        }
        return new Print(to - from, hash);
    }
}
