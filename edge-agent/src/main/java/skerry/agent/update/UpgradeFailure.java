package skerry.agent.update;

/** An upgrade that comes to nothing; the message is one sentence for people. */
final class UpgradeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    UpgradeFailure(String sentence) {
        super(sentence);
    }
}
