package skerry.agent.http;

import java.io.IOException;

/** Why there is no answer, or not all of it; the message is one sentence that names whom was asked. */
public final class HttpFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What to look at. */
    public enum Kind {
        /** Nobody listens, or there is no way. */
        CONNECT,
        /** Not in time, or ended from another thread. */
        TIMEOUT,
        TLS,
        /** Not HTTP as it is written down, more than was allowed, or ended in the middle. */
        BROKEN
    }

    HttpFailure(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    HttpFailure(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
