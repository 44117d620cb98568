package skerry.agent.collect;

import java.nio.file.Path;

/** Where the host's trees are mounted; in a container {@code /host/proc} and the like. */
public record HostPaths(Path procfs, Path sysfs, Path rootfs, Path udevData) {
    /** The trees of the machine the agent runs on. */
    public static final HostPaths LOCAL =
            new HostPaths(Path.of("/proc"), Path.of("/sys"), Path.of("/"), Path.of("/run/udev/data"));
}
