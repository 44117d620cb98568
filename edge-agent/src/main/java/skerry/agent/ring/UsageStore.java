package skerry.agent.ring;

import java.util.Optional;

/** Where what was sent and stored is kept, and how full the ring is. Thread-safe. */
public interface UsageStore {
    /** What was sent and stored by day, as it was last written down. */
    Usage usage();

    /**
     * Writes amounts over those of the same day and kind. A power cut may forget it, a killed process does not.
     *
     * @param forgetBefore days before this one are removed
     * @param anew whether all that was written before goes
     * @return whether the disk took it
     */
    boolean store(Usage usage, long forgetBefore, boolean anew);

    /** What the file took in since the start. */
    StoredBytes storedBytes();

    /** How the bound is used; empty while the file cannot be read. */
    Optional<RingRoom> room();
}
