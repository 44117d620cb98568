package skerry.agent.collect.containers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;

/** Names of block devices by their numbers, from {@code /sys/dev/block}. Not thread-safe. */
final class BlockDevices {
    /** Above this many all are forgotten: numbers of short-lived devices must not pile up. */
    private static final int BOUND = 1024;

    private final KernelText text = new KernelText();
    private final Path directory;
    private final Map<String, String> names = new HashMap<>();

    BlockDevices(HostPaths paths) {
        this.directory = paths.sysfs().resolve("dev/block");
    }

    /** {@code /dev/sda} for {@code 8:0}; the numbers themselves for a device that is not there any more. */
    String name(String numbers) throws IOException {
        String known = names.get(numbers);
        if (known == null) {
            if (names.size() == BOUND) {
                names.clear();
            }
            known = find(numbers);
            names.put(numbers, known);
        }
        return known;
    }

    private String find(String numbers) throws IOException {
        if (text.read(directory.resolve(numbers).resolve("uevent").toFile())) {
            while (text.nextLine()) {
                if (text.nextUntil('=') && text.is("DEVNAME")) {
                    return "/dev/" + text.rest();
                }
            }
        }
        return numbers;
    }
}
