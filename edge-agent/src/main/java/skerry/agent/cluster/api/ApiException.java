package skerry.agent.cluster.api;

import java.io.IOException;

/** The API server was reached and did not do what it was asked for; the message is one sentence without secrets. */
public final class ApiException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    public ApiException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of HTTP, or that which the API server wrote into a watch. */
    public int status() {
        return status;
    }

    /** Whether who asks may not read this, or the server has nothing of this kind. */
    public boolean isRefused() {
        return status == 403 || status == 404 || status == 405;
    }

    /** Whether the object was changed since it was read. */
    public boolean isConflict() {
        return status == 409;
    }

    /** Whether what was asked for is too old: only a new list helps. */
    public boolean isGone() {
        return status == 410;
    }
}
