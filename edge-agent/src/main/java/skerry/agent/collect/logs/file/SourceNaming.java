package skerry.agent.collect.logs.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.series.Labels;

/**
 * What the path of a log tells about it. Container logs have two layouts, from which {@code namespace}, {@code pod},
 * {@code container} and {@code restart} follow:
 * <pre>
 * /var/log/containers/POD_NAMESPACE_CONTAINER-ID.log           a link to the other one
 * /var/log/pods/NAMESPACE_POD_UID/CONTAINER/RESTART.log
 * </pre>
 */
public final class SourceNaming {
    private static final String LOG = ".log";
    private static final int ID_LENGTH = 64;

    private SourceNaming() {}

    /** The source at a path. */
    public static LogSource of(Path path) {
        var labels = new TreeMap<String, String>();
        if (!containerLink(path, labels)) {
            podFile(path, labels);
        }
        if (labels.isEmpty()) {
            labels.put("filename", path.toString());
        }
        return new LogSource(path.toString(), Labels.of(labels));
    }

    /** Container logs are in a container format whatever their first line looks like. */
    public static LogFormat format(LogSource source, LogFormat configured) {
        boolean container = !source.labels().get("container").isEmpty();
        return configured == LogFormat.AUTO && container ? LogFormat.CRI : configured;
    }

    private static boolean containerLink(Path path, Map<String, String> labels) {
        String name = name(path);
        int idFrom = name.length() - LOG.length() - ID_LENGTH;
        if (!name.endsWith(LOG) || idFrom < 1 || name.charAt(idFrom - 1) != '-' || !isHex(name, idFrom)) {
            return false;
        }
        String[] parts = name.substring(0, idFrom - 1).split("_", -1);
        if (parts.length != 3) {
            return false;
        }
        labels.put("pod", parts[0]);
        labels.put("namespace", parts[1]);
        labels.put("container", parts[2]);
        try {
            var target = new TreeMap<String, String>();
            podFile(path.toRealPath(), target);
            labels.put("restart", target.getOrDefault("restart", ""));
        } catch (IOException e) {
            // The link leads nowhere yet; the number of restarts stays unknown.
            labels.put("restart", "");
        }
        return true;
    }

    /** The UID of the pod whose container's log it is, which tells it from one that had its name before; empty if not known. */
    public static String podUid(Path path) {
        try {
            Path containerFolder = path.toRealPath().getParent();
            Path podFolder = containerFolder == null ? null : containerFolder.getParent();
            String[] pod = podFolder == null ? new String[0] : name(podFolder).split("_", -1);
            return pod.length == 3 ? pod[2] : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static void podFile(Path path, Map<String, String> labels) {
        String restart = name(path);
        Path containerFolder = path.getParent();
        Path podFolder = containerFolder == null ? null : containerFolder.getParent();
        if (containerFolder == null || podFolder == null || !restart.endsWith(LOG)) {
            return;
        }
        restart = restart.substring(0, restart.length() - LOG.length());
        String[] pod = name(podFolder).split("_", -1);
        boolean number = !restart.isEmpty() && restart.chars().allMatch(c -> c >= '0' && c <= '9');
        if (number && pod.length == 3) {
            labels.put("namespace", pod[0]);
            labels.put("pod", pod[1]);
            labels.put("container", name(containerFolder));
            labels.put("restart", restart);
        }
    }

    private static boolean isHex(String name, int from) {
        for (int i = from; i < from + ID_LENGTH; i++) {
            if (Character.digit(name.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
