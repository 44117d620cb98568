package skerry.hub.store;

import java.util.Optional;
import skerry.protocol.Uid;
import skerry.protocol.identity.AgentCard;

/**
 * An agent as enrolled. Site, node name and role may change; the uid and what is stored under it never do.
 *
 * @param card its uid, its keys, and the digest of its MQTT secret
 * @param site id of its site
 * @param node name of its machine, unique within the site
 * @param role what the machine does, such as {@code node} or {@code cluster}
 * @param retired refused on every road, its data kept; reversible
 * @param simulated made up by a demonstration
 * @param enrolledAt UTC epoch milliseconds
 * @param replaces the agent whose node this one continues on new hardware
 */
public record Agent(
        AgentCard card,
        String site,
        String node,
        String role,
        boolean retired,
        boolean simulated,
        long enrolledAt,
        Optional<Uid> replaces) {
    private static final int MAX_NAME = 128;

    /** @throws IllegalArgumentException naming the field that is wrong */
    public Agent {
        Names.check("site", site, MAX_NAME);
        Names.check("node", node, MAX_NAME);
        Names.check("role", role, MAX_NAME);
        if (replaces.filter(card.uid()::equals).isPresent()) {
            throw new IllegalArgumentException("agent " + card.uid() + " cannot replace itself");
        }
    }

    /** One that begins a node. */
    public Agent(
            AgentCard card,
            String site,
            String node,
            String role,
            boolean retired,
            boolean simulated,
            long enrolledAt) {
        this(card, site, node, role, retired, simulated, enrolledAt, Optional.empty());
    }

    public Uid uid() {
        return card.uid();
    }

    public Agent withRetired(boolean nowRetired) {
        return new Agent(card, site, node, role, nowRetired, simulated, enrolledAt, replaces);
    }

    /** At another site, under another node name or with another role. */
    public Agent movedTo(String newSite, String newNode, String newRole) {
        return new Agent(card, newSite, newNode, newRole, retired, simulated, enrolledAt, replaces);
    }
}
