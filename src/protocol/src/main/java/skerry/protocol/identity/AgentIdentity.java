package skerry.protocol.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/**
 * Who an agent is, made at its first start; it never leaves the node. Its text form holds no secret.
 *
 * @param sign Ed25519, signs batches and hellos
 * @param agree X25519, for the keys of receipts
 * @param mqttSecret 32 random bytes; in hexadecimal the MQTT password, until certificates come
 */
public record AgentIdentity(Uid uid, KeyPair sign, KeyPair agree, Bytes mqttSecret) {
    private static final String FIRST_LINE =
            "Skerry agent identity, version 1. Keep it secret; whoever has it is this agent.";

    /** @throws IllegalArgumentException if the secret has not 32 bytes */
    public AgentIdentity {
        if (mqttSecret.size() != 32) {
            throw new IllegalArgumentException("its MQTT secret has not 32 bytes");
        }
    }

    public static AgentIdentity generate(SecureRandom random) {
        var keys = KeyPairs.generate(random);
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return new AgentIdentity(Uid.random(random), keys.sign(), keys.agree(), Bytes.of(secret));
    }

    /**
     * Reads the identity, checking that its keys belong together.
     *
     * @throws IOException if it cannot be read or was damaged; one sentence that names the file
     */
    public static AgentIdentity load(Path file) throws IOException {
        var lines = KeyFile.read(file, FIRST_LINE);
        try {
            var keys = KeyPairs.from(lines);
            return new AgentIdentity(
                    new Uid(lines.getOrDefault("uid", "")),
                    keys.sign(),
                    keys.agree(),
                    Bytes.of(KeyPairs.base64(lines, "mqtt-secret")));
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
        lines.put("uid", uid.value());
        new KeyPairs(sign, agree).putInto(lines);
        lines.put("mqtt-secret", KeyPairs.base64(mqttSecret.toArray()));
        KeyFile.create(file, FIRST_LINE, lines);
    }

    /** What the hub may know of it. */
    public AgentCard card() {
        return new AgentCard(
                uid, PublicKeys.raw(sign.getPublic()), PublicKeys.raw(agree.getPublic()), mqttSecret.sha256());
    }

    /** Signs batches and hellos. */
    public SigningKey signingKey() {
        return new SigningKey(sign.getPrivate());
    }

    /** What the agent says to the broker, until certificates come. */
    public String mqttPassword() {
        return mqttSecret.hex();
    }

    @Override
    public String toString() {
        return "agent " + uid;
    }
}
