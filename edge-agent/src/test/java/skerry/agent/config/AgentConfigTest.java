package skerry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import skerry.agent.budget.BudgetSettings;
import skerry.platform.config.ConfigException;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.HubIdentity;

class AgentConfigTest {
    private static final Path EXAMPLE = Path.of("..", "deploy", "agent.yaml");
    private static final String CARD =
            HubIdentity.generate(new SecureRandom()).card().text();

    @Test
    void theCardThatTheExampleNamesIsThereForWhoTriesIt() throws Exception {
        assertThat(HubCard.parse(Files.readString(EXAMPLE.resolveSibling("example-hub-card.txt"))
                        .strip()))
                .isNotNull();
    }

    @Test
    void theExampleLoads() throws ConfigException {
        var config = AgentConfig.load(Optional.of(EXAMPLE), Map.of("mqtt.hub", CARD), "host");

        assertThat(config.site()).isEqualTo("north-7");
        assertThat(config.collect().every()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.mqtt().hub()).isPresent();
        assertThat(config.ring().maxBytes()).contains(1L << 30);
        assertThat(config.send().name()).isEqualTo("default");
    }

    @Test
    void withoutAnyConfigurationAnAgentStoresAndListensOnLoopback() throws ConfigException {
        var config = AgentConfig.load(Optional.empty(), Map.of(), "host");

        assertThat(config.node()).isEqualTo("host");
        assertThat(config.mqtt().url()).isEmpty();
        assertThat(config.page().listen().orElseThrow().getAddress().isLoopbackAddress())
                .isTrue();
    }

    @Test
    void aRelayNeedsAListenerAndAWayOverOneExcludesAProxy() {
        assertThatThrownBy(() -> AgentConfig.load(Optional.empty(), Map.of("peers.relay", "true"), "host"))
                .hasMessageContaining("'peers.relay' needs peers.listen");
        assertThatThrownBy(() -> AgentConfig.load(
                        Optional.empty(),
                        Map.of("peers.via", "gateway.local:9142", "proxy", "http://proxy.example:3128"),
                        "host"))
                .hasMessageContaining("'peers.via' cannot be used with proxy");
        assertThatThrownBy(() -> AgentConfig.load(Optional.empty(), Map.of("peers.via", "gateway.local"), "host"))
                .hasMessageContaining("'peers.via' must be a host and a port");
    }

    @Test
    void mistakesOfEverySectionAreNamedAtOnce() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> AgentConfig.load(
                        Optional.empty(),
                        Map.of(
                                "collect.every", "1d",
                                "logs.format", "xml",
                                "logs.include", "var/log/*.log",
                                "summary.send", "node load",
                                "mqtt.url", "mqtt://127.0.0.1",
                                "page.liste", "off"),
                        "host"));

        assertThat(refused.problems())
                .hasSize(6)
                .anyMatch(problem -> problem.startsWith("'collect.every' must lie between 1s and 1m"))
                .anyMatch(problem -> problem.startsWith("'logs.format' must be auto, cri, docker or plain"))
                .anyMatch(problem -> problem.startsWith("'logs.include' must hold absolute paths"))
                .anyMatch(problem -> problem.startsWith("'summary.send' cannot be used: send profile rule 'node load'"))
                .anyMatch(problem -> problem.startsWith("'mqtt.hub' is missing"))
                .anyMatch(problem -> problem.endsWith("did you mean 'page.listen'?"));
    }

    @Test
    void aByteBudgetIsReadWithItsUnitsAndEachMistakeIsNamed() throws Exception {
        AgentConfig config = AgentConfig.load(
                Optional.empty(),
                Map.of("budget.per-month", "200MB", "budget.per-day", "10MB", "budget.rate", "4KB/s", "data", "/d"),
                "host");

        assertThat(config.budget())
                .isEqualTo(new BudgetSettings(OptionalLong.of(200_000_000), OptionalLong.of(10_000_000), 4_000, 1));
        Map<String, String> mistakes = Map.of(
                "budget.per-month", "4MB", "budget.per-day", "1kB", "budget.rate", "4KB", "budget.month-starts", "29");
        mistakes.forEach((key, wrong) -> assertThatThrownBy(
                        () -> AgentConfig.load(Optional.empty(), Map.of(key, wrong, "data", "/d"), "host"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key));
    }

    @Test
    void thePageCanBeSwitchedOff() throws ConfigException {
        assertThat(AgentConfig.load(Optional.empty(), Map.of("page.listen", "off"), "host")
                        .page()
                        .listen())
                .isEmpty();
    }
}
