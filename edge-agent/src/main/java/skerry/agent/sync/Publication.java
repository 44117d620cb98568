package skerry.agent.sync;

import java.util.Optional;
import skerry.protocol.BatchKey;

/**
 * One message to send. Not a record because it holds an array, which is not copied: the maker gives it away and a
 * carrier must not change it.
 */
public final class Publication {
    private final Uplink uplink;
    private final Optional<BatchKey> key;
    private final long token;
    private final byte[] payload;

    private Publication(Uplink uplink, Optional<BatchKey> key, long token, byte[] payload) {
        this.uplink = uplink;
        this.key = key;
        this.token = token;
        this.payload = payload;
    }

    static Publication control(Uplink uplink, long token, byte[] payload) {
        return new Publication(uplink, Optional.empty(), token, payload);
    }

    static Publication batch(BatchKey key, long token, byte[] payload) {
        return new Publication(Uplink.BATCH, Optional.of(key), token, payload);
    }

    public Uplink uplink() {
        return uplink;
    }

    /** Which batch it is; empty for the small messages. */
    public Optional<BatchKey> key() {
        return key;
    }

    /** Comes back in {@link SessionInput.Published}. */
    public long token() {
        return token;
    }

    public byte[] payload() {
        return payload;
    }
}
