package skerry.agent.cluster.state;

import java.util.Optional;
import skerry.agent.collect.LabelText;

/**
 * A resource that containers ask for and nodes have.
 *
 * @param name as it stands in labels
 * @param unit what it is counted in
 */
record Resource(String name, Unit unit) {
    /** The units of kube-state-metrics. */
    enum Unit {
        CORE("core"),
        BYTE("byte"),
        INTEGER("integer");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Empty for a resource that kube-state-metrics does not tell of. */
    static Optional<Resource> of(String name) {
        return unit(name).map(unit -> new Resource(LabelText.plain(name), unit));
    }

    private static Optional<Unit> unit(String name) {
        return switch (name) {
            case "cpu" -> Optional.of(Unit.CORE);
            case "memory", "storage", "ephemeral-storage" -> Optional.of(Unit.BYTE);
            case "pods" -> Optional.of(Unit.INTEGER);
            default -> {
                if (name.startsWith("hugepages-") || name.startsWith("attachable-volumes-")) {
                    yield Optional.of(Unit.BYTE);
                }
                yield isExtended(name) ? Optional.of(Unit.INTEGER) : Optional.empty();
            }
        };
    }

    /** Whether it belongs to a device plugin or an operator: {@code nvidia.com/gpu}. */
    private static boolean isExtended(String name) {
        return name.contains("/") && !name.contains("kubernetes.io/") && !name.startsWith("requests.");
    }
}
