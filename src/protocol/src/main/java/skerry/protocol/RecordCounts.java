package skerry.protocol;

/** How many source records something covers, by kind; the unit of the loss account. */
public record RecordCounts(long samples, long lines, long events) {
    public static final RecordCounts NONE = new RecordCounts(0, 0, 0);

    /** @throws IllegalArgumentException if a count is negative */
    public RecordCounts {
        if (samples < 0 || lines < 0 || events < 0) {
            throw new IllegalArgumentException("record counts must not be negative");
        }
    }

    public RecordCounts plus(RecordCounts more) {
        return new RecordCounts(samples + more.samples, lines + more.lines, events + more.events);
    }

    public long total() {
        return samples + lines + events;
    }
}
