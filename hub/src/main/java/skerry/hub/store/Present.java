package skerry.hub.store;

import java.util.Optional;
import skerry.protocol.Uid;
import skerry.protocol.control.Live;

/**
 * What the hub knows of an agent at present. Times are UTC epoch milliseconds, 0 for never.
 *
 * @param seen last contact by any road, by the hub's clock
 * @param connected whether it has an open connection, by its births and wills
 * @param newest end of the newest window held, in corrected time
 * @param dataTo the moment up to which minute summaries are held or counted as lost, without a gap before it
 * @param filledTo the same for the outline, where hour summaries count too: how far the back-fill has got
 * @param live its last live message
 * @param liveAt when that came
 * @param version of its program; empty if unknown
 * @param backlogBytes what it still holds for the hub, by its own word
 * @param backlogBatches numbers that the hub knows of and does not hold
 * @param bytesPerSecond what arrived of it over the last minute, or since it connected if that is less
 * @param lastBatchAt when a batch of it last arrived
 * @param road how that came
 * @param refused batches in quarantine, and refused ones without a signature that holds, since the hub started
 * @param twinsAt when two processes last spoke for it by turns
 * @param policy id of the privacy policy under which it makes its batches; empty if none came yet
 * @param clock what is known of its clock
 * @param revision grows with each change of any agent; unique
 */
public record Present(
        Uid uid,
        long seen,
        boolean connected,
        long newest,
        long dataTo,
        long filledTo,
        Optional<Live> live,
        long liveAt,
        String version,
        long backlogBytes,
        long backlogBatches,
        double bytesPerSecond,
        long lastBatchAt,
        Road road,
        long refused,
        long twinsAt,
        String policy,
        Clock clock,
        long revision) {
    /**
     * A node's clock.
     *
     * @param quality 0 to 4 as in the protocol, -1 if unknown
     * @param driftMillis its stamp less the hub's clock when it was last compared; positive if it is ahead
     * @param errorMillis the node's own bound, -1 if unknown
     */
    public record Clock(int quality, long driftMillis, long errorMillis) {
        public static final Clock UNKNOWN = new Clock(-1, 0, -1);
    }
}
