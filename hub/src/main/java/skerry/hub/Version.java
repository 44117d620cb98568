package skerry.hub;

/** What this program calls itself to people. */
final class Version {
    static final String TEXT = "0.1.0";

    private Version() {}
}
