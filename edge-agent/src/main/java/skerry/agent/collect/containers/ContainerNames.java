package skerry.agent.collect.containers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.collect.HostPaths;

/**
 * Names of containers, from what their runtimes and the kubelet leave on the disk: the OCI specifications of containerd
 * (its own and that of k3s) and CRI-O, Docker's configuration, Podman's list, and the links and folders of the kubelet's
 * logs. Needs the right to read them; what cannot be read leaves a container without names. Names are kept as long as
 * their container is asked for. Not thread-safe.
 */
final class ContainerNames {
    private static final int ID_DIGITS = 64;

    private final Path root;
    private final Path podLogs;
    private final Path containerLogs;
    private Map<String, ContainerName> known = new HashMap<>();
    private Map<String, ContainerName> asked = new HashMap<>();
    /** Of this round, read when first wanted. */
    private Optional<LogFolders> logs = Optional.empty();

    /** What the kubelet's log folders tell: links by container id, pods by their uid. */
    private record LogFolders(Map<String, ContainerName> byId, Map<String, ContainerName> byUid) {}

    ContainerNames(HostPaths paths) {
        this.root = paths.rootfs();
        this.podLogs = root.resolve("var/log/pods");
        this.containerLogs = root.resolve("var/log/containers");
    }

    /** A new round: what the last one did not ask for is forgotten. */
    void begin() {
        known = asked;
        asked = new HashMap<>();
        logs = Optional.empty();
    }

    /** What the container is called; empty as long as nobody tells. */
    Optional<ContainerName> of(ContainerCgroup container) {
        ContainerName name = known.get(container.id());
        if (name == null) {
            name = find(container).orElse(null);
        }
        if (name != null) {
            asked.put(container.id(), name);
        }
        return Optional.ofNullable(name);
    }

    private Optional<ContainerName> find(ContainerCgroup container) {
        String id = container.id();
        for (String run : List.of("run/k3s/containerd", "run/containerd")) {
            var ours = annotations(root.resolve(run + "/io.containerd.runtime.v2.task/k8s.io/" + id + "/config.json"));
            if (!ours.isEmpty()) {
                return ofContainerd(ours);
            }
        }
        for (String storage : List.of("run/containers/storage", "var/lib/containers/storage")) {
            var ours = annotations(root.resolve(storage + "/overlay-containers/" + id + "/userdata/config.json"));
            if (ours.containsKey("io.kubernetes.pod.name")) {
                return Optional.of(ofCrio(ours));
            }
        }
        var docker = strings(root.resolve("var/lib/docker/containers/" + id + "/config.v2.json"), "Config.Labels");
        if (docker.containsKey(".Name")) {
            return Optional.of(ofDocker(docker));
        }
        Optional<ContainerName> podman = ofPodman(id);
        return podman.isPresent() ? podman : ofLogs(container);
    }

    private static Optional<ContainerName> ofContainerd(Map<String, String> annotations) {
        String namespace = annotations.getOrDefault("io.kubernetes.cri.sandbox-namespace", "");
        String pod = annotations.getOrDefault("io.kubernetes.cri.sandbox-name", "");
        if (pod.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                "sandbox".equals(annotations.get("io.kubernetes.cri.container-type"))
                        ? ContainerName.ofSandbox(namespace, pod)
                        : ContainerName.ofPod(
                                namespace,
                                pod,
                                annotations.getOrDefault("io.kubernetes.cri.container-name", ""),
                                annotations.getOrDefault("io.kubernetes.cri.image-name", "")));
    }

    private static ContainerName ofCrio(Map<String, String> annotations) {
        String namespace = annotations.getOrDefault("io.kubernetes.pod.namespace", "");
        String pod = annotations.getOrDefault("io.kubernetes.pod.name", "");
        return "sandbox".equals(annotations.get("io.kubernetes.cri-o.ContainerType"))
                ? ContainerName.ofSandbox(namespace, pod)
                : ContainerName.ofPod(
                        namespace,
                        pod,
                        annotations.getOrDefault("io.kubernetes.container.name", ""),
                        annotations.getOrDefault(
                                "io.kubernetes.cri-o.ImageName",
                                annotations.getOrDefault("io.kubernetes.cri-o.Image", "")));
    }

