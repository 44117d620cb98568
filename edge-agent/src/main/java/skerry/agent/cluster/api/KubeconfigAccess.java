package skerry.agent.cluster.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The way that a kubeconfig names, such as k3s's own. It is read again when it changes: k3s writes new certificates into it.
 * Thread-safe.
 */
public final class KubeconfigAccess implements ApiAccess {
    /** Where k3s keeps its own, on servers. */
    public static final Path OF_K3S = Path.of("/etc/rancher/k3s/k3s.yaml");

    private static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private Optional<Known> known = Optional.empty();

    private record Known(FileTime changed, Kubeconfig config) {}

    public KubeconfigAccess(Path file) {
        this.file = file;
    }

    @Override
    public ApiServer server() throws IOException {
        return config().server();
    }

    private synchronized Kubeconfig config() throws IOException {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (known.filter(one -> one.changed().equals(changed)).isEmpty()) {
                known = Optional.of(new Known(changed, Kubeconfig.of(file, read())));
            }
            return known.orElseThrow().config();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no kubeconfig " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException("no right to read the kubeconfig " + file, e);
        }
    }

    /** No message holds a part of the text: there are keys in it. */
    private Object read() throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("the kubeconfig " + file + " is longer than " + MAX_BYTES + " bytes");
        }
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(10);
        try {
            Object root = new Yaml(new SafeConstructor(options)).load(new String(bytes, StandardCharsets.UTF_8));
            return root == null ? "" : root;
        } catch (YAMLException e) {
            throw new IOException("the kubeconfig " + file + " is no YAML");
        }
    }
}
