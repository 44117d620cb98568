package skerry.agent.privacy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens of values: the first 50 bits of HMAC-SHA-256 under the site's key over the kind, a zero byte and the value in its
 * {@link NormalForm}, in base32. So a value has one token wherever the key is the same, and no mapping is stored.
 *
 * <p>50 bits: among 100,000 different values of a kind at one site, two share a token by chance once in 225,000 sites; among a
 * million once in 2,250. Thread-safe.
 */
public final class Pseudonyms {
    /** The values met last, by their hash: some 40 KiB when full. A value that comes again costs a comparison. */
    private static final int PLACES = 256;

    private static final int LONGEST_KEPT = 80;

    private final Mac hmac;
    /** Read without a lock: what is in it never changes, and an older view of a place costs one HMAC more. */
    private @Nullable Known[] known = new Known[0];

    /** A value as it was written, and what stands in its place; final fields, so that any thread sees it whole. */
    private static final class Known {
        final String kind;
        final String value;
        final String mask;

        Known(String kind, String value, String mask) {
            this.kind = kind;
            this.value = value;
            this.mask = mask;
        }
    }

    public Pseudonyms(SiteKey key) {
        this.hmac = key.hmac();
    }

    /** What stands in the place of a value: {@code <email:k3f7a2c4hd>}. */
    String mask(String kind, String value) {
        @Nullable Known[] places = known;
        int hash = value.hashCode() * 31 + kind.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        if (places.length > 0) {
            Known at = places[place];
            if (at != null && at.value.equals(value) && at.kind.equals(kind)) {
                return at.mask;
            }
        }
        String mask = "<" + kind + ":" + token(kind, value) + ">";
        if (value.length() <= LONGEST_KEPT) {
            if (places.length == 0) {
                places = new Known[PLACES];
                known = places;
            }
            places[place] = new Known(kind, value, mask);
        }
        return mask;
    }

    /** The token of a value of a kind. */
    public String token(String kind, String value) {
        String normal = NormalForm.of(kind, value);
        byte[] domain = NormalForm.kind(kind, normal).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = normal.getBytes(StandardCharsets.UTF_8);
        byte[] digest;
        synchronized (hmac) {
            hmac.update(domain);
            hmac.update((byte) 0);
            digest = hmac.doFinal(bytes);
        }
        Arrays.fill(bytes, (byte) 0);
        return Token.of(digest);
    }
}