    /** With {@code cri-dockerd} a container of Docker can be one of a pod. */
    private static ContainerName ofDocker(Map<String, String> config) {
        String image = config.getOrDefault(".Config.Image", "");
        String pod = config.getOrDefault("io.kubernetes.pod.name", "");
        String namespace = config.getOrDefault("io.kubernetes.pod.namespace", "");
        if (!pod.isEmpty()) {
            return "podsandbox".equals(config.get("io.kubernetes.docker.type"))
                    ? ContainerName.ofSandbox(namespace, pod)
                    : ContainerName.ofPod(
                            namespace, pod, config.getOrDefault("io.kubernetes.container.name", ""), image);
        }
        String name = config.getOrDefault(".Name", "");
        return ContainerName.plain(name.startsWith("/") ? name.substring(1) : name, image);
    }

    /** {@code [{"id": …, "names": ["web"], "metadata": "{\"image-name\": …}"}, …]}. */
    private Optional<ContainerName> ofPodman(String id) {
        File list = root.resolve("var/lib/containers/storage/overlay-containers/containers.json")
                .toFile();
        if (!list.exists()) {
            return Optional.empty();
        }
        try (JsonParser parser = new JsonFactory().createParser(list)) {
            String theirId = "";
            String theirName = "";
            String metadata = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    boolean inNames = parser.getParsingContext().inArray();
                    String field =
                            inNames ? parser.getParsingContext().getParent().getCurrentName() : parser.currentName();
                    switch (String.valueOf(field)) {
                        case "id" -> theirId = parser.getText();
                        case "names" -> theirName = theirName.isEmpty() ? parser.getText() : theirName;
                        case "metadata" -> metadata = parser.getText();
                        default -> {}
                    }
                } else if (token == JsonToken.END_OBJECT) {
                    if (theirId.equals(id) && !theirName.isEmpty()) {
                        return Optional.of(ContainerName.plain(theirName, imageName(metadata)));
                    }
                    theirId = "";
                    theirName = "";
                    metadata = "";
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // half written, or not ours to read
        }
        return Optional.empty();
    }

    private static String imageName(String metadata) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(metadata)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && "image-name".equals(parser.currentName())) {
                    return parser.getText();
                }
            }
        }
        return "";
    }

    private Optional<ContainerName> ofLogs(ContainerCgroup container) {
        if (container.podUid().isEmpty()) {
            return Optional.empty();
        }
        LogFolders folders = logs.orElseGet(this::readLogs);
        logs = Optional.of(folders);
        ContainerName byLink = folders.byId().get(container.id());
        if (byLink != null) {
            return Optional.of(byLink);
        }
        // A container of a pod that has no log of its own is the one that holds the pod's network.
        ContainerName pod = folders.byUid().get(container.podUid());
        return Optional.ofNullable(pod == null ? null : ContainerName.ofSandbox(pod.namespace(), pod.pod()));
    }

    private LogFolders readLogs() {
        var byId = new HashMap<String, ContainerName>();
        for (String link : list(containerLogs)) {
            // POD_NAMESPACE_CONTAINER-ID.log; names of Kubernetes have no underscores
            String stem = link.endsWith(".log") ? link.substring(0, link.length() - ".log".length()) : "";
            int dash = stem.length() - ID_DIGITS - 1;
            String[] parts = dash > 0 ? stem.substring(0, dash).split("_", -1) : new String[0];
            if (parts.length == 3) {
                byId.put(stem.substring(dash + 1), ContainerName.ofPod(parts[1], parts[0], parts[2], ""));
            }
        }
        var byUid = new HashMap<String, ContainerName>();
        for (String folder : list(podLogs)) {
            String[] parts = folder.split("_", -1);
            if (parts.length == 3) {
                byUid.put(parts[2], ContainerName.ofSandbox(parts[0], parts[1]));
            }
        }
        return new LogFolders(byId, byUid);
    }

    private static String[] list(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? new String[0] : names;
    }

    private static Map<String, String> annotations(Path file) {
        return strings(file, "annotations");
    }

    private static Map<String, String> strings(Path file, String object) {
        try {
            return JsonStrings.of(file.toFile(), object);
        } catch (IOException e) {
            return Map.of(); // half written, or not ours to read: asked again in the next round
        }
    }
}
