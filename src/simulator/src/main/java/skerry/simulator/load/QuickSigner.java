package skerry.simulator.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.EdECPrivateKey;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.Signer;

/** Signs as an agent does, to the same bytes, in a tenth of the time. Thread-safe. */
final class QuickSigner implements Signer {
    private final byte[] secret;
    private final byte[] open;

    QuickSigner(AgentIdentity identity) {
        if (!(identity.sign().getPrivate() instanceof EdECPrivateKey key)) {
            throw new IllegalArgumentException(identity + " has no Ed25519 key");
        }
        secret = key.getBytes().orElseThrow();
        open = identity.card().signKey().toArray();
    }

    @Override
    public Bytes sign(String context, Bytes... parts) {
        var message = new ByteArrayOutputStream();
        message.writeBytes(context.getBytes(StandardCharsets.US_ASCII));
        for (Bytes part : parts) {
            message.writeBytes(part.toArray());
        }
        byte[] signature = new byte[Limits.SIGNATURE_BYTES];
        Ed25519.sign(secret, 0, open, 0, message.toByteArray(), 0, message.size(), signature, 0);
        return Bytes.of(signature);
    }
}
