package skerry.agent.ring;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was learned of the logs, and what was forgotten again, on its way into the file. Templates take no more than a
 * sixteenth of the ring's room: what does not fit is learned anew after a restart. What is known of patterns is bounded by
 * whoever knows it. Owned by the ring's lock.
 */
final class LearnedIntake {
    private static final int SHARE = 16;

    private final Map<Long, Optional<LearnedPattern>> waiting = new LinkedHashMap<>();
    private final Map<Long, Optional<PatternNote>> known = new LinkedHashMap<>();
    private final long maxBytes;

    LearnedIntake(RingSettings settings) {
        this.maxBytes = settings.maxBytes() / SHARE;
    }

    void add(List<LearnedPattern> learned, List<Long> forgotten) {
        forgotten.forEach(id -> waiting.put(id, Optional.empty()));
        learned.forEach(pattern -> waiting.put(pattern.id(), Optional.of(pattern)));
    }

    void addKnown(List<PatternNote> notes, List<Long> forgotten) {
        forgotten.forEach(id -> known.put(id, Optional.empty()));
        notes.forEach(note -> known.put(note.pattern(), Optional.of(note)));
    }

    boolean isEmpty() {
        return waiting.isEmpty() && known.isEmpty();
    }

    /** Bytes that the next transaction will write at most. */
    long bytes() {
        return waiting.values().stream()
                        .mapToLong(pattern -> pattern.map(LearnedPattern::bytes).orElse(0))
                        .sum()
                + (long) PatternNote.BYTES * known.size();
    }

    /** Stores what waits; part of a transaction. */
    void write(RingDatabase database) throws SQLException {
        for (var change : known.entrySet()) {
            Optional<PatternNote> note = change.getValue();
            if (note.isPresent()) {
                database.knownPatterns.put(note.get());
            } else {
                database.knownPatterns.delete(change.getKey());
            }
        }
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
        known.clear();
    }
}
