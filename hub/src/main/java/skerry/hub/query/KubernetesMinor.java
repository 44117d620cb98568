package skerry.hub.query;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The major and minor part of a version of Kubernetes, as one number that can be subtracted. */
final class KubernetesMinor {
    private static final int MAJOR = 10_000;
    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(?:\\..*)?");

    private KubernetesMinor() {}

    /** Empty for what is no version. */
    static Optional<Long> of(String version) {
        Matcher parts = VERSION.matcher(version);
        return parts.matches()
                ? Optional.of(Long.parseLong(parts.group(1)) * MAJOR + Long.parseLong(parts.group(2)))
                : Optional.empty();
    }
}
