package skerry.agent.ring;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was learned of the logs, and what was forgotten again, on its way into the file. Takes no more than a sixteenth of the
 * ring's room: what does not fit is learned anew after a restart. Owned by the ring's lock.
 */
final class LearnedIntake {
    private static final int SHARE = 16;

    private final Map<Long, Optional<LearnedPattern>> waiting = new LinkedHashMap<>();
    private final long maxBytes;

    LearnedIntake(RingSettings settings) {
        this.maxBytes = settings.maxBytes() / SHARE;
    }

    void add(List<LearnedPattern> learned, List<Long> forgotten) {
        forgotten.forEach(id -> waiting.put(id, Optional.empty()));
        learned.forEach(pattern -> waiting.put(pattern.id(), Optional.of(pattern)));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Bytes that the next transaction will write at most. */
    long bytes() {
        return waiting.values().stream()
                .mapToLong(pattern -> pattern.map(LearnedPattern::bytes).orElse(0))
                .sum();
    }

    /** Stores what waits; part of a transaction. */
    void write(RingDatabase database) throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        long room = maxBytes - database.patterns.bytes();
        for (var change : waiting.entrySet()) {
            Optional<LearnedPattern> pattern = change.getValue();
            if (pattern.isEmpty()) {
                database.patterns.delete(change.getKey());
            } else if (pattern.get().bytes() <= room) {
                database.patterns.put(pattern.get());
                room -= pattern.get().bytes();
            }
        }
    }

    /** After the transaction has succeeded. */
    void written() {
        waiting.clear();
    }
}
