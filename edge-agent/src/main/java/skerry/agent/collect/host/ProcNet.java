package skerry.agent.collect.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import skerry.agent.collect.HostPaths;

/**
 * Finds the {@code net} folder that belongs to the host. {@code /proc/net} is about the network namespace of whoever
 * reads it, which in a container is the container's own; that of process 1 is the host's.
 */
final class ProcNet {
    private final Path directory;

    ProcNet(HostPaths paths) {
        var ofInit = paths.procfs().resolve("1/net");
        this.directory = Files.isReadable(ofInit.resolve("dev"))
                ? ofInit
                : paths.procfs().resolve("net");
    }

    File file(String name) {
        return directory.resolve(name).toFile();
    }
}
