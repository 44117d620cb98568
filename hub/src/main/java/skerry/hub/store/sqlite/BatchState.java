package skerry.hub.store.sqlite;

/** What has become of a stored batch; the code is stable. */
enum BatchState {
    STORED(0),
    DECODED(1),
    /** For a dictionary chunk. */
    WAITING(2),
    REFUSED(3);

    private final int code;

    BatchState(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
