package skerry.hub.query;

/**
 * A plan of the system upgrade controller, as its site told of it.
 *
 * @param name {@code namespace/name}
 * @param version to which it leads; empty while that is not known
 * @param applying nodes that it changes now
 * @param failed whether it failed at a node, or cannot be followed
 * @param complete whether all its nodes have the version
 */
public record UpgradePlan(String name, String version, long applying, boolean failed, boolean complete) {
    /** A plan of which nothing is known but its name. */
    static UpgradePlan named(String name) {
        return new UpgradePlan(name, "", 0, false, false);
    }

    UpgradePlan to(String target) {
        return new UpgradePlan(name, target, applying, failed, complete);
    }

    UpgradePlan applying(long nodes) {
        return new UpgradePlan(name, version, nodes, failed, complete);
    }

    UpgradePlan failed(boolean hasFailed) {
        return new UpgradePlan(name, version, applying, hasFailed, complete);
    }

    UpgradePlan complete(boolean isComplete) {
        return new UpgradePlan(name, version, applying, failed, isComplete);
    }
}
