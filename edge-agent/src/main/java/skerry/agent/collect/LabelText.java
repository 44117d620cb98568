package skerry.agent.collect;

import java.util.Locale;
import java.util.regex.Pattern;

/** Kubernetes names as they stand in Prometheus labels. */
public final class LabelText {
    private static final Pattern FOREIGN = Pattern.compile("[^a-zA-Z0-9_]");
    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

    private LabelText() {}

    /** With only letters, digits and underscores: {@code nvidia.com/gpu} is {@code nvidia_com_gpu}. */
    public static String plain(String name) {
        return FOREIGN.matcher(name).replaceAll("_");
    }

    /** The name of a label: {@code app.kubernetes.io/partOf} is {@code app_kubernetes_io_part_of}. */
    public static String name(String key) {
        return HUMP.matcher(plain(key)).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
    }
}
