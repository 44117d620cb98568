package skerry.agent.site;

import java.util.List;
import java.util.Optional;
import skerry.agent.collect.targets.TargetState;
import skerry.agent.contact.ContactStanding;
import skerry.protocol.control.Autonomy;
import skerry.protocol.payload.DayAccount;

/**
 * What the agent knows of itself beside its samples. Times are UTC epoch milliseconds by the node's clock.
 *
 * @param ringProblem one sentence, if the ring cannot be written
 * @param hubState the session's state word, such as {@code streaming}
 * @param hubProblem one sentence, if the last try failed
 * @param hubSeen last contact with the hub, 0 for never
 * @param bytesWaiting bytes of batches the hub has not confirmed
 * @param oldestWaiting when the oldest of them was made, 0 if none waits
 * @param stick what came of the last stick that was put in, as a sentence; empty if none was
 * @param autonomy how long the node can stay out of reach of its hub; empty while it does not know
 * @param days what became of the records of the last days
 * @param contact when the link is used
 * @param targets what came of scraping each target
 */
public record NodeFacts(
        String site,
        String node,
        String uid,
        String version,
        long now,
        long startedAt,
        Optional<String> ringProblem,
        long ringBytes,
        long ringLimit,
        String hubState,
        Optional<String> hubProblem,
        long hubSeen,
        long bytesWaiting,
        long oldestWaiting,
        long dropped,
        Optional<String> stick,
        Optional<Autonomy> autonomy,
        List<DayAccount> days,
        ContactStanding contact,
        List<TargetState> targets) {
    public NodeFacts {
        days = List.copyOf(days);
        targets = List.copyOf(targets);
    }

    /** What this node's room lacks until its next contact, as one sentence. */
    Optional<String> shortage() {
        return contact.shortage(autonomy, now, oldestWaiting);
    }
}
