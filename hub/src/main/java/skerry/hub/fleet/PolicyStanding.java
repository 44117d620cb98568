package skerry.hub.fleet;

import java.util.Collection;
import java.util.Optional;
import skerry.protocol.BatchHeader;

/**
 * Under which privacy policy a node makes its batches, and which one the hub requires.
 *
 * @param id of the node's; empty if no batch of it came yet
 * @param required the least version that the hub takes
 */
public record PolicyStanding(String id, int required) {
    /** The version of the node's policy; 0 if its id has another form. */
    public int version() {
        return BatchHeader.policyVersion(id);
    }

    /** Whether the hub keeps the node's batches as refused. */
    public boolean isBelow() {
        return !id.isEmpty() && version() < required;
    }

    /** What is to be done about one node. */
    public Optional<String> problem() {
        return isBelow()
                ? Optional.of("sends under privacy policy " + version() + ", the hub asks for " + required
                        + " and keeps its batches as refused: upgrade its agent")
                : Optional.empty();
    }

    /** What is to be done about several nodes, in a sentence; empty if all send as the hub asks. */
    public static Optional<String> notice(Collection<PolicyStanding> nodes) {
        var below = nodes.stream().filter(PolicyStanding::isBelow).toList();
        if (below.isEmpty()) {
            return Optional.empty();
        }
        int lowest = below.stream().mapToInt(PolicyStanding::version).min().orElse(0);
        int highest = below.stream().mapToInt(PolicyStanding::version).max().orElse(0);
        String versions = lowest == highest ? "policy " + lowest : "policies " + lowest + " to " + highest;
        boolean one = below.size() == 1;
        return Optional.of(below.size() + (one ? " node sends under " : " nodes send under ") + versions
                + ", the hub asks for " + below.getFirst().required() + ": upgrade "
                + (one ? "its agent" : "their agents"));
    }
}
