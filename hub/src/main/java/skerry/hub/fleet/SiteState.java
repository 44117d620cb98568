package skerry.hub.fleet;

/** A site's (or node's) state; decided by {@link Judge} only, and sent as a word so that no two pages disagree. */
public enum SiteState {
    /** Reporting within its contract, no open problem. */
    HEALTHY("healthy"),
    /** Reporting, but something is wrong, or part of its nodes is silent. */
    DEGRADED("degraded"),
    /** Silent for longer than its contract allows. */
    OFFLINE_UNEXPECTED("offline-unexpected"),
    /** In contact, older data still on its way. */
    BACK_FILLING("back-filling"),
    /** Silent, as its contract allows. */
    OFFLINE_EXPECTED("offline-expected"),
    /** Enrolled, no first contact yet. */
    NEVER_SEEN("never-seen");

    private final String word;

    SiteState(String word) {
        this.word = word;
    }

    /** As in the API, the addresses of pages and metric labels. */
    public String word() {
        return word;
    }
}
