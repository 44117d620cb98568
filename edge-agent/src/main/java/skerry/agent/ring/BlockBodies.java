package skerry.agent.ring;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The bodies of raw blocks, sealed where the ring has a key: each is bound to the row that it belongs to. */
final class BlockBodies {
    private final BodyTable bodies;
    private final RingKeys keys;

    BlockBodies(Connection db, RingKeys keys) {
        this.bodies = BodyTable.ofBlocks(db);
        this.keys = keys;
    }

    void insert(Block block, byte[] body) throws SQLException {
        bodies.insert(block.id(), keys.present() == 0 ? body : keys.seal(body, bound(block)));
    }

    /**
     * The body, or empty if there is none.
     *
     * @throws SealedException if its key is not here
     * @throws DamagedException if it is not what was written
     */
    Optional<byte[]> find(Block block) throws SQLException, DamagedException {
        Optional<byte[]> stored = bodies.find(block.id());
        return stored.isPresent() && RingKeys.isSealed(stored.get())
                ? Optional.of(keys.open(stored.get(), bound(block)))
                : stored;
    }

    /** Whether the bytes of a block are those that were written, whoever can read them. */
    boolean isIntact(long id) throws SQLException {
        try {
            return bodies.find(id).isPresent();
        } catch (DamagedException e) {
            return false;
        }
    }

    void delete(long id) throws SQLException {
        bodies.delete(id);
    }

    /** Removes bodies whose row damage took. */
    void deleteOrphans() throws SQLException {
        bodies.deleteOrphans();
    }

    /** All of the row but what may change. */
    private static byte[] bound(Block block) {
        return ByteBuffer.allocate(15 * Long.BYTES)
                .putLong(block.id())
                .putLong(block.classCode())
                .putLong(block.partFrom())
                .putLong(block.boot())
                .putLong(block.monoFirst())
                .putLong(block.monoLast())
                .putLong(block.wallFirst())
                .putLong(block.wallLast())
                .putLong(block.clockQuality())
                .putLong(block.clockErrorMillis())
                .putLong(block.records().samples())
                .putLong(block.siteOnly())
                .putLong(block.records().lines())
                .putLong(block.records().events())
                .putLong(block.rawBytes())
                .array();
    }
}
