package skerry.agent.collect.logs.journal;

import java.util.Optional;

/** What can be read from a journal cursor, {@code s=…;i=…;b=…;m=…;t=…;x=…}. */
final class Cursors {
    private Cursors() {}

    /** Wall-clock time of the entry, UTC epoch microseconds; empty if the cursor does not tell. */
    static Optional<Long> realtimeMicros(String cursor) {
        for (String part : cursor.split(";", 16)) {
            if (part.startsWith("t=")) {
                try {
                    return Optional.of(Long.parseLong(part.substring(2), 16));
                } catch (NumberFormatException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
