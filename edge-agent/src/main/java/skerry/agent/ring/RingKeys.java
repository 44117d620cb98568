package skerry.agent.ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys under which raw detail lies on the disk: AES-256-GCM over each block after it is packed, bound to the row that it
 * belongs to, so that no block passes for another. What was written under none, or under one that is listed as old, stays readable.
 *
 * <p>A stored body that is sealed: {@code 2}, the key's number (4 bytes), the nonce (12, random), the sealed content with its tag.
 * A packed block never begins with a 2. Thread-safe.
 */
public final class RingKeys {
    /** Raw detail lies as it is. */
    public static final RingKeys NONE = new RingKeys(0, Map.of(), List.of());

    /** Shortest content of a key file, in bytes. */
    public static final int LEAST_BYTES = 32;

    private static final long MOST_FILE = 64 << 10;
    private static final int SEALED = 2;
    private static final int NONCE = 12;
    private static final int HEAD = 1 + Integer.BYTES + NONCE;
    private static final int TAG_BITS = 128;
    private static final byte[] PURPOSE = "skerry-ring-1".getBytes(StandardCharsets.US_ASCII);

    private final int present;
    private final Map<Integer, SecretKey> keys;
    private final List<String> troubles;
    private @Nullable SecureRandom random;

    private RingKeys(int present, Map<Integer, SecretKey> keys, List<String> troubles) {
        this.present = present;
        this.keys = Map.copyOf(keys);
        this.troubles = List.copyOf(troubles);
    }

    /**
     * The keys of an agent that writes. One whose own key cannot be read seals under a key that ends with it: nothing is ever
     * written readable against the configuration, and the agent runs. {@link #troubles} tells.
     *
     * @param file of the present key; empty for none
     * @param old files of earlier keys
     */
    public static RingKeys ofWriter(Optional<Path> file, List<Path> old) {
        return load(file, old, true);
    }

    /** The keys of one who only reads: what he has no key for is told as such. */
    public static RingKeys ofReader(Optional<Path> file, List<Path> old) {
        return load(file, old, false);
    }

    private static RingKeys load(Optional<Path> file, List<Path> old, boolean writing) {
        if (file.isEmpty() && old.isEmpty()) {
            return NONE;
        }
        var keys = new HashMap<Integer, SecretKey>();
        var troubles = new ArrayList<String>();
        for (Path one : old) {
            try {
                add(read(one), keys);
            } catch (IOException e) {
                troubles.add("ring.old-key-files: " + e.getMessage() + "; what was sealed under it cannot be read");
            }
        }
        int present = 0;
        if (file.isPresent()) {
            try {
                present = add(read(file.get()), keys);
            } catch (IOException e) {
                troubles.add("ring.key-file: " + e.getMessage()
                        + "; what is stored now is sealed under a key that ends with this start, and what was sealed before"
                        + " cannot be read until the file is back");
                if (writing) {
                    var passing = new byte[LEAST_BYTES];
                    new SecureRandom().nextBytes(passing);
                    present = add(passing, keys);
                }
            }
        }
        return new RingKeys(present, keys, troubles);
    }

    /** What is wrong with the files of keys, a sentence each. */
    public List<String> troubles() {
        return troubles;
    }

    /** Whether raw detail is to be sealed, or some of it was. */
    public boolean isUsed() {
        return present != 0 || !keys.isEmpty() || !troubles.isEmpty();
    }

    /** The number of the key that is sealed under, as table {@code block} has it; 0 for none. */
    int present() {
        return present;
    }

    boolean has(int key) {
        return key == 0 || keys.containsKey(key);
    }

    /**
     * Seals a body for storing; gives it back as it is where there is no key.
     *
     * @param bound what it belongs to; only with the same can it be opened
     */
    byte[] seal(byte[] body, byte[] bound) {
        SecretKey key = keys.get(present);
        if (key == null) {
            return body;
        }
        var nonce = new byte[NONCE];
        random().nextBytes(nonce);
        ByteBuffer out = ByteBuffer.allocate(HEAD + body.length + TAG_BITS / 8);
        out.put((byte) SEALED).putInt(present).put(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, bound);
            cipher.doFinal(ByteBuffer.wrap(body), out);
            return out.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    static boolean isSealed(byte[] stored) {
        return stored.length >= HEAD && stored[0] == SEALED;
    }

    /**
     * The body that was stored.
     *
     * @throws SealedException if its key is not here
     * @throws DamagedException if it is not what was sealed, or belongs to something else
     */
    byte[] open(byte[] stored, byte[] bound) throws DamagedException {
        if (!isSealed(stored)) {
            return stored;
        }
        int number = ByteBuffer.wrap(stored, 1, Integer.BYTES).getInt();
        SecretKey key = keys.get(number);
        if (key == null) {
            throw new SealedException("it is sealed under a key that is not here");
        }
        byte[] nonce = Arrays.copyOfRange(stored, 1 + Integer.BYTES, HEAD);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, bound).doFinal(stored, HEAD, stored.length - HEAD);
        } catch (GeneralSecurityException e) {
            throw new DamagedException(
                    "it does not open under its key: it was changed, or belongs to another place", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }

    private synchronized SecureRandom random() {
        SecureRandom known = random;
        if (known == null) {
            known = new SecureRandom();
            random = known;
        }
        return known;
    }

    /** Takes a key up under its number, which says nothing of the key. */
    private static int add(byte[] content, Map<Integer, SecretKey> keys) {
        byte[] key = derived(content, 1);
        int number = ByteBuffer.wrap(derived(content, 2)).getInt() & Integer.MAX_VALUE;
        number = number == 0 ? 1 : number;
        keys.put(number, new SecretKeySpec(key, "AES"));
        return number;
    }

    /** HKDF's second step over what is random enough as it is. */
    private static byte[] derived(byte[] content, int what) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(content, "HmacSHA256"));
            mac.update(PURPOSE);
            mac.update((byte) what);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
        }
    }

    /** Without the line's end that an editor leaves. */
    private static byte[] read(Path file) throws IOException {
        byte[] content;
        try {
            if (Files.size(file) > MOST_FILE) {
                throw new IOException(file + " is longer than " + MOST_FILE + " bytes and no key");
            }
            content = Files.readAllBytes(file);
        } catch (FileSystemException e) {
            throw new IOException(file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        int end = content.length;
        while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
            end--;
        }
        if (end < LEAST_BYTES) {
            throw new IOException(file + " has " + end + " bytes, and a key has at least " + LEAST_BYTES
                    + ": make one with 'openssl rand -base64 48'");
        }
        return Arrays.copyOf(content, end);
    }
}
