package skerry.system.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.hub.cli.StatusCommand;
import skerry.hub.config.HubConfig;
import skerry.hub.config.HubConfig.Broker;
import skerry.platform.config.ConfigException;
import skerry.system.process.Checkout;

/** The compose files agree with the image that they run, with the hub's settings, and with the broker's. */
class ComposeTest {
    private static final Path DEPLOY = Checkout.home().resolve("deploy");
    private static final Map<String, String> GIVEN = Map.of("SKERRY_NAME", "hub.example.org");
    private static final String ONE = "compose.yaml";
    /** Of a program or command that is not there, such as {@code config} of podman-compose 1.0.3. */
    private static final int UNKNOWN = 127;

    private static final String TWO = "compose.mosquitto.yaml";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static ComposeFile read(String name) throws IOException {
        return ComposeFile.read(DEPLOY.resolve(name), GIVEN);
    }

    private static ComposeFile.Service hub(String name) throws IOException {
        return Optional.ofNullable(read(name).services().get("hub")).orElseThrow();
    }

    /** As the hub itself reads it, with the secrets as if they were mounted. */
    private HubConfig config(ComposeFile.Service hub) throws IOException, ConfigException {
        var settings = new TreeMap<>(hub.settings());
        for (String secret : Optional.ofNullable(hub.secrets()).orElse(List.of())) {
            Path file = Files.writeString(folder.resolve(secret), "");
            settings.replaceAll((_, value) -> value.equals("/run/secrets/" + secret) ? file.toString() : value);
        }
        return HubConfig.load(Optional.empty(), settings);
    }

