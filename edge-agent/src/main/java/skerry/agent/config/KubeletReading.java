package skerry.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import skerry.agent.collect.k3s.K3sSettings;
import skerry.agent.collect.kubelet.KubeletSettings;
import skerry.agent.collect.kubelet.KubeletSettings.Mode;
import skerry.platform.config.Settings;
import skerry.platform.net.HostPort;

/** Reads {@code kubelet} and {@code k3s}. */
final class KubeletReading {
    private static final Pattern METRIC = Pattern.compile("default|[a-z][a-z0-9_]{0,127}\\*?");
    private static final int LEAST_SERIES = 100;
    private static final int MOST_SERIES = 10_000;

    private final Settings settings;

    KubeletReading(Settings settings) {
        this.settings = settings;
    }

    KubeletSettings kubelet() {
        String address = settings.text("kubelet.address", "auto");
        Mode mode = switch (address) {
            case "auto" -> Mode.AUTO;
            case "off" -> Mode.OFF;
            default -> Mode.ON;
        };
        return new KubeletSettings(
                mode,
                mode == Mode.ON ? address(address) : Optional.empty(),
                settings.path("kubelet.token-file"),
                settings.path("kubelet.ca-file"),
                settings.flag("kubelet.insecure-skip-verify", false),
                settings.duration("kubelet.every", Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofHours(1)),
                metrics(),
                settings.number("kubelet.max-series", KubeletSettings.USUAL_SERIES, LEAST_SERIES, MOST_SERIES));
    }

    private Optional<HostPort> address(String text) {
        try {
            return Optional.of(HostPort.parse(text));
        } catch (IllegalArgumentException e) {
            settings.problem("kubelet.address", "must be auto, off, or a host and a port, such as 127.0.0.1:10250");
            return Optional.empty();
        }
    }

    private List<String> metrics() {
        var metrics = new ArrayList<String>();
        for (String name : settings.list("kubelet.metrics", List.of("default"))) {
            if (METRIC.matcher(name).matches()) {
                metrics.add(name);
            } else {
                settings.problem(
                        "kubelet.metrics", "must hold default, or names that may end with *, was '" + name + "'");
            }
        }
        return metrics;
    }

    K3sSettings k3s() {
        return new K3sSettings(
                settings.path("k3s.data-dir", K3sSettings.USUAL_FOLDER),
                settings.list("k3s.backups", List.of()).stream().map(Path::of).toList());
    }
}
