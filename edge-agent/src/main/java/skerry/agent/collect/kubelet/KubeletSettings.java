package skerry.agent.collect.kubelet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import skerry.platform.net.HostPort;

/**
 * How the kubelet is asked.
 *
 * @param mode whether it is asked at all
 * @param address where it is; empty to find out
 * @param token file with the token to show; empty to find out
 * @param authority PEM file of whom to trust; empty to find out
 * @param unchecked whether any certificate is taken
 * @param every how often each endpoint is asked
 * @param metrics names to keep, {@code *} at the end of a name for all that begin so; {@code default} stands for the usual ones
 * @param maxSeries the most series of one endpoint
 */
public record KubeletSettings(
        Mode mode,
        Optional<HostPort> address,
        Optional<Path> token,
        Optional<Path> authority,
        boolean unchecked,
        Duration every,
        List<String> metrics,
        int maxSeries) {
    public static final int USUAL_SERIES = 4_000;

    /** Whether the kubelet is asked. */
    public enum Mode {
        /** Where there is a way to show it who asks. */
        AUTO,
        OFF,
        /** Because its address is set. */
        ON
    }

    public KubeletSettings {
        metrics = List.copyOf(metrics);
    }
}
