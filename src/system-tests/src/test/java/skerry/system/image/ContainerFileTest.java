package skerry.system.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.system.process.Checkout;

/** The Dockerfiles agree with each other, with what arm/runtime makes, and with the chart that runs the image. */
class ContainerFileTest {
    private static final Path HOME = Checkout.home();

    private static ContainerFile of(String role) throws IOException {
        return ContainerFile.read(HOME.resolve("deploy/Dockerfile." + role));
    }

    private static String text(String file) throws IOException {
        return Files.readString(HOME.resolve(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "hub"})
    void takesTheRootThatIsMadeForEachArchitecture(String role) throws IOException {
        ContainerFile file = of(role);

        assertThat(file.all("COPY"))
                .containsExactly(
                        "amd64-" + role + "/ /",
                        "arm64-" + role + "/ /",
                        "armhf-" + role + "/ /",
                        "--chown=" + file.only("USER") + " data/ /data/");
        assertThat(file.all("FROM"))
                .containsExactly(
                        "scratch AS root-amd64", "scratch AS root-arm64", "scratch AS root-arm", "root-${TARGETARCH}");
        // No command runs in it: there is no shell, and the machine that builds it need not emulate another one.
        assertThat(file.all("RUN")).isEmpty();
        assertThat(text("arm/runtime")).contains("architectures=amd64,arm64,armhf\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "hub"})
    void startsTheProgramWithItsFlags(String role) throws IOException {
        ContainerFile file = of(role);

        String program = "/usr/lib/skerry-" + role;
        assertThat(file.only("ENTRYPOINT")).isEqualTo("[\"" + program + "/skerry-" + role + "\"]");
        assertThat(file.only("ENV"))
                .isEqualTo("PATH=" + program + ":/usr/bin SKERRY_FLAGS=" + role + " MALLOC_ARENA_MAX=1");
        assertThat(file.only("CMD")).startsWith("[\"run\", \"--data\", \"/data\"");
        assertThat(HOME.resolve("arm/flags").resolve(role)).isRegularFile();
    }

    @Test
    void agentAndHubAreDescribedAlike() throws IOException {
        assertThat(of("hub").only("USER")).isEqualTo(of("agent").only("USER"));
        assertThat(labels("hub")).isEqualTo(labels("agent"));
    }

    private static Set<String> labels(String role) throws IOException {
        return Pattern.compile("(org\\.opencontainers\\.[a-z.]+)=")
                .matcher(of(role).only("LABEL"))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void theChartRunsTheClustersAgentAsTheUserOfTheImage() throws IOException {
        String user = of("agent").only("USER").replaceFirst(":.*", "");

        assertThat(text("deploy/helm/skerry-agent/templates/cluster.yaml")).contains("runAsUser: " + user);
        assertThat(text("arm/runtime")).contains("skerry:x:" + user + ":" + user + ":");
    }

    @Test
    void theFlagsThatTheChartAsksForAreInTheImage() throws IOException {
        var asked = Pattern.compile("name: SKERRY_FLAGS\\s+value: (\\S+)")
                .matcher(text("deploy/helm/skerry-agent/templates/_helpers.tpl"));

        assertThat(asked.find()).isTrue();
        assertThat(HOME.resolve("arm/flags").resolve(asked.group(1))).isRegularFile();
        assertThat(text("arm/runtime")).containsPattern("agent\\) echo (\\S+ )*" + asked.group(1) + "\\b");
    }
}
