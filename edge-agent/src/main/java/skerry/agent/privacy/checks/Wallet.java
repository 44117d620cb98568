package skerry.agent.privacy.checks;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/** Addresses of crypto wallets by their checksums. Thread-safe. */
public final class Wallet {
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int BECH32_REST = 1;
    private static final int BECH32M_REST = 0x2bc830a3;
    private static final int BITCOIN_BYTES = 25;

    private Wallet() {}

    /** Bitcoin's older addresses: base 58, the last four bytes of 25 are the beginning of a double SHA-256. */
    public static boolean bitcoin(String address) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < address.length(); i++) {
            int digit = BASE58.indexOf(address.charAt(i));
            if (digit < 0) {
                return false;
            }
            number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
        }
        byte[] significant = number.toByteArray();
        byte[] bytes = new byte[BITCOIN_BYTES];
        int length = Math.min(significant.length, BITCOIN_BYTES);
        System.arraycopy(significant, significant.length - length, bytes, BITCOIN_BYTES - length, length);
        byte[] hash = sha256(sha256(Arrays.copyOf(bytes, 21)));
        return (bytes[0] == 0 || bytes[0] == 5)
                && number.bitLength() <= 8 * BITCOIN_BYTES
                && Arrays.equals(bytes, 21, 25, hash, 0, 4);
    }

    /** Bitcoin's newer addresses (BIP 173, BIP 350): a part that a person reads, 1, and a checked rest; one case only. */
    public static boolean segwit(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        if (!lower.equals(address) && !address.toUpperCase(Locale.ROOT).equals(address)) {
            return false;
        }
        int check = 1;
        for (int i = 0; i < 2; i++) {
            check = step(check) ^ (lower.charAt(i) >> 5);
        }
        check = step(check);
        for (int i = 0; i < 2; i++) {
            check = step(check) ^ (lower.charAt(i) & 31);
        }
        for (int i = 3; i < lower.length(); i++) {
            int digit = BECH32.indexOf(lower.charAt(i));
            if (digit < 0) {
                return false;
            }
            check = step(check) ^ digit;
        }
        return check == BECH32_REST || check == BECH32M_REST;
    }

    private static int step(int check) {
        int next = (check & 0x1ffffff) << 5;
        for (int i = 0; i < GENERATOR.length; i++) {
            if (((check >> (25 + i)) & 1) != 0) {
                next ^= GENERATOR[i];
            }
        }
        return next;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
