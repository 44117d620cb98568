package skerry.hub.store;

import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;

/** Join codes that were handed out. Durable when a call returns; thread-safe. */
public interface JoinCodes {
    /** @throws StoreException if there is no such site, or too many codes */
    void add(JoinGrant code);

    Optional<JoinGrant> find(Bytes id);

    /** All that were not removed, the newest first. */
    List<JoinGrant> all();

    /**
     * Takes one use, if one is left.
     *
     * @return whether it was
     */
    boolean use(Bytes id, long now);

    /** Ends a code; {@code false} if there is none. */
    boolean remove(Bytes id);
}
