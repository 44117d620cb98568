package skerry.agent.collect.logs.journal;

import skerry.protocol.payload.Severity;

/**
 * One entry of the systemd journal.
 *
 * @param cursor its place in the journal
 * @param timeMillis when the journal got it, UTC epoch milliseconds
 * @param severity by its priority; {@link Severity#UNKNOWN} if it has none, or only the default of a service's output
 * @param unit the systemd unit it is about, or empty
 * @param identifier the program's name for itself, or empty
 * @param process its process id, or empty
 * @param message its text
 * @param complete whether the message is all there
 */
public record JournalEntry(
        String cursor,
        long timeMillis,
        Severity severity,
        String unit,
        String identifier,
        String process,
        String message,
        boolean complete) {}