    @Test
    void theHubListensWhereItsPortsArePublishedAndTellsAgentsTheName() throws Exception {
        HubConfig config = config(hub(ONE));
        var broker = (Broker.Embedded) config.broker();

        assertThat(config.web().names()).containsExactly("hub.example.org");
        assertThat(hub(ONE).ports())
                .containsExactly(
                        same(config.web().listen().getPort()),
                        same(broker.listen().getPort()));
        assertThat(config.web().listen().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(config.retention())
                .as("the setting that it shows is a usual one")
                .isEqualTo(HubConfig.load(Optional.empty(), Map.of()).retention());
    }

    private static String same(int port) {
        return port + ":" + port;
    }

    @Test
    void itBacksItselfUpWhereTheLinesForThatAreTakenIn() throws Exception {
        Path taken = folder.resolve(ONE);
        Files.writeString(taken, Files.readString(DEPLOY.resolve(ONE)).replaceAll("(?m)^( *)# (- [-/])", "$1$2"));
        ComposeFile.Service hub = Optional.ofNullable(
                        ComposeFile.read(taken, GIVEN).services().get("hub"))
                .orElseThrow();

        Path to = config(hub).backup().orElseThrow().to();
        assertThat(hub.volumes()).hasSize(2).last().asString().endsWith(":" + to);
    }

    @Test
    void besideAMosquittoTheHubUsesThatOneAndAgentsAreToldOfIt() throws Exception {
        ComposeFile file = read(TWO);
        ComposeFile.Service mosquitto =
                Optional.ofNullable(file.services().get("mosquitto")).orElseThrow();
        var broker = (Broker.Outside) config(hub(TWO)).broker();
        String settings = Files.readString(DEPLOY.resolve("mosquitto/skerry.conf"));

        assertThat(broker.url().host()).as("the name of the service").isEqualTo("mosquitto");
        assertThat(broker.publicUrl().orElseThrow()).hasToString("mqtts://hub.example.org:8883");
        assertThat(mosquitto.ports()).containsExactly(same(broker.url().port()));
        assertThat(settings).contains("listener " + broker.url().port() + "\n");
        assertThat(Files.readString(DEPLOY.resolve("mosquitto/acl")))
                .contains("user " + broker.user().orElseThrow() + "\n");
        assertThat(mosquitto.volumes())
                .as("every file that its settings name is mounted")
                .containsAll(settings.lines()
                        .filter(line -> line.contains(" /etc/mosquitto/skerry/"))
                        .map(line -> line.substring(line.lastIndexOf('/') + 1))
                        .map(name -> (name.equals("acl") ? "./mosquitto/" : "./secrets/") + name
                                + ":/etc/mosquitto/skerry/" + name + ":ro")
                        .toList());
        assertThat(mosquitto.command()).last().asString().isEqualTo("/etc/mosquitto/skerry.conf");
        assertThat(hub(TWO).dependsOn()).containsExactly("mosquitto");
        assertThat(Optional.ofNullable(hub(TWO).secrets()).orElseThrow())
                .containsExactlyInAnyOrderElementsOf(
                        Optional.ofNullable(file.secrets()).orElseThrow().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {ONE, TWO})
    void theHubIsTheImageThatIsMadeAndRunsAsItsUser(String name) throws Exception {
        ComposeFile.Service hub = hub(name);
        ContainerFile image = ContainerFile.read(DEPLOY.resolve("Dockerfile.hub"));
        String chart = Files.readString(DEPLOY.resolve("helm/skerry-hub/Chart.yaml"));
        String version = chart.replaceAll("(?s).*\nappVersion: (\\S+)\n.*", "$1");

        assertThat(hub.image()).isEqualTo("docker.io/library/skerry-hub:" + version);
        assertThat(hub.user()).isEqualTo(image.only("USER"));
        assertThat(hub.settings().get("data")).isEqualTo(image.only("WORKDIR"));
        assertThat(hub.volumes()).contains("data:" + image.only("WORKDIR"));
        assertThat(hub.command()).startsWith("run");
        ComposeFile.HealthCheck check = Optional.ofNullable(hub.healthcheck()).orElseThrow();
        assertThat(check.disable()).isEqualTo("false");
        assertThat(check.test())
                .as("no shell, which the image has not")
                .containsExactly(
                        "CMD",
                        "skerry-hub",
                        StatusCommand.class
                                .getAnnotation(picocli.CommandLine.Command.class)
                                .name(),
                        "--data=/data");
    }

    @ParameterizedTest
    @ValueSource(strings = {ONE, TWO})
    void containersHaveNoPowersAndTheFileNoSecrets(String name) throws Exception {
        ComposeFile file = read(name);

        for (ComposeFile.Service service : file.services().values()) {
            assertThat(service.readOnly()).isTrue();
            assertThat(service.capDrop()).containsExactly("ALL");
            assertThat(service.securityOpt()).containsExactly("no-new-privileges:true");
            assertThat(service.user()).matches("[1-9]\\d*:[1-9]\\d*");
            assertThat(service.tmpfs()).singleElement().asString().contains("noexec", "nosuid", "nodev", "size=");
            assertThat(service.memLimit()).matches("\\d+m");
            assertThat(service.pidsLimit()).isPositive();
            assertThat(service.restart()).isEqualTo("unless-stopped");
            for (String volume : service.volumes()) {
                String[] parts = volume.split(":", -1);
                assertThat(
                                parts[0].startsWith("./")
                                        ? parts[2].equals("ro")
                                        : file.volumes().containsKey(parts[0]))
                        .as(volume)
                        .isTrue();
            }
            assertThat(service.command()).noneMatch(argument -> argument.matches(".*(password|token|key)=.*"));
        }
        assertThat(file.volumes().values()).containsExactly(new ComposeFile.Named("skerry-hub-data"));
    }

    @Test
    void withoutANameNothingIsStarted() {
        assertThatThrownBy(() -> ComposeFile.read(DEPLOY.resolve(ONE), Map.of()))
                .hasMessageContaining("SKERRY_NAME: set it to the name or address of this machine");
    }

    /** What is installed here of the programs that people use. */
    @ParameterizedTest
    @ValueSource(strings = {"docker compose", "docker-compose", "podman-compose"})
    void theProgramsThatPeopleUseReadBoth(String program) throws Exception {
        List<String> command = List.of(program.split(" ", 0));
        assumeTrue(ended(Stream.concat(command.stream(), Stream.of("version"))) == 0, "no " + program + " here");

        for (String name : List.of(ONE, TWO)) {
            int code = ended(Stream.concat(
                    command.stream(), Stream.of("-f", DEPLOY.resolve(name).toString(), "config")));
            assumeTrue(code != UNKNOWN, program + " here cannot tell what it reads");
            assertThat(code).as(name).isZero();
        }
    }

    private static int ended(Stream<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command.toList()).redirectErrorStream(true);
        builder.environment().putAll(GIVEN);
        try {
            Process process = builder.start();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            return told.contains("unknown command") || told.contains("invalid choice: 'config'") ? UNKNOWN : code;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
