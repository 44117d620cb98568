package skerry.agent.sync;

import java.util.Optional;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;

/**
 * One message to send. Not a record because it holds an array, which is not copied: the maker gives it away and a
 * carrier must not change it.
 */
public final class Publication {
    private final Uplink uplink;
    private final Optional<BatchKey> key;
    private final Optional<Bytes> correlation;
    private final long token;
    private final byte[] payload;

    private Publication(
            Uplink uplink, Optional<BatchKey> key, Optional<Bytes> correlation, long token, byte[] payload) {
        this.uplink = uplink;
        this.key = key;
        this.correlation = correlation;
        this.token = token;
        this.payload = payload;
    }

    static Publication control(Uplink uplink, long token, byte[] payload) {
        return new Publication(uplink, Optional.empty(), Optional.empty(), token, payload);
    }

    /** @param correlation what the answer will carry too */
    static Publication question(Uplink uplink, Bytes correlation, long token, byte[] payload) {
        return new Publication(uplink, Optional.empty(), Optional.of(correlation), token, payload);
    }

    static Publication batch(BatchKey key, long token, byte[] payload) {
        return new Publication(Uplink.BATCH, Optional.of(key), Optional.empty(), token, payload);
    }

    public Uplink uplink() {
        return uplink;
    }

    /** Which batch it is; empty for the small messages. */
    public Optional<BatchKey> key() {
        return key;
    }

    /** Which exchange a question belongs to. */
    public Optional<Bytes> correlation() {
        return correlation;
    }

    /** Comes back in {@link SessionInput.Published}. */
    public long token() {
        return token;
    }

    public byte[] payload() {
        return payload;
    }
}
