package skerry.agent.privacy;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import skerry.platform.PrivateFile;
import skerry.protocol.Bytes;

/**
 * The secret that makes a site's tokens: whoever has it can try values until a token fits, so it never leaves the site. Its file
 * holds 64 hexadecimal digits. Immutable.
 */
public final class SiteKey {
    private static final System.Logger LOG = System.getLogger(SiteKey.class.getName());

    private static final int BYTES = 32;
    /** Room for blank space around the digits, and no more: a wrong file is not read whole. */
    private static final int LONGEST_FILE = 256;

    private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{64}");
    private static final String HMAC = "HmacSHA256";
    private static final byte[] FINGERPRINT = "skerry-site-key-fingerprint".getBytes(StandardCharsets.US_ASCII);
    private static final int FINGERPRINT_BYTES = 4;

    private final SecretKeySpec key;

    private SiteKey(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    /** @throws IllegalArgumentException if they are not 32 bytes, or all the same */
    public static SiteKey of(Bytes bytes) {
        byte[] key = bytes.toArray();
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a site key has 32 bytes, not " + key.length);
        }
        byte[] same = new byte[BYTES];
        Arrays.fill(same, key[0]);
        if (Arrays.equals(key, same)) {
            throw new IllegalArgumentException("is one byte again and again, which anybody can guess");
        }
        return new SiteKey(key);
    }

    /**
     * The key that settings name, or the agent's own, which is made if there is none.
     *
     * @param own where the agent keeps its own
     * @throws IOException one sentence with the next step
     */
    public static SiteKey open(PrivacySettings settings, Path own, SecureRandom random) throws IOException {
        if (settings.keyFile().isPresent()) {
            return read(settings.keyFile().get());
        }
        if (Files.exists(own)) {
            String text = text(own);
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                Path aside = own.resolveSibling(own.getFileName() + ".damaged");
                Files.move(own, aside, StandardCopyOption.REPLACE_EXISTING);
                LOG.log(
                        Level.WARNING,
                        "the key of pseudonyms was damaged and is now {0}; there is a new one, so the same values have other tokens from now on",
                        aside);
            }
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        PrivateFile.write(own, (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII));
        return new SiteKey(bytes);
    }

    /**
     * Reads a key that is there.
     *
     * @throws IOException one sentence with the next step
     */
    public static SiteKey read(Path file) throws IOException {
        try {
            return parse(text(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + " holds no key of pseudonyms: it " + e.getMessage() + "; `openssl rand -hex 32` makes one",
                    e);
        }
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST_FILE + 1), StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no key of pseudonyms at " + file + ": `openssl rand -hex 32` makes one", e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "no right to read the key of pseudonyms at " + file + ": run as the agent's user or as root", e);
        }
    }

    private static SiteKey parse(String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException("must hold 64 hexadecimal digits and nothing else");
        }
        return of(Bytes.ofHex(text.toLowerCase(Locale.ROOT)));
    }

    /** By what two keys can be compared without being shown: 8 hexadecimal digits, of which the key cannot be told. */
    public String fingerprint() {
        return HexFormat.of().formatHex(hmac().doFinal(FINGERPRINT), 0, FINGERPRINT_BYTES);
    }

    /** An HMAC-SHA-256 under this key; for one thread at a time. */
    Mac hmac() {
        try {
            var hmac = Mac.getInstance(HMAC);
            hmac.init(key);
            return hmac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "site key " + fingerprint();
    }
}
