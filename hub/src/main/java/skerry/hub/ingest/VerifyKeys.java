package skerry.hub.ingest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import skerry.hub.store.Agent;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.Uid;
import skerry.protocol.identity.PublicKeys;
import skerry.protocol.identity.VerifyKey;

/**
 * The keys of agents, ready to verify with. BouncyCastle needs 80 µs for what takes the JDK 650, and keeps the decoded
 * point. Thread-safe.
 */
final class VerifyKeys {
    private record Ready(Bytes raw, VerifyKey key) {}

    private final Map<Uid, Ready> ready = new ConcurrentHashMap<>();

    VerifyKey of(Agent agent) {
        Bytes raw = agent.card().signKey();
        Ready known = ready.get(agent.uid());
        if (known == null || !known.raw().equals(raw)) {
            known = new Ready(raw, prepare(raw));
            ready.put(agent.uid(), known);
        }
        return known.key();
    }

    private static VerifyKey prepare(Bytes raw) {
        byte[] encoded = raw.toArray();
        Ed25519.PublicPoint point =
                encoded.length == PublicKeys.SIZE ? Ed25519.validatePublicKeyPartialExport(encoded, 0) : null;
        if (point == null) {
            return (_, _) -> false; // No point of the curve: nothing is signed with it.
        }
        return (signature, message) -> signature.size() == Limits.SIGNATURE_BYTES
                && Ed25519.verify(signature.toArray(), 0, point, message, 0, message.length);
    }
}
