package skerry.agent.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.cluster.FakeApiServer;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;

class ApiAccessTest {
    private static final String PODS = "/api/v1/pods";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private CertificateAuthority authority;

    @SuppressWarnings("NullAway.Init")
    private FakeApiServer server;

    @BeforeEach
    void open() throws IOException {
        authority = authority("ca");
        server = new FakeApiServer(Optional.of(authority.serverContext(List.of("localhost", "127.0.0.1"))));
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void aPodFindsItsServerAndReadsATokenThatWasReplaced() throws IOException {
        Path mounted = mounted(authority);
        Map<String, String> environment = Map.of(
                "KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", Integer.toString(server.port()));
        assertThat(PodAccess.isHere(environment, mounted)).isTrue();
        assertThat(PodAccess.isHere(Map.of(), mounted)).isFalse();
        var access = new PodAccess(environment, mounted);
        server.token("first");
        assertThat(get(access)).contains("\"items\"");

        server.token("second");
        assertThatThrownBy(() -> get(access))
                .isInstanceOf(ApiException.class)
                .hasMessage("the API server answers with status 401: said with 401");
        Files.writeString(mounted.resolve("token"), "second\n");

        assertThat(get(access)).contains("\"items\"");
    }

    @Test
    void aServerOfAnotherAuthorityOrNameGetsNoToken() throws IOException {
        var foreign = new PodAccess(
                Map.of(
                        "KUBERNETES_SERVICE_HOST",
                        "127.0.0.1",
                        "KUBERNETES_SERVICE_PORT",
                        Integer.toString(server.port())),
                mounted(authority("other")));
        assertThatThrownBy(() -> get(foreign)).isInstanceOf(IOException.class).hasMessageContaining("TLS with the API");

        Path kubeconfig = kubeconfig("tls-server-name: kubernetes.example, " + data("certificate-authority-data"), "");
        assertThatThrownBy(() -> get(new KubeconfigAccess(kubeconfig)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("TLS with the API");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aKubeconfigIsReadAgainWhenItChanges() throws IOException {
        server.token("new");
        Path kubeconfig = kubeconfig(data("certificate-authority-data"), "token: old");
        var access = new KubeconfigAccess(kubeconfig);
        assertThatThrownBy(() -> get(access)).hasMessageContaining("401");

        kubeconfig(data("certificate-authority-data"), "token: new");
        Files.setLastModifiedTime(kubeconfig, FileTime.from(Instant.now().plusSeconds(10)));

        assertThat(get(access)).contains("\"items\"");
        assertThat(access.server().toString()).doesNotContain("new");
    }

    @Test
    void whatAKubeconfigMustNotOrCannotSayIsOneSentence() throws IOException {
        String ca = data("certificate-authority-data");
        assertThatThrownBy(() -> get(new KubeconfigAccess(kubeconfig(ca, "exec: {command: rm}"))))
                .hasMessageContaining("its user logs in by exec, which is not supported");
        assertThatThrownBy(() -> get(new KubeconfigAccess(kubeconfig("insecure-skip-tls-verify: true", "token: a"))))
                .hasMessageContaining("insecure-skip-tls-verify is set");
        assertThatThrownBy(() -> get(new KubeconfigAccess(
                        kubeconfig(ca, "client-key-data: " + base64("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n")))))
                .hasMessageContaining("only one of client-certificate and client-key");
        Path torn = Files.writeString(folder.resolve("torn"), "token: \"secret\n  a: [");
        assertThatThrownBy(() -> get(new KubeconfigAccess(torn))).hasMessage("the kubeconfig " + torn + " is no YAML");
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertThatThrownBy(() -> get(new KubeconfigAccess(empty))).hasMessageContaining("names none of its contexts");
        assertThatThrownBy(() -> get(new KubeconfigAccess(folder.resolve("none"))))
                .hasMessage("there is no kubeconfig " + folder.resolve("none"));
    }

    private CertificateAuthority authority(String name) throws IOException {
        return CertificateAuthority.open(
                Files.createDirectories(folder.resolve(name)), InstantSource.system(), new SecureRandom());
    }

    private Path mounted(CertificateAuthority trusted) throws IOException {
        Path mounted = Files.createDirectories(folder.resolve("serviceaccount"));
        Files.writeString(mounted.resolve("ca.crt"), Files.readString(trusted.certificateFile()));
        Files.writeString(mounted.resolve("token"), "first\n");
        return mounted;
    }

    private String data(String name) throws IOException {
        return name + ": " + base64(Files.readString(authority.certificateFile()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Path kubeconfig(String cluster, String user) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                current-context: here
                contexts: [{name: here, context: {cluster: one, user: me}}]
                clusters: [{name: one, cluster: {server: "https://127.0.0.1:%d", %s}}]
                users: [{name: me, user: {%s}}]
                """.formatted(server.port(), cluster, user));
    }

    private static String get(ApiAccess access) throws IOException {
        try (var call = new ApiCall(access, "Skerry/test", MonotonicClock.SYSTEM, Duration.ofSeconds(20))) {
            return new String(call.get(PODS + "?limit=1").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
