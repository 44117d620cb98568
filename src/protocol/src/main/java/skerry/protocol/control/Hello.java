package skerry.protocol.control;

import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.Limits;

/**
 * An agent's request to resume ({@code up/hello}). Source: sync protocol, section 5.
 *
 * @param hwId opaque hash of the hardware, to notice a cloned disk
 * @param epochs at most 64; {@code page} and {@code pages} say where more follow
 * @param lastHubBoot and {@code lastLsn}: what the agent last heard of the hub, 0 if nothing
 */
public record Hello(
        long conn,
        Bytes bootId,
        Bytes hwId,
        List<EpochHead> epochs,
        int page,
        int pages,
        long bytesQueued,
        long wallMillis,
        long monoMillis,
        ClockQuality quality,
        long lastHubBoot,
        long lastLsn,
        String agentVersion) {
    public static final int MAX_EPOCHS = 64;

    /** @throws IllegalArgumentException if an id has another size or there are more than 64 epochs */
    public Hello {
        epochs = List.copyOf(epochs);
        if (bootId.size() != 16 || hwId.size() > Limits.MAX_WORD_BYTES) {
            throw new IllegalArgumentException("a boot id has 16 bytes, was " + bootId.size());
        }
        if (epochs.size() > MAX_EPOCHS) {
            throw new IllegalArgumentException("a hello has at most " + MAX_EPOCHS + " epochs: use pages");
        }
    }
}
