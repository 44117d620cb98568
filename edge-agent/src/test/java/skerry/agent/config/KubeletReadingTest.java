package skerry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skerry.agent.collect.k3s.K3sSettings;
import skerry.agent.collect.kubelet.KubeletSettings;
import skerry.platform.config.ConfigException;
import skerry.platform.net.HostPort;

class KubeletReadingTest {
    @Test
    void theUsualIsToFindOut() throws ConfigException {
        AgentConfig usual = read(Map.of());

        assertThat(usual.kubelet().mode()).isEqualTo(KubeletSettings.Mode.AUTO);
        assertThat(usual.kubelet().address()).isEmpty();
        assertThat(usual.kubelet().every()).isEqualTo(Duration.ofMinutes(1));
        assertThat(usual.kubelet().metrics()).containsExactly("default");
        assertThat(usual.k3s().folder()).isEqualTo(K3sSettings.USUAL_FOLDER);
    }

    @Test
    void everythingCanBeSet() throws ConfigException {
        AgentConfig set = read(Map.of(
                "kubelet.address", "10.0.0.7:10250",
                "kubelet.token-file", "/etc/skerry/token",
                "kubelet.ca-file", "/etc/skerry/ca.crt",
                "kubelet.insecure-skip-verify", "on",
                "kubelet.every", "30s",
                "kubelet.metrics", "default, apiserver_*",
                "kubelet.max-series", "900",
                "k3s.data-dir", "/data/k3s",
                "k3s.backups", "/mnt/saved"));

        assertThat(set.kubelet().mode()).isEqualTo(KubeletSettings.Mode.ON);
        assertThat(set.kubelet().address()).contains(new HostPort("10.0.0.7", 10_250));
        assertThat(set.kubelet().token()).contains(Path.of("/etc/skerry/token"));
        assertThat(set.kubelet().authority()).contains(Path.of("/etc/skerry/ca.crt"));
        assertThat(set.kubelet().unchecked()).isTrue();
        assertThat(set.kubelet().metrics()).containsExactly("default", "apiserver_*");
        assertThat(set.kubelet().maxSeries()).isEqualTo(900);
        assertThat(set.k3s()).isEqualTo(new K3sSettings(Path.of("/data/k3s"), List.of(Path.of("/mnt/saved"))));
        assertThat(read(Map.of("kubelet.address", "off")).kubelet().mode()).isEqualTo(KubeletSettings.Mode.OFF);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> read(Map.of("kubelet.address", "node", "kubelet.metrics", "a|b", "kubelet.max-series", "5")));

        assertThat(refused.problems())
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("'kubelet.address' must be auto, off, or a host and a port"))
                .anyMatch(problem -> problem.startsWith("'kubelet.metrics' must hold default, or names"))
                .anyMatch(problem -> problem.startsWith("'kubelet.max-series' must be a whole number from 100"));
    }

    private static AgentConfig read(Map<String, String> settings) throws ConfigException {
        return AgentConfig.load(Optional.empty(), settings, "host");
    }
}
