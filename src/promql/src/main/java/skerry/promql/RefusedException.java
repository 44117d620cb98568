package skerry.promql;

/** Carries a refusal out of the depth of an expression; never leaves this package. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal.Kind kind, String message) {
        super(message, null, false, false);
        this.refusal = new Refusal(kind, message);
    }

    /** The series do not fit the expression. */
    static RefusedException failed(String message) {
        return new RefusedException(Refusal.Kind.FAILED, message);
    }

    Refusal refusal() {
        return refusal;
    }
}
