package skerry.agent.cluster;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which Secret an agent's identity is kept in.
 *
 * @param namespace empty for that of the agent's own pod
 */
public record SecretName(Optional<String> namespace, String name) {
    private static final int LONGEST = 253;
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");

    /** @throws IllegalArgumentException if a name is none that Kubernetes takes; both become parts of a path */
    public SecretName {
        if (name.length() > LONGEST
                || !NAME.matcher(name).matches()
                || namespace.filter(one -> !NAMESPACE.matcher(one).matches()).isPresent()) {
            throw new IllegalArgumentException("must be the name of a Secret, or NAMESPACE/NAME");
        }
    }

    /** Reads {@code NAME} or {@code NAMESPACE/NAME}. */
    public static SecretName parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new SecretName(Optional.empty(), text)
                : new SecretName(Optional.of(text.substring(0, slash)), text.substring(slash + 1));
    }

    /** What the agent needs there. */
    Right right() {
        return new Right(
                "", "secrets", List.of("get", "patch"), namespace, Optional.of(name), "who it is after its pod moved");
    }
}
