package skerry.agent.cli;

/** What the user gave cannot be used; the message is the one sentence to show. */
final class InputException extends Exception {
    private static final long serialVersionUID = 1;

    InputException(String message) {
        super(message);
    }
}
