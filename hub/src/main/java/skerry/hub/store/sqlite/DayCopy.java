package skerry.hub.store.sqlite;

import java.nio.file.Path;
import java.util.List;

/** SQL that copies what of a day is not joined into segments to the file that takes its place. */
final class DayCopy {
    /** Summaries that were decoded live on in segments; 3, 4 and 5 are the codes of minute, hour and day. */
    private static final List<String> STATEMENTS = List.of("""
            INSERT INTO main.batch (lsn, agent, epoch, start_no, stream, seq, kind, road, arrived_at, until_ms, samples, lines, events,
                                    state, reason, base, first_ms, last_ms, bytes, erased_at)
            SELECT lsn, agent, epoch, start_no, stream, seq, kind, road, arrived_at, until_ms, samples, lines, events,
                   state, reason, base, first_ms, last_ms, bytes, erased_at
              FROM old.batch
             WHERE NOT (state = 1 AND kind IN (3, 4, 5))
            """, """
            INSERT INTO main.decoding (lsn, runs, run)
            SELECT lsn, runs, run
              FROM old.decoding
            """, """
            INSERT INTO main.pattern_hour (hour, agent, counts)
            SELECT hour, agent, counts
              FROM old.pattern_hour
            """, """
            INSERT INTO main.example (pattern, hour, agent, at_ms, text)
            SELECT pattern, hour, agent, at_ms, text
              FROM old.example
            """, """
            INSERT INTO main.event (no, agent, base, at_ms, type, severity, text, attributes, arrived_at)
            SELECT no, agent, base, at_ms, type, severity, text, attributes, arrived_at
              FROM old.event
            """, """
            INSERT INTO main.arrival (bucket, agent, road, late, batches, bytes)
            SELECT bucket, agent, road, late, batches, bytes
              FROM old.arrival
            """);

    private DayCopy() {}

    static void copy(Database fresh, Path old) {
        fresh.copyFrom(old, STATEMENTS);
    }
}
