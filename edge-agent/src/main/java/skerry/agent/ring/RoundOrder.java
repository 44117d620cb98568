package skerry.agent.ring;

import java.util.List;

/** Puts the rounds of a block's groups back into the order in which they were added, which is that of the monotonic clock. */
final class RoundOrder {
    private RoundOrder() {}

    /** Takes one round. */
    @FunctionalInterface
    interface Sink {
        /** @return whether to go on */
        boolean round(int group, int round);
    }

    /** @param monoMillis per group, of its rounds */
    static void each(List<long[]> monoMillis, Sink sink) {
        int[] next = new int[monoMillis.size()];
        boolean more = true;
        while (more) {
            int first = -1;
            for (int group = 0; group < next.length; group++) {
                boolean left = next[group] < monoMillis.get(group).length;
                if (left && (first < 0 || time(monoMillis, group, next) < time(monoMillis, first, next))) {
                    first = group;
                }
            }
            more = first >= 0 && sink.round(first, next[first]++);
        }
    }

    private static long time(List<long[]> monoMillis, int group, int[] next) {
        return monoMillis.get(group)[next[group]];
    }
}
