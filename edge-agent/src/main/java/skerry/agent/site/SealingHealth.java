package skerry.agent.site;

import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Whether raw detail lies encrypted on the disk, where that was asked for. Pure. */
final class SealingHealth {
    private SealingHealth() {}

    /** Nothing where no key was ever named. */
    static Optional<Check> of(LatestSamples samples) {
        double troubles = samples.value("skerry_ring_key_troubles");
        if (Double.isNaN(troubles)) {
            return Optional.empty();
        }
        var blocks = new TreeMap<String, Double>();
        samples.each("skerry_ring_blocks", (labels, count) -> blocks.put(labels.get("state"), count));
        double unreadable = blocks.getOrDefault("unreadable", 0.0);
        double plain = blocks.getOrDefault("plain", 0.0);
        if (troubles > 0) {
            return Optional.of(Check.look(
                    "Encryption",
                    "a file of a key cannot be read; new raw detail is encrypted under a key that ends with the agent",
                    "See ring.key-file and ring.old-key-files; the log of the agent names the file and the reason."));
        }
        if (unreadable > 0) {
            return Optional.of(Check.look(
                    "Encryption",
                    String.format(
                            Locale.ROOT, "%.0f blocks of raw detail are unreadable without their key", unreadable),
                    "Name the file of the earlier key in ring.old-key-files, or let them give way to newer ones."));
        }
        return Optional.of(Check.good(
                "Encryption",
                plain > 0
                        ? String.format(
                                Locale.ROOT,
                                "on; %.0f blocks of before are not encrypted and give way by and by",
                                plain)
                        : "all raw detail is encrypted"));
    }
}
