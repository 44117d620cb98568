package skerry.agent;

import skerry.protocol.Limits;

/** What this program calls itself to the hub and to people. */
final class Version {
    private static final String PROGRAM = "0.1.0";

    private static final String PACKAGE = System.getProperty("skerry.version", "");

    /** The version of the package that runs, which names builds before a release too; without a package, the program's own. */
    static final String TEXT = PACKAGE.isEmpty() || PACKAGE.length() > Limits.MAX_VERSION_BYTES ? PROGRAM : PACKAGE;

    private Version() {}
}
