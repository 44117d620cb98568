package skerry.hub.store.sqlite;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import skerry.protocol.Bytes;
import skerry.protocol.batch.Batch;

/** Tells batches of the same key apart by header and signature; the header holds the payload's digest. */
final class Fingerprint {
    private Fingerprint() {}

    static Bytes of(Batch batch) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(batch.headerBytes().asBuffer());
            sha256.update(batch.signature().asBuffer());
            return Bytes.of(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
