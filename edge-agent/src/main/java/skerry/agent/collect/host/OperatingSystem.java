package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** Name and version of the distribution from {@code /etc/os-release}, read again when it changes. Source: os-release(5). */
public final class OperatingSystem implements Collector {
    private static final String[] KEYS = {
        "BUILD_ID",
        "ID",
        "ID_LIKE",
        "IMAGE_ID",
        "IMAGE_VERSION",
        "NAME",
        "PRETTY_NAME",
        "VARIANT",
        "VARIANT_ID",
        "VERSION",
        "VERSION_CODENAME",
        "VERSION_ID"
    };
    private static final MetricFamily INFO = MetricFamily.gauge(
            "node_os_info",
            "What /etc/os-release tells of the distribution.",
            Arrays.stream(KEYS).map(key -> key.toLowerCase(Locale.ROOT)).toArray(String[]::new));
    private static final MetricFamily VERSION = MetricFamily.gauge(
            "node_os_version", "Major and minor version of the distribution.", "id", "id_like", "name");

    private final KernelText text = new KernelText();
    private final List<File> files;
    private Labels info = Labels.NONE;
    private double version = Double.NaN;
    private long readAt;

    public OperatingSystem(HostPaths paths) {
        Path root = paths.rootfs();
        this.files = List.of(
                root.resolve("etc/os-release").toFile(),
                root.resolve("usr/lib/os-release").toFile());
    }

    @Override
    public String name() {
        return "os";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        for (var file : files) {
            long modified = file.lastModified();
            if (modified != 0) {
                if (modified != readAt) {
                    read(file);
                    readAt = modified;
                }
                sink.add(INFO, info, 1);
                if (!Double.isNaN(version)) {
                    sink.add(
                            VERSION,
                            Labels.of("id", info.get("id"), "id_like", info.get("id_like"), "name", info.get("name")),
                            version);
                }
                return;
            }
        }
    }

    private void read(File file) throws IOException {
        text.readRequired(file);
        Map<String, String> values = new HashMap<>();
        while (text.nextLine()) {
            if (text.nextUntil('=') && !text.startsWith("#")) {
                values.put(text.word(), unquoted(text.rest()));
            }
        }
        var pairs = new ArrayList<String>();
        for (String key : KEYS) {
            pairs.add(key.toLowerCase(Locale.ROOT));
            pairs.add(values.getOrDefault(key, ""));
        }
        info = Labels.of(pairs.toArray(String[]::new));
        version = majorAndMinor(values.getOrDefault("VERSION_ID", ""));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1).replace("\\\"", "\"") : value;
    }

    /** 20.04 of {@code 20.04.2}; not a number where there is none, as on rolling distributions. */
    private static double majorAndMinor(String version) {
        int dots = 0;
        int end = 0;
        while (end < version.length()) {
            char c = version.charAt(end);
            boolean belongs = (c >= '0' && c <= '9') || (c == '.' && dots++ == 0);
            if (!belongs) {
                break;
            }
            end++;
        }
        try {
            return Double.parseDouble(version.substring(0, end));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
