package skerry.hub.store.sqlite;

/** The reason that is stored with a batch that was made under too early a privacy policy. */
final class PolicyReason {
    private static final String START = "policy ";

    private PolicyReason() {}

    static String of(int version) {
        return START + version;
    }

    /** The version of the policy that was too early; -1 if the reason is another one. */
    static int version(String reason) {
        try {
            return reason.startsWith(START) ? Integer.parseInt(reason.substring(START.length())) : -1;
        } catch (NumberFormatException e) {
            return -1; // a sentence of the decoder's
        }
    }
}
