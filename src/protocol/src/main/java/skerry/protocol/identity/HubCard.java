package skerry.protocol.identity;

import skerry.protocol.Bytes;

/**
 * What a hub shows its agents; nothing in it is secret, and whoever can change it owns the agent.
 *
 * @param signKey Ed25519 public key, 32 bytes
 * @param agreeKey X25519 public key, 32 bytes
 */
public record HubCard(Bytes signKey, Bytes agreeKey) {
    private static final String START = "skerry-hub-1:";

    /** @throws IllegalArgumentException if a key has not 32 bytes */
    public HubCard {
        if (signKey.size() != 32 || agreeKey.size() != 32) {
            throw new IllegalArgumentException("the keys of a hub's card have 32 bytes each");
        }
    }

    /** Names this hub's keys in headers of stick files: the first 8 bytes of the SHA-256 of both keys. */
    public Bytes keyId() {
        return Joined.of(signKey, agreeKey).sha256().first(8);
    }

    /** One line, {@code skerry-hub-1:KEYS}. */
    public String text() {
        return START + CardText.encode(Joined.of(signKey, agreeKey));
    }

    /**
     * Reads a pasted line; space around it does not matter.
     *
     * @throws IllegalArgumentException if it is not a hub's card, or was damaged on the way; one sentence
     */
    public static HubCard parse(String text) {
        String line = text.strip();
        if (!line.startsWith(START)) {
            throw new IllegalArgumentException(
                    "This is not a hub's card: it starts with " + START + " and is printed by the hub.");
        }
        try {
            byte[] bytes = CardText.decode(line.substring(START.length()), 64).toArray();
            return new HubCard(Bytes.of(bytes, 0, 32), Bytes.of(bytes, 32, 64));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The hub's card cannot be used, since " + e.getMessage() + ".", e);
        }
    }

    /** Checks answers to hellos. */
    public VerifyKey verifyKey() {
        return VerifyKey.of(PublicKeys.ed25519(signKey));
    }

    @Override
    public String toString() {
        return text();
    }
}
