package skerry.hub.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Locale;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import skerry.protocol.Bytes;

/** What opens the backups of a hub: a line that its operator keeps away from the hub, on paper or among passwords. */
public final class RecoveryKey {
    private static final String START = "skerry-recovery-1:";
    private static final int SEED = 16;
    private static final int CHECK = 4;
    private static final int MAX_FILE = 4096;

    private final Bytes seed;

    private RecoveryKey(Bytes seed) {
        this.seed = seed;
    }

    public static RecoveryKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED];
        random.nextBytes(seed);
        return new RecoveryKey(Bytes.of(seed));
    }

    /** One line, {@code skerry-recovery-1: 3f2a 91c0 …}; secret. */
    public String text() {
        String digits = seed.hex() + seed.sha256().first(CHECK).hex();
        return START + digits.replaceAll("(.{4})", " $1");
    }

    /**
     * Reads the line, as printed or typed from paper.
     *
     * @throws IllegalArgumentException if it is not one, or was mistyped; one sentence without the secret
     */
    static RecoveryKey parse(String text) {
        String line = text.strip().toLowerCase(Locale.ROOT);
        if (!line.startsWith(START)) {
            throw new IllegalArgumentException("this is not a recovery key: it starts with " + START
                    + " and was printed by skerry-hub backup-key");
        }
        String digits = line.substring(START.length()).replaceAll("[\\s-]", "");
        if (!digits.matches("[0-9a-f]{" + 2 * (SEED + CHECK) + "}")) {
            throw new IllegalArgumentException("the recovery key has " + (SEED + CHECK) / 2
                    + " groups of four digits 0 to 9 and a to f: look for a missing or wrong one");
        }
        Bytes all = Bytes.ofHex(digits);
        Bytes seed = all.first(SEED);
        if (!seed.sha256().first(CHECK).hex().equals(digits.substring(2 * SEED))) {
            throw new IllegalArgumentException("a digit of the recovery key is wrong: compare it with the original");
        }
        return new RecoveryKey(seed);
    }

    /** @throws IOException one sentence that names the file */
    public static RecoveryKey read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new IOException(file + " is too long to be a recovery key");
        }
        try {
            return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The half that the hub keeps. */
    public BackupKey backupKey() {
        byte[] scalar = derive("skerry-backup-open-1");
        Bytes seal = Bytes.of(
                new X25519PrivateKeyParameters(scalar).generatePublicKey().getEncoded());
        return new BackupKey(seal, Bytes.of(derive("skerry-backup-sign-1")), Bytes.of(derive("skerry-backup-name-1")));
    }

    /** Opens what was sealed to this key. */
    PrivateKey opening() {
        try {
            return KeyFactory.getInstance("XDH")
                    .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, derive("skerry-backup-open-1")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime of this program has X25519", e);
        }
    }

    private byte[] derive(String what) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(seed.toArray())
                    .thenExpand(what.getBytes(StandardCharsets.US_ASCII), 32);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime of this program has HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "recovery key of backups " + backupKey().id();
    }
}
