package skerry.agent.sync;

import java.util.Optional;

/**
 * A session at one moment, for those who watch it. Times are monotonic milliseconds.
 *
 * @param since when it came into this state
 * @param lastContact when the hub last said something that could be believed; -1 if never
 * @param inFlight batches sent and not receipted
 * @param disbelieved messages ignored because they were unreadable or not from the hub
 * @param problem what stands in the way, as one sentence
 */
public record SessionView(
        SessionState state, long since, long lastContact, int inFlight, long disbelieved, Optional<String> problem) {}
