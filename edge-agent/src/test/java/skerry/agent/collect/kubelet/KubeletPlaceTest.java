package skerry.agent.collect.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.kubelet.KubeletSettings.Mode;
import skerry.agent.collect.targets.Login;
import skerry.platform.net.HostPort;

class KubeletPlaceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void inAPodItIsAskedByTheServiceAccountAtTheNodesAddress() throws IOException {
        Path token = file("account/token");
        Path authority = file("account/ca.crt");

        KubeletPlace.Found found = place(Map.of("SKERRY_NODE_IP", "10.0.0.7"))
                .find(settings(Mode.AUTO))
                .orElseThrow();

        assertThat(found.where()).isEqualTo(new HostPort("10.0.0.7", 10_250));
        assertThat(found.login()).isInstanceOf(Login.Bearer.class);
        assertThat(found.tls().authorities()).contains(authority);
        assertThat(found.tls().unchecked()).isFalse();
        assertThat(found.who()).isEqualTo("by the token in " + token);
        assertThat(place(Map.of())
                        .find(settings(Mode.AUTO))
                        .orElseThrow()
                        .where()
                        .host())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void onAServerOfK3sItIsAskedByItsCertificate() throws IOException {
        Path certificate = file("k3s/server/tls/client-admin.crt");
        assertThat(place(Map.of()).find(settings(Mode.AUTO)))
                .as("a certificate needs its key")
                .isEmpty();
        Path key = file("k3s/server/tls/client-admin.key");
        Path authority = file("k3s/agent/server-ca.crt");

        KubeletPlace.Found found = place(Map.of()).find(settings(Mode.AUTO)).orElseThrow();

        assertThat(found.tls().certificate()).contains(certificate);
        assertThat(found.tls().key()).contains(key);
        assertThat(found.tls().authorities()).contains(authority);
        assertThat(found.login()).isInstanceOf(Login.None.class);
    }

    @Test
    void whereNobodyCanBeShownItIsLeftAlone() throws IOException {
        assertThat(place(Map.of()).find(settings(Mode.AUTO))).isEmpty();
        file("account/token");
        assertThat(place(Map.of()).find(settings(Mode.OFF))).isEmpty();
    }

    private KubeletPlace place(Map<String, String> environment) {
        return new KubeletPlace(environment, folder.resolve("account"), folder.resolve("k3s"));
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "x");
    }

    private static KubeletSettings settings(Mode mode) {
        return new KubeletSettings(
                mode,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Duration.ofMinutes(1),
                List.of("default"),
                1_000);
    }
}
