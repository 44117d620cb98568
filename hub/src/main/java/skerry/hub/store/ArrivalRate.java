package skerry.hub.store;

import java.util.Arrays;

/**
 * Bytes per second that arrive of one agent, over the last minute or since it came back, whichever is shorter: a site that
 * was dark is not judged by the time in which it could send nothing. Not thread-safe.
 */
final class ArrivalRate {
    private static final long SLOT_MILLIS = 5_000;
    private static final int SLOTS = 12;
    private static final long SPAN_MILLIS = SLOT_MILLIS * SLOTS;
    /** A silence after which what comes is a new beginning. */
    private static final long SILENCE_MILLIS = 3 * SPAN_MILLIS;
    /** A shorter time says nothing about a rate. */
    private static final long LEAST_MILLIS = 2_000;

    private final long[] bytes = new long[SLOTS + 1];
    private long slot = Long.MIN_VALUE;
    private long begin = Long.MIN_VALUE;
    private long last = Long.MIN_VALUE;

    /** The agent connected: from now on it can send. */
    void begin(long at) {
        Arrays.fill(bytes, 0);
        slot = Math.floorDiv(at, SLOT_MILLIS);
        begin = at;
        last = at;
    }

    void arrived(long at, long count) {
        if (last == Long.MIN_VALUE || at - last > SILENCE_MILLIS) {
            // How long this first one was on its way is not known, so it counts for nothing.
            begin(at);
            return;
        }
        moveTo(Math.floorDiv(at, SLOT_MILLIS));
        bytes[index(slot)] += count;
        last = Math.max(last, at);
    }

    /** 0 while there is nothing to tell it from. */
    double bytesPerSecond(long now) {
        long over = Math.min(SPAN_MILLIS, now - begin);
        if (last == Long.MIN_VALUE || over < LEAST_MILLIS) {
            return 0;
        }
        long newest = Math.floorDiv(now, SLOT_MILLIS);
        double sum = 0;
        for (long at = newest - SLOTS; at <= Math.min(slot, newest); at++) {
            if (at > slot - bytes.length) {
                sum += bytes[index(at)] * share(at, now);
            }
        }
        return sum * 1_000 / over;
    }

    /** How much of a slot lies within the last minute; within a slot bytes are taken as even. */
    private static double share(long at, long now) {
        long before = now - SPAN_MILLIS - at * SLOT_MILLIS;
        return before <= 0 ? 1 : 1 - (double) before / SLOT_MILLIS;
    }

    private void moveTo(long next) {
        if (next - slot >= bytes.length) {
            Arrays.fill(bytes, 0);
        } else {
            for (long at = slot + 1; at <= next; at++) {
                bytes[index(at)] = 0;
            }
        }
        slot = Math.max(slot, next);
    }

    private int index(long at) {
        return (int) Math.floorMod(at, (long) bytes.length);
    }
}
