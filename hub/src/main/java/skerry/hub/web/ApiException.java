package skerry.hub.web;

import io.helidon.http.Status;
import skerry.hub.store.StoreException;

/** A request that is answered with a status and one sentence. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    ApiException(Status status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    static ApiException badRequest(String sentence) {
        return new ApiException(Status.BAD_REQUEST_400, sentence);
    }

    static ApiException notFound(String sentence) {
        return new ApiException(Status.NOT_FOUND_404, sentence);
    }

    /** What the store will not do. */
    static ApiException conflict(StoreException refusal) {
        if (refusal.kind() != StoreException.Kind.CONFLICT) {
            throw refusal;
        }
        return new ApiException(Status.CONFLICT_409, String.valueOf(refusal.getMessage()));
    }

    Status status() {
        return status;
    }
}
