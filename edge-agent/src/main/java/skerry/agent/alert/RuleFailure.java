package skerry.agent.alert;

/** A rule could not be evaluated; the message is one clause. */
final class RuleFailure extends Exception {
    private static final long serialVersionUID = 1L;

    RuleFailure(String message) {
        super(message);
    }
}
