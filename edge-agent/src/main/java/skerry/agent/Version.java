package skerry.agent;

/** What this program calls itself to the hub and to people. */
final class Version {
    static final String TEXT = "0.1.0";

    private Version() {}
}
