package skerry.protocol.control;

import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;

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

    public Hello {
        epochs = List.copyOf(epochs);
    }
}
