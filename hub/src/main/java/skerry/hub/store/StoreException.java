package skerry.hub.store;

/** The store could not do what was asked; the message names it, the reason and the next step. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why, for whoever must decide what to do next. */
    public enum Kind {
        /** The disk has no room: nothing was stored, try again later. */
        FULL,
        /** What was asked contradicts what is there. */
        CONFLICT,
        /** The database answered with a failure. */
        BROKEN
    }

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
