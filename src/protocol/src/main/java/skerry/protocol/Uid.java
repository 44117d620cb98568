package skerry.protocol;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * An agent's opaque name, made once and for ever: 128 random bits as 26 lower-case base32 characters (RFC 4648, without
 * padding). It is the topic level, the MQTT user name and client id, and later the certificate's CN.
 */
public record Uid(String value) {
    private static final int SIZE = 16;
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{25}[aeimquy4]");

    /** @throws IllegalArgumentException if the value has another form */
    public Uid {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an agent id has 26 characters of a-z and 2-7");
        }
    }

    /** @param random unpredictable, so that no two agents ever share a name */
    public static Uid random(RandomGenerator random) {
        byte[] bits = new byte[SIZE];
        random.nextBytes(bits);
        return of(Bytes.of(bits));
    }

    /**
     * @param bits as in headers
     * @throws IllegalArgumentException if these are not 16 bytes
     */
    public static Uid of(Bytes bits) {
        if (bits.size() != SIZE) {
            throw new IllegalArgumentException("an agent id has 16 bytes, was " + bits.size());
        }
        var text = new StringBuilder(26);
        int pending = 0;
        int held = 0;
        for (byte eight : bits.toArray()) {
            pending = pending << 8 | (eight & 0xff);
            for (held += 8; held >= 5; held -= 5) {
                text.append(DIGITS.charAt(pending >> (held - 5) & 0x1f));
            }
        }
        return new Uid(text.append(DIGITS.charAt(pending << (5 - held) & 0x1f)).toString());
    }

    /** The 16 bytes that the name stands for. */
    public Bytes bits() {
        byte[] bits = new byte[SIZE];
        int pending = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < value.length(); i++) {
            pending = pending << 5 | DIGITS.indexOf(value.charAt(i));
            held += 5;
            if (held >= 8) {
                held -= 8;
                bits[at++] = (byte) (pending >> held);
            }
        }
        return Bytes.of(bits);
    }

    @Override
    public String toString() {
        return value;
    }
}
