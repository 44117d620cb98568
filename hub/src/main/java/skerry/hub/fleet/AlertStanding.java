package skerry.hub.fleet;

/** What an alert counts for now; decided by {@link AlertJudge} only, and sent as a word. */
public enum AlertStanding {
    /** It fires, as far as the hub knows. */
    OPEN("open"),
    /** It reached the hub later than the contract explains, and more of its node is on its way: it may be over. */
    LATE("late"),
    /** Its node has spoken since without saying that it fires, and never said that it ended. */
    END_UNHEARD("end-unheard"),
    /** It ended. */
    OVER("over");

    private final String word;

    AlertStanding(String word) {
        this.word = word;
    }

    /** As in the API. */
    public String word() {
        return word;
    }

    /** Only what is open makes a site degraded; all else is past. */
    public boolean isOpen() {
        return this == OPEN;
    }
}
