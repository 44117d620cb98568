package skerry.agent.privacy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which rules are in force, and what is done with what they find.
 *
 * @param version grows when a rule, or what a kind's action does, changes in a way that the hash does not show
 * @param detectors in order of precedence, for triggers that end at the same character
 * @param actions of every kind
 * @param allowed what stays though a rule finds it
 */
record Policy(int version, List<Detector> detectors, SortedMap<String, Action> actions, AllowList allowed) {
    /** 2: actions per kind, pseudonyms, rules of the site, and a dozen kinds more. */
    static final int VERSION = 2;

    private static final int HASH_BYTES = 6;

    Policy {
        detectors = List.copyOf(detectors);
        actions = Collections.unmodifiableSortedMap(new TreeMap<>(actions));
    }

    /** A policy with one action for all kinds. */
    Policy(int version, List<Detector> detectors, Action action) {
        this(version, detectors, actions(detectors, kind -> action), AllowList.NONE);
    }

    /** The policy of a site that has such names. */
    static Policy of(PrivacySettings settings, SiteNames names) {
        List<Detector> detectors = new ArrayList<>(detectors(settings));
        detectors.add(new SiteHostDetector(names));
        return new Policy(VERSION, detectors, actions(detectors, settings::action), settings.allowed());
    }

    /** A site's rules, with a mask for every finding. */
    static Policy masked(PrivacySettings settings) {
        List<Detector> detectors = detectors(settings);
        return new Policy(VERSION, detectors, actions(detectors, kind -> Action.MASK), settings.allowed());
    }

    /** The site's own come first: they know better what something is. */
    private static List<Detector> detectors(PrivacySettings settings) {
        var detectors = new ArrayList<Detector>();
        for (CustomRule rule : settings.rules()) {
            detectors.add(new CustomDetector(rule));
        }
        detectors.addAll(usualDetectors());
        return detectors;
    }

    /** The rules that every agent has, without the difference that a site's key makes: every finding is masked. */
    static Policy standard() {
        return new Policy(VERSION, usualDetectors(), Action.MASK);
    }

    private static SortedMap<String, Action> actions(List<Detector> detectors, Function<String, Action> action) {
        var actions = new TreeMap<String, Action>();
        for (Detector detector : detectors) {
            actions.put(detector.kind(), action.apply(detector.kind()));
        }
        return actions;
    }

    private static List<Detector> usualDetectors() {
        var detectors = new ArrayList<Detector>();
        var lettered = new LetteredForm();
        detectors.add(new PrivateKeyDetector());
        detectors.add(new UrlCredentialsDetector());
        detectors.add(new JwtDetector());
        detectors.addAll(VendorTokenDetector.all());
        detectors.addAll(MarkedTokenDetector.all());
        detectors.addAll(ShapedTokenDetector.all());
        detectors.add(new VendorUuidDetector());
        detectors.add(new K3sTokenDetector());
        detectors.add(new CommandHeaderDetector());
        detectors.add(new BearerDetector());
        detectors.add(new BasicAuthDetector());
        detectors.add(new CommandCredentialsDetector());
        detectors.addAll(SecretDetectors.all());
        detectors.add(SecretPairDetector.passwords());
        detectors.add(SecretPairDetector.secrets());
        detectors.add(new HostNameDetector());
        detectors.add(new EmailDetector());
        detectors.add(new MacDetector());
        detectors.add(new Ipv6Detector());
        detectors.add(new Ipv4Detector());
        detectors.add(new UuidDetector());
        detectors.add(new IbanDetector());
        detectors.add(new CardNumberDetector());
        detectors.add(new SsnDetector());
        detectors.add(new CertainNumberDetector());
        detectors.add(new DatedNumberDetector());
        detectors.add(new PhoneDetector());
        detectors.add(new WalletDetector());
        detectors.add(new PositionDetector());
        detectors.add(new GpsDetector());
        detectors.add(new ToldDetector("ssn", TellingWords.socialSecurity(), List.of(new SsnForm()), true, ""));
        detectors.add(new ToldDetector("phone", TellingWords.phone(), List.of(new PhoneForm()), false, ""));
        detectors.add(
                new ToldDetector("card", TellingWords.card(), List.of(new LongNumberForm(12, 19)), false, "12 19"));
        detectors.add(
                new ToldDetector("account", TellingWords.account(), List.of(new LongNumberForm(8, 17)), false, "8 17"));
        detectors.add(new ToldDetector(
                "national-id",
                TellingWords.national(),
                List.of(lettered, new NumberForm()),
                true,
                LetteredForm.rule()));
        detectors.addAll(openValues());
        detectors.add(new HomePathDetector());
        detectors.add(new UserPairDetector());
        detectors.add(new UserNameDetector());
        return detectors;
    }

    private static List<OpenValueDetector> openValues() {
        return List.of(
                new OpenValueDetector("phone", new PhoneForm(), ""),
                new OpenValueDetector("ssn", new SsnForm(), ""),
                new OpenValueDetector("national-id", new LetteredForm(), LetteredForm.rule()),
                new OpenValueDetector("national-id", new NumberForm(), ""),
                new OpenValueDetector("secret", new MadeValueForm(), ""));
    }

    /** The version, and a hash that changes with every rule and action: {@code skerry-2/9f2c…}. */
    String id() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (Detector detector : detectors) {
                digest.update((detector.rule() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            for (Map.Entry<String, Action> action : actions.entrySet()) {
                String line = action.getKey() + "=" + action.getValue().word() + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            for (String entry : allowed.entries()) {
                digest.update(("allow " + entry + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return "skerry-" + version + "/" + HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
