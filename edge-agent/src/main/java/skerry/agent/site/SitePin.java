package skerry.agent.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import skerry.platform.time.MonotonicClock;

/**
 * The number a person types to press a button at the site. Kept as a salted PBKDF2 hash in a file of mode 0600; after five
 * wrong tries every further one must wait a minute, whoever asks. Thread-safe.
 */
public final class SitePin {
    private static final int DIGITS = 8;
    private static final int ROUNDS = 100_000;
    private static final int FREE_TRIES = 5;
    private static final long WAIT_MILLIS = 60_000;
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] salt;
    private final byte[] hash;
    private final MonotonicClock clock;
    private int failures;
    private long notBefore;

    private SitePin(byte[] salt, byte[] hash, MonotonicClock clock) {
        this.salt = salt;
        this.hash = hash;
        this.clock = clock;
    }

    /** What came of a try. */
    public enum Answer {
        RIGHT,
        WRONG,
        /** Too many wrong tries; not even looked at. */
        WAIT
    }

    /**
     * Reads the PIN of this site, if one was made.
     *
     * @throws IOException names the file that cannot be read
     */
    public static Optional<SitePin> load(Path file, MonotonicClock clock) throws IOException {
        try {
            String[] parts =
                    Files.readString(file, StandardCharsets.US_ASCII).strip().split(":", -1);
            if (parts.length != 2) {
                throw new IOException(file + " is damaged; remove it to get a new site PIN");
            }
            return Optional.of(new SitePin(HEX.parseHex(parts[0]), HEX.parseHex(parts[1]), clock));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged; remove it to get a new site PIN", e);
        }
    }

    /**
     * Makes a new PIN, to be shown once.
     *
     * @return its digits
     * @throws IOException names the file that cannot be written
     */
    public static String make(Path file, SecureRandom random) throws IOException {
        var pin = new StringBuilder();
        for (int i = 0; i < DIGITS; i++) {
            pin.append((char) ('0' + random.nextInt(10)));
        }
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, HEX.formatHex(salt) + ":" + HEX.formatHex(derive(pin.toString(), salt)) + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return pin.toString();
    }

    public synchronized Answer check(String pin) {
        long now = clock.millis();
        if (failures >= FREE_TRIES && now < notBefore) {
            return Answer.WAIT;
        }
        if (pin.length() <= 64 && MessageDigest.isEqual(hash, derive(pin, salt))) {
            failures = 0;
            return Answer.RIGHT;
        }
        failures++;
        notBefore = now + WAIT_MILLIS;
        return Answer.WRONG;
    }

    private static byte[] derive(String pin, byte[] salt) {
        var spec = new PBEKeySpec(pin.toCharArray(), salt, ROUNDS, 256);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }
}
