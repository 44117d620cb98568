package skerry.protocol.update;

import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.identity.PublicKeys;
import skerry.protocol.identity.VerifyKey;

/**
 * The public half of a key that signs releases, as a machine pins it at {@code /etc/skerry/release-key}.
 *
 * @param text of the file, which also has the key's other form (ADR 51)
 * @param key Ed25519, 32 bytes
 */
public record ReleaseKey(Bytes text, Bytes key) {
    /** The name of the file in a release. */
    public static final String NAME = "release-key";

    private static final String FIRST_LINE = "skerry release key 1";
    private static final String SUBJECT = "a release key";
    private static final Bytes PREFIX = Bytes.ofHex("302a300506032b6570032100");
    private static final int FINGERPRINT_CHARS = 32;

    /** @throws ProtocolException if this is no release key */
    public static ReleaseKey parse(byte[] text) throws ProtocolException {
        Bytes spki = ReleaseText.base64(SUBJECT, ReleaseText.lines(SUBJECT, FIRST_LINE, text), "ed25519");
        if (spki.size() != PREFIX.size() + PublicKeys.SIZE
                || !spki.first(PREFIX.size()).equals(PREFIX)) {
            throw new ProtocolException(Reason.SCHEMA, "In " + SUBJECT + " there is no Ed25519 key.");
        }
        try {
            var key = new ReleaseKey(Bytes.of(text), Bytes.of(spki.toArray(), PREFIX.size(), spki.size()));
            key.verifyKey();
            return key;
        } catch (IllegalArgumentException e) {
            throw ProtocolException.outOfRange(SUBJECT, e);
        }
    }

    /** As the printed page has it: 8 times 4 digits of the SHA-256 of the text. */
    public String fingerprint() {
        return text.sha256().hex().substring(0, FINGERPRINT_CHARS).replaceAll("(....)(?=.)", "$1-");
    }

    /**
     * The key that this one leads to: each next one counts if the one before signed it, and others are passed over.
     *
     * @param rotation of the release, the oldest first
     */
    public ReleaseKey follow(List<Rotation> rotation) {
        ReleaseKey trusted = this;
        for (Rotation next : rotation) {
            if (next.signature().holds(trusted, next.key().text().toArray())) {
                trusted = next.key();
            }
        }
        return trusted;
    }

    VerifyKey verifyKey() {
        return VerifyKey.of(PublicKeys.ed25519(key));
    }

    /** A key, and the signature under it by the one before. */
    public record Rotation(ReleaseKey key, ReleaseSignature signature) {}
}
