package skerry.agent.budget;

/** What the budget lets through; each step sends less than the one before. */
public enum Step {
    FULL("full", "everything is sent"),
    NEW_DATA("new-data", "new data is sent, history waits"),
    OUTLINES("outlines", "hour and day summaries are sent, minutes wait and the present state is told less often"),
    PRESENT("present", "only the present state and events are sent");

    private final String word;
    private final String sentence;

    Step(String word, String sentence) {
        this.word = word;
        this.sentence = sentence;
    }

    /** For machines. */
    public String word() {
        return word;
    }

    /** What happens, for a person. */
    public String sentence() {
        return sentence;
    }

    public boolean sendsHistory() {
        return this == FULL;
    }

    public boolean sendsMinutes() {
        return this == FULL || this == NEW_DATA;
    }

    public boolean sendsOutlines() {
        return this != PRESENT;
    }
}
