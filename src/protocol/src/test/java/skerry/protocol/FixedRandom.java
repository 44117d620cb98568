package skerry.protocol;

import java.security.SecureRandom;
import java.util.Random;

/** Keys that are the same on every run. For tests only: whoever knows the seed knows the keys. */
public final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final Random random;

    public FixedRandom(long seed) {
        random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
