package skerry.agent.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * How the link to the hub stands, for the technician's page and the health checks.
 *
 * @param since when it came into this state, by the node's clock
 * @param lastContact when the hub last said something that could be believed
 * @param bytesQueued bytes of batches without a receipt
 * @param inFlight batches sent and not receipted
 * @param ignored messages not believed, not readable or too many, since the start
 * @param problem what stands in the way, as one sentence
 */
public record SyncStatus(
        SessionState state,
        Instant since,
        Optional<Instant> lastContact,
        long bytesQueued,
        int inFlight,
        long ignored,
        Optional<String> problem) {}
