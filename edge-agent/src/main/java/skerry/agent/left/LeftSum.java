package skerry.agent.left;

/** What is added to one row of what left; grows until it is stored. Not thread-safe. */
public final class LeftSum {
    private final long id;
    /** Whether the row that this is added to has an example, so that no other is wanted. */
    private final boolean shown;

    private long messages;
    private long bytes;
    private long items;
    private long repeats;
    private long repeatBytes;
    private String example = "";
    private String policy = "";

    /** @param id as {@link LeftRow#id} */
    LeftSum(long id, boolean shown) {
        this.id = id;
        this.shown = shown;
    }

    /** Of a row as it is. */
    public LeftSum(LeftRow row) {
        this(row.id(), false);
        messages = row.messages();
        bytes = row.bytes();
        items = row.items();
        repeats = row.repeats();
        repeatBytes = row.repeatBytes();
        example = row.example();
        policy = row.policy();
    }

    public void add(long moreMessages, long moreBytes, long moreItems) {
        messages += moreMessages;
        bytes += moreBytes;
        items += moreItems;
    }

    public void repeat(long moreBytes) {
        repeats++;
        repeatBytes += moreBytes;
    }

    /** Adds all of another; the example that came first stays, the policy that came last. */
    public void add(LeftSum other) {
        messages += other.messages;
        bytes += other.bytes;
        items += other.items;
        repeats += other.repeats;
        repeatBytes += other.repeatBytes;
        example(other.example);
        policy(other.policy);
    }

    public boolean hasExample() {
        return shown || !example.isEmpty();
    }

    /** Keeps it if it is the first. */
    public void example(String text) {
        if (!hasExample()) {
            example = text.length() <= LeftRow.MOST_EXAMPLE ? text : text.substring(0, LeftRow.MOST_EXAMPLE - 1) + "…";
        }
    }

    public void policy(String id) {
        if (!id.isEmpty()) {
            policy = id;
        }
    }

    public long id() {
        return id;
    }

    /** @throws IllegalArgumentException if a later version wrote it */
    public LeftRow row() {
        return new LeftRow(
                LeftRow.dayOf(id),
                LeftRow.isMonth(id),
                LeftRow.roadOf(id),
                LeftRow.kindOf(id),
                messages,
                bytes,
                items,
                repeats,
                repeatBytes,
                example,
                policy);
    }
}
