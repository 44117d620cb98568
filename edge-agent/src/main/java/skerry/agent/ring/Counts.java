package skerry.agent.ring;

import java.sql.ResultSet;
import java.sql.SQLException;
import skerry.protocol.RecordCounts;

/** Arithmetic on record counts that may not fall below zero, and how rows carry them. */
final class Counts {
    private Counts() {}

    /** Samples, lines and events from three columns that follow each other; a damaged row may hold negative ones. */
    static RecordCounts read(ResultSet row, int column) throws SQLException {
        return new RecordCounts(
                Math.max(0, row.getLong(column)),
                Math.max(0, row.getLong(column + 1)),
                Math.max(0, row.getLong(column + 2)));
    }

    /** What {@code a} has more than {@code b}, kind by kind, never less than nothing. */
    static RecordCounts excess(RecordCounts a, RecordCounts b) {
        return new RecordCounts(
                Math.max(0, a.samples() - b.samples()),
                Math.max(0, a.lines() - b.lines()),
                Math.max(0, a.events() - b.events()));
    }

    /** The smaller of both, kind by kind. */
    static RecordCounts least(RecordCounts a, RecordCounts b) {
        return new RecordCounts(
                Math.min(a.samples(), b.samples()), Math.min(a.lines(), b.lines()), Math.min(a.events(), b.events()));
    }

    static RecordCounts samplesAndLines(RecordCounts all) {
        return new RecordCounts(all.samples(), all.lines(), 0);
    }

    static RecordCounts events(RecordCounts all) {
        return new RecordCounts(0, 0, all.events());
    }
}
