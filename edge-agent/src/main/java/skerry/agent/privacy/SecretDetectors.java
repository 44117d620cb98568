package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/** Those that know a secret by its place: in an address, a header, a command or a statement. */
final class SecretDetectors {
    private SecretDetectors() {}

    static List<Detector> all() {
        var detectors = new ArrayList<Detector>();
        detectors.add(new WebhookDetector());
        detectors.add(new QuerySecretDetector());
        detectors.add(new CookieDetector());
        detectors.addAll(CryptHashDetector.all());
        detectors.addAll(CommandPasswordDetector.all());
        detectors.add(new PasswordBeforeDetector());
        detectors.add(new PasswordAfterDetector());
        return detectors;
    }
}
