package skerry.hub.update;

/**
 * So many bytes a second, and a second's worth at once. The moments come from the caller, in milliseconds of a monotonic clock.
 * Not thread-safe.
 */
final class ByteRate {
    private final long bytesPerSecond;
    private final long most;
    private long room;
    private long at;

    /** @param least that may be taken at once, however low the rate */
    ByteRate(long bytesPerSecond, long least, long now) {
        this.bytesPerSecond = bytesPerSecond;
        this.most = Math.max(bytesPerSecond, least);
        this.room = most;
        this.at = now;
    }

    /** Milliseconds until so many bytes may be taken; 0 if now. */
    long untilRoomFor(long bytes, long now) {
        fill(now);
        return room >= bytes ? 0 : Math.ceilDiv((bytes - room) * 1_000, bytesPerSecond);
    }

    /** Takes them; to be called when there is room. */
    void take(long bytes) {
        room -= bytes;
    }

    /** Whether nothing was taken of late. */
    boolean isIdle(long now) {
        fill(now);
        return room == most;
    }

    private void fill(long now) {
        long span = Math.max(0, now - at);
        long gained = span >= 3_600_000 ? most : span * bytesPerSecond / 1_000;
        if (gained > 0) {
            room = Math.min(most, room + gained);
            at = now;
        }
    }
}
