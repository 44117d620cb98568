package skerry.protocol.identity;

import java.security.MessageDigest;
import java.util.regex.Pattern;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/**
 * What an agent shows the hub to be enrolled; nothing in it is secret.
 *
 * @param signKey Ed25519 public key, 32 bytes
 * @param agreeKey X25519 public key, 32 bytes
 * @param secretHash SHA-256 of the MQTT secret, 32 bytes
 */
public record AgentCard(Uid uid, Bytes signKey, Bytes agreeKey, Bytes secretHash) {
    private static final String START = "skerry-agent-1:";

    private static final Pattern PASSWORD = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException if a component has not 32 bytes */
    public AgentCard {
        if (signKey.size() != 32 || agreeKey.size() != 32 || secretHash.size() != 32) {
            throw new IllegalArgumentException("keys and hash of an agent's card have 32 bytes each");
        }
    }

    /** One line, {@code skerry-agent-1:UID:KEYS}. */
    public String text() {
        return START + uid + ":" + CardText.encode(Joined.of(uid.bits(), signKey, agreeKey, secretHash));
    }

    /**
     * Reads a pasted line; space around it does not matter.
     *
     * @throws IllegalArgumentException if it is not an agent's card, or was damaged on the way; one sentence
     */
    public static AgentCard parse(String text) {
        String line = text.strip();
        int keysAt = START.length() + 27;
        if (!line.startsWith(START) || line.length() < keysAt || line.charAt(keysAt - 1) != ':') {
            throw new IllegalArgumentException(
                    "This is not an agent's card: it starts with " + START + " and is printed by the agent.");
        }
        try {
            var uid = new Uid(line.substring(START.length(), keysAt - 1));
            Bytes all = CardText.decode(line.substring(keysAt), 112);
            if (!all.first(16).equals(uid.bits())) {
                throw new IllegalArgumentException("its id and its keys are of two agents: copy it again");
            }
            byte[] bytes = all.toArray();
            return new AgentCard(uid, Bytes.of(bytes, 16, 48), Bytes.of(bytes, 48, 80), Bytes.of(bytes, 80, 112));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The agent's card cannot be used, since " + e.getMessage() + ".", e);
        }
    }

    /** Checks batches and hellos. */
    public VerifyKey verifyKey() {
        return VerifyKey.of(PublicKeys.ed25519(signKey));
    }

    /** Whether this is the agent's MQTT password; takes as long for a wrong one as for the right one. */
    public boolean admits(String mqttPassword) {
        if (!PASSWORD.matcher(mqttPassword).matches()) {
            return false;
        }
        return MessageDigest.isEqual(Bytes.ofHex(mqttPassword).sha256().toArray(), secretHash.toArray());
    }

    @Override
    public String toString() {
        return text();
    }
}
