package skerry.hub.store;

import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/**
 * An agent as enrolled. Site, node name and role may change; the uid and what is stored under it never do.
 *
 * @param signKey raw Ed25519 public key, 32 bytes, which every batch is verified with
 * @param agreeKey raw X25519 public key, 32 bytes, which receipts are authenticated with
 * @param secretSha256 digest of its MQTT password
 * @param site id of its site
 * @param node name of its machine, unique within the site
 * @param role what the machine does, such as {@code node} or {@code cluster}
 * @param retired refused on every road, its data kept; reversible
 * @param simulated made up by a demonstration
 * @param enrolledAt UTC epoch milliseconds
 */
public record Agent(
        Uid uid,
        Bytes signKey,
        Bytes agreeKey,
        Bytes secretSha256,
        String site,
        String node,
        String role,
        boolean retired,
        boolean simulated,
        long enrolledAt) {
    private static final int MAX_NAME = 128;

    /** @throws IllegalArgumentException naming the field that is wrong */
    public Agent {
        if (signKey.size() != 32 || agreeKey.size() != 32 || secretSha256.size() != 32) {
            throw new IllegalArgumentException("an agent's keys and the digest of its secret have 32 bytes each");
        }
        Names.check("site", site, MAX_NAME);
        Names.check("node", node, MAX_NAME);
        Names.check("role", role, MAX_NAME);
    }

    public Agent withRetired(boolean nowRetired) {
        return new Agent(uid, signKey, agreeKey, secretSha256, site, node, role, nowRetired, simulated, enrolledAt);
    }

    /** At another site, under another node name or with another role. */
    public Agent movedTo(String newSite, String newNode, String newRole) {
        return new Agent(
                uid, signKey, agreeKey, secretSha256, newSite, newNode, newRole, retired, simulated, enrolledAt);
    }
}
