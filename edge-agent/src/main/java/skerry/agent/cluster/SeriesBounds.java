package skerry.agent.cluster;

/**
 * How many series of objects there is room for: what is set, or less where the heap is small.
 *
 * @param told in a round
 * @param held of all objects, told or not: those that there is no room for now may be wanted in the next round
 */
record SeriesBounds(int told, int held) {
    private static final int HELD_FOR_EACH = 8;
    /** What the agent needs for all else, with the classes of Kubernetes and an object that is being read; measured. */
    private static final long OTHERS_BYTES = 19L << 20;
    /** Through the round, the recorder and the ring; measured. */
    private static final int BYTES_OF_TOLD = 600;
    /** Labels, family and value in the store; measured. */
    private static final int BYTES_OF_HELD = 170;

    private static final int LEAST = 1_000;

    /**
     * @param wanted the most that may be told
     * @param heap bytes that the process may use
     */
    static SeriesBounds within(int wanted, long heap) {
        long half = Math.max(0, heap - OTHERS_BYTES) / 2;
        int told = (int) Math.min(wanted, Math.max(LEAST, half / BYTES_OF_TOLD));
        int held = (int) Math.min((long) wanted * HELD_FOR_EACH, Math.max(2L * LEAST, half / BYTES_OF_HELD));
        return new SeriesBounds(told, Math.max(told, held));
    }
}
