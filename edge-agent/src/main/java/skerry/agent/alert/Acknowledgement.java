package skerry.agent.alert;

/**
 * Somebody at the site knows of an alert.
 *
 * @param by who, as they call themselves
 * @param note what they added; may be empty
 * @param wallMillis when, UTC epoch milliseconds
 */
public record Acknowledgement(String by, String note, long wallMillis) {
    /** Characters of a name. */
    public static final int MOST_BY = 100;

    /** Characters of a note. */
    public static final int MOST_NOTE = 500;

    /** Whether it says the same as another, whenever that was. */
    boolean isLike(Acknowledgement other) {
        return by.equals(other.by) && note.equals(other.note);
    }
}
