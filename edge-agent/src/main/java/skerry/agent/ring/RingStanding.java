package skerry.agent.ring;

/**
 * Whether the ring can be written.
 *
 * @param sentence what is wrong, what happens meanwhile, and what to do about it; empty if nothing is wrong
 */
public record RingStanding(Trouble trouble, String sentence) {
    /** Everything is stored. */
    public static final RingStanding WELL = new RingStanding(Trouble.NONE, "");

    /** Why nothing can be stored at present; records wait in memory as long as there is room. */
    public enum Trouble {
        NONE,
        DISK_FULL,
        READ_ONLY,
        DISK_ERROR,
        /** Another program reads an old state and keeps the WAL from starting over. */
        READER,
        /** The bound leaves no room even after everything has given way. */
        BOUND_TOO_SMALL
    }
}
