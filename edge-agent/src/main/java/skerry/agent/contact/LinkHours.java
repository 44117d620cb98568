package skerry.agent.contact;

/** When the link may be used. Asked anew each time, because the time of day may be set meanwhile. Thread-safe. */
@FunctionalInterface
public interface LinkHours {
    /** At any time. */
    LinkHours ALWAYS = _ -> Turn.ALWAYS;

    Turn at(long monoMillis);

    /**
     * What holds at a moment. Times are monotonic milliseconds.
     *
     * @param open whether the link may be used
     * @param until when that ends, as far as is known now
     * @param spread over which the nodes of a fleet distribute their first attempt
     */
    record Turn(boolean open, long until, long spread) {
        static final Turn ALWAYS = new Turn(true, Long.MAX_VALUE, 0);
    }
}
