package skerry.agent;

import skerry.protocol.Limits;

/** What this program calls itself to the hub and to people. */
final class Version {
    static final String TEXT = "0.1.0";

    private static final String PACKAGE = System.getProperty("skerry.version", "");

    private Version() {}

    /** The version of the package that runs, which names builds before a release too; without a package, the program's own. */
    static String running() {
        return PACKAGE.isEmpty() || PACKAGE.length() > Limits.MAX_VERSION_BYTES ? TEXT : PACKAGE;
    }
}
