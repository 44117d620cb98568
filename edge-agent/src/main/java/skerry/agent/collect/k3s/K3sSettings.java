package skerry.agent.collect.k3s;

import java.nio.file.Path;
import java.util.List;

/**
 * Where k3s keeps its files, as they are seen from the machine's root.
 *
 * @param folder {@code data-dir} of k3s
 * @param backups folders in which backups of its datastore are put, beside its own snapshots
 */
public record K3sSettings(Path folder, List<Path> backups) {
    public static final Path USUAL_FOLDER = Path.of("/var/lib/rancher/k3s");

    public K3sSettings {
        backups = List.copyOf(backups);
    }

    /** Below where the machine's root is mounted. */
    public K3sSettings below(Path root) {
        return new K3sSettings(
                below(root, folder),
                backups.stream().map(one -> below(root, one)).toList());
    }

    private static Path below(Path root, Path path) {
        return root.resolve(path.isAbsolute() ? path.getRoot().relativize(path) : path);
    }
}
