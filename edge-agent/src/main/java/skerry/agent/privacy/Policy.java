package skerry.agent.privacy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Which rules are in force, and what they do with what they find.
 *
 * @param name of the kind {@code skerry-1}; the number grows when a rule changes in a way that its text does not show
 * @param detectors in order of precedence, for triggers that end at the same character
 */
record Policy(String name, List<Detector> detectors, Action action) {
    private static final int HASH_BYTES = 6;

    Policy {
        detectors = List.copyOf(detectors);
    }

    /** The rules that every agent has. */
    static Policy standard() {
        var detectors = new ArrayList<Detector>();
        detectors.add(new PrivateKeyDetector());
        detectors.add(new UrlCredentialsDetector());
        detectors.add(new JwtDetector());
        detectors.addAll(VendorTokenDetector.all());
        detectors.addAll(MarkedTokenDetector.all());
        detectors.add(new CommandHeaderDetector());
        detectors.add(new BearerDetector());
        detectors.add(new BasicAuthDetector());
        detectors.add(new CommandCredentialsDetector());
        detectors.add(SecretPairDetector.passwords());
        detectors.add(SecretPairDetector.secrets());
        detectors.add(new EmailDetector());
        detectors.add(new MacDetector());
        detectors.add(new Ipv6Detector());
        detectors.add(new Ipv4Detector());
        detectors.add(new CardNumberDetector());
        detectors.add(new HomePathDetector());
        detectors.add(new UserNameDetector());
        return new Policy("skerry-1", detectors, Action.MASK);
    }

    /** The name, and a hash that changes with every rule: {@code skerry-1/9f2c…}. */
    String id() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (Detector detector : detectors) {
                digest.update((detector.rule() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return name + "/" + HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
