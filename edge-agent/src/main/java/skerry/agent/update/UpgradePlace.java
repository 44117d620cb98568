package skerry.agent.update;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the parts of an upgrade lie on this machine.
 *
 * @param folder of the agent, in its data folder
 * @param updater that the package brings; without it this agent cannot update itself
 * @param pin the release key that this machine trusts
 * @param status what the updater tells
 * @param architecture in Debian's words
 */
public record UpgradePlace(Path folder, Path updater, Path pin, Path status, String architecture) {
    private static final Path DATA = Path.of("/var/lib/skerry-agent");
    private static final String NONE = "";

    /** The one that the package's units know, for an agent with this data folder. */
    public static UpgradePlace ofThisMachine(Path data) {
        return new UpgradePlace(
                data.resolve("update"),
                data.toAbsolutePath().normalize().equals(DATA)
                        ? Path.of("/usr/lib/skerry-agent/updater")
                        : Path.of(NONE),
                Path.of("/etc/skerry/release-key"),
                Path.of("/var/lib/skerry-update/status"),
                architecture(System.getProperty("os.arch", "")));
    }

    private static String architecture(String javaWord) {
        return switch (javaWord.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "arm" -> "armhf";
            default -> javaWord;
        };
    }

    /** Why this agent cannot update itself, in one sentence. */
    Optional<String> obstacle() {
        if (!Files.isRegularFile(updater)) {
            return Optional.of(
                    System.getenv("KUBERNETES_SERVICE_HOST") != null
                            ? "this agent runs in Kubernetes: update it by its chart or manifest"
                            : Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"))
                                    ? "this agent runs in a container: update it by the image"
                                    : "there is no updater for this agent: it has to be installed by its Debian package,"
                                            + " with its usual data folder");
        }
        return Files.isRegularFile(pin)
                ? Optional.empty()
                : Optional.of("this machine trusts no release key: install it once by a stick, or by a package that"
                        + " brings one");
    }

    /** The order that is under way. */
    Path order() {
        return folder.resolve("order");
    }

    /** What is fetched of the release, laid out as on a stick. */
    Path release() {
        return folder.resolve("release");
    }

    /** There once all is fetched. */
    Path staged() {
        return folder.resolve("staged");
    }

    /** Wakes the updater. */
    Path request() {
        return folder.resolve("request");
    }

    Path healthy() {
        return folder.resolve("healthy");
    }

    Path told() {
        return folder.resolve("told");
    }

    Path age() {
        return folder.resolve("age");
    }
}
