package skerry.system.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.system.process.Checkout;

/**
 * The images that {@code ./skerry image} made. Short: this machine's architecture; {@code -Dinstall.arch=amd64,arm64,armhf} runs the others too,
 * under emulation.
 */
@Tag("install")
class ImageIT {
    private static final Path HOME = Checkout.home();
    private static final Path IMAGES = HOME.resolve("target/image");
    private static final long LARGEST_AGENT = 60_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void anAgentOfEachArchitectureJoinsTheHubAndIsConfirmedRecords() throws Exception {
        assumeTrue(Files.exists(IMAGES.resolve("skerry-hub.oci.tar")), "no images: run ./skerry image");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/podman")), "no podman");
        assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        String architectures = System.getProperty("install.arch", "");
        var command = new ArrayList<>(List.of(HOME.resolve("arm/check").toString()));
        if (!architectures.isEmpty()) {
            command.addAll(List.of("--arch", architectures));
        }

        String told = output(command);

        assertThat(told).containsPattern("hub \\w+, native: ready after");
        for (String architecture : architectures.isEmpty() ? new String[] {"\\w+"} : architectures.split(",", 0)) {
            assertThat(told).containsPattern("agent " + architecture + ", .* first records confirmed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "hub"})
    void saysWhatItsDockerfileSays(String role) throws Exception {
        Path archive = IMAGES.resolve("skerry-" + role + ".oci.tar");
        assumeTrue(Files.exists(archive), "no images: run ./skerry image");
        ContainerFile file = ContainerFile.read(HOME.resolve("deploy/Dockerfile." + role));

        for (JsonNode platform : platforms(archive)) {
            JsonNode manifest = blob(archive, platform);
            JsonNode config = blob(archive, manifest.path("config")).path("config");

            assertThat(config.path("User").asText()).isEqualTo(file.only("USER"));
            assertThat(config.path("Entrypoint")).isEqualTo(JSON.readTree(file.only("ENTRYPOINT")));
            assertThat(config.path("Cmd")).isEqualTo(JSON.readTree(file.only("CMD")));
            assertThat(config.path("WorkingDir").asText()).isEqualTo(file.only("WORKDIR"));
            for (String variable : file.only("ENV").split(" ", 0)) {
                assertThat(config.path("Env").toString()).contains('"' + variable + '"');
            }
            for (String name :
                    List.of("title", "description", "licenses", "vendor", "version", "revision", "created")) {
                assertThat(config.path("Labels")
                                .path("org.opencontainers.image." + name)
                                .asText())
                        .as(name)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void theAgentFitsIntoSixtyMegabytes() throws Exception {
        Path archive = IMAGES.resolve("skerry-agent.oci.tar");
        assumeTrue(Files.exists(archive), "no images: run ./skerry image");

        for (JsonNode platform : platforms(archive)) {
            long bytes = 0;
            for (JsonNode layer : blob(archive, platform).path("layers")) {
                bytes += layer.path("size").asLong();
            }
            assertThat(bytes)
                    .as(platform.path("platform").toString())
                    .isPositive()
                    .isLessThanOrEqualTo(LARGEST_AGENT);
        }
    }

    /** The manifests of an archive, one for each platform. */
    private static List<JsonNode> platforms(Path archive) throws Exception {
        JsonNode index = blob(
                archive,
                JSON.readTree(file(archive, "index.json")).path("manifests").path(0));
        var platforms = new ArrayList<JsonNode>();
        index.path("manifests").forEach(platforms::add);
        assertThat(platforms).isNotEmpty();
        return platforms;
    }

    private static JsonNode blob(Path archive, JsonNode descriptor) throws Exception {
        return JSON.readTree(
                file(archive, "blobs/" + descriptor.path("digest").asText().replace(':', '/')));
    }

    private static String file(Path archive, String name) throws Exception {
        return output(List.of("tar", "-xOf", archive.toString(), name));
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }
}
