package skerry.hub.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import skerry.platform.PrivateFile;
import skerry.protocol.Bytes;
import skerry.protocol.identity.PublicKeys;
import skerry.protocol.identity.SigningKey;
import skerry.protocol.identity.VerifyKey;

/**
 * The half of a recovery key with which a hub seals, signs and names backups. It opens none.
 *
 * @param seal X25519 public key
 * @param sign Ed25519 seed
 * @param name secret of the pieces' names
 */
public record BackupKey(Bytes seal, Bytes sign, Bytes name) {
    /** Its file in the data folder. */
    public static final String FILE = "backup.key";

    private static final String FIRST_LINE =
            "# Skerry backup key, version 1. Whoever has it can forge backups of this hub.";
    private static final int PART = 32;

    /** @throws IllegalArgumentException if a part has another length */
    public BackupKey {
        if (seal.size() != PART || sign.size() != PART || name.size() != PART) {
            throw new IllegalArgumentException("a backup key has three parts of 32 bytes");
        }
    }

    /** 8 bytes by which backups under this key are known. */
    Bytes id() {
        return seal.sha256().first(8);
    }

    SigningKey signingKey() {
        try {
            return new SigningKey(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, sign.toArray())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime of this program has Ed25519", e);
        }
    }

    VerifyKey verifyKey() {
        var secret = new Ed25519PrivateKeyParameters(sign.toArray());
        return VerifyKey.of(
                PublicKeys.ed25519(Bytes.of(secret.generatePublicKey().getEncoded())));
    }

    /** By what a content is known; tells nothing of it to others. */
    Bytes nameOf(byte[] content) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(name.toArray(), "HmacSHA256"));
            return Bytes.of(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }

    /** Whether a data folder has one. */
    public static boolean isIn(Path data) {
        return Files.exists(data.resolve(FILE));
    }

    /** Leaves it in the data folder, with mode 0600. */
    public void write(Path data) throws IOException {
        String text = FIRST_LINE + "\n" + seal.hex() + sign.hex() + name.hex() + "\n";
        PrivateFile.write(data.resolve(FILE), text.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws IOException one sentence, if there is none or it was damaged */
    static BackupKey read(Path data) throws IOException {
        Path file = data.resolve(FILE);
        try {
            var lines =
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
            if (lines.size() == 2
                    && lines.get(0).equals(FIRST_LINE)
                    && lines.get(1).matches("[0-9a-f]{192}")) {
                byte[] all = Bytes.ofHex(lines.get(1)).toArray();
                return new BackupKey(
                        Bytes.of(all, 0, PART), Bytes.of(all, PART, 2 * PART), Bytes.of(all, 2 * PART, 3 * PART));
            }
        } catch (NoSuchFileException e) {
            throw new IOException("this hub has no backup key yet: make one with skerry-hub backup-key", e);
        }
        throw new IOException(file + " was damaged: make a new one with skerry-hub backup-key --replace");
    }

    @Override
    public String toString() {
        return "backup key " + id();
    }
}
