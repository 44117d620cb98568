package skerry.protocol.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.LinkedHashMap;

/**
 * Who a hub is, made at its first start. Its text form holds no secret.
 *
 * @param sign Ed25519, signs the answers to hellos
 * @param agree X25519, for the keys of receipts
 */
public record HubIdentity(KeyPair sign, KeyPair agree) {
    private static final String FIRST_LINE =
            "Skerry hub identity, version 1. Keep it secret; whoever has it is this hub.";

    public static HubIdentity generate(SecureRandom random) {
        var keys = KeyPairs.generate(random);
        return new HubIdentity(keys.sign(), keys.agree());
    }

    /**
     * Reads the identity, checking that its keys belong together.
     *
     * @throws IOException if it cannot be read or was damaged; one sentence that names the file
     */
    public static HubIdentity load(Path file) throws IOException {
        var lines = KeyFile.read(file, FIRST_LINE);
        try {
            var keys = KeyPairs.from(lines);
            return new HubIdentity(keys.sign(), keys.agree());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The identity " + file + " cannot be used, since " + e.getMessage() + ": restore it from a copy.",
                    e);
        }
    }

    /**
     * Writes a new file with mode 0600, whole or not at all.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one: an identity is never overwritten
     */
    public void create(Path file) throws IOException {
        var lines = new LinkedHashMap<String, String>();
        new KeyPairs(sign, agree).putInto(lines);
        KeyFile.create(file, FIRST_LINE, lines);
    }

    /** What agents may know of it. */
    public HubCard card() {
        return new HubCard(PublicKeys.raw(sign.getPublic()), PublicKeys.raw(agree.getPublic()));
    }

    /** Signs answers to hellos. */
    public Signer signingKey() {
        return new QuickSigner(sign);
    }

    @Override
    public String toString() {
        return "hub " + card().keyId();
    }
}
