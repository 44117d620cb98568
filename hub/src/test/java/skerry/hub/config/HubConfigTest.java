package skerry.hub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skerry.platform.config.ConfigException;

class HubConfigTest {
    private static final Path EXAMPLE = Path.of("..", "deploy", "hub.yaml");

    @Test
    void theExampleHoldsTheUsualValues() throws ConfigException {
        var example = HubConfig.load(Optional.of(EXAMPLE), Map.of("web.names", ""));

        assertThat(example).isEqualTo(HubConfig.load(Optional.empty(), Map.of()));
    }

    @Test
    void asManyAgentsMayConnectAsTheHeapCanServe() {
        assertThat(HubConfig.agentsThatFit(512L << 20)).isBetween(2_500, 3_500);
        assertThat(HubConfig.agentsThatFit(1L << 30)).isBetween(5_000, 9_000);
        assertThat(HubConfig.agentsThatFit(64L << 30)).isEqualTo(20_000);
        assertThat(HubConfig.agentsThatFit(64L << 20)).isEqualTo(100);
    }

    @Test
    void anOutsideBrokerReplacesTheEmbeddedOne() throws ConfigException {
        var config =
                HubConfig.load(Optional.empty(), Map.of("broker.url", "mqtts://broker:8883", "broker.user", "skerry"));

        assertThat(config.broker()).isInstanceOf(HubConfig.Broker.Outside.class);
    }

    @Test
    void plainMqttBeyondThisMachineNeedsAWordOfItsOwn() throws ConfigException {
        String plain = "mqtt://10.0.0.5:1883";
        var refused = catchThrowableOfType(
                ConfigException.class, () -> HubConfig.load(Optional.empty(), Map.of("broker.url", plain)));

        assertThat(refused.problems())
                .containsExactly("'broker.url' is not encrypted and leaves this machine: use mqtts://, or set"
                        + " broker.allow-plain-beyond-loopback: true if the network is protected in another way");
        var allowed = HubConfig.load(
                Optional.empty(), Map.of("broker.url", plain, "broker.allow-plain-beyond-loopback", "true"));
        assertThat(allowed.broker()).isInstanceOf(HubConfig.Broker.Outside.class);
    }

    @Test
    void filesThatTheBrokersSettingsNameMustBeThere() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> HubConfig.load(
                        Optional.empty(),
                        Map.of(
                                "broker.url", "mqtts://broker",
                                "broker.password-file", "/nowhere/password",
                                "broker.trust", "/nowhere/ca.pem")));

        assertThat(refused.problems())
                .containsExactly(
                        "'broker.password-file' names /nowhere/password, which is missing or not readable by this user",
                        "'broker.password-file' needs broker.user beside it",
                        "'broker.trust' names /nowhere/ca.pem, which is missing or not readable by this user");
    }

    @Test
    void threeMistakesAreNamedAtOnce() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> HubConfig.load(
                        Optional.empty(),
                        Map.of("web.listen", "8440", "retention.days", "0", "retention.max-byte", "1GiB")));

        assertThat(refused.problems())
                .containsExactlyElementsOf(List.of(
                        "'web.listen' must be an address of this machine and a port, such as 127.0.0.1:9140, was"
                                + " '8440'",
                        "'retention.days' must be a whole number from 1 to 4000, was '0'",
                        "'retention.max-byte' is not a setting; did you mean 'retention.max-bytes'?"));
    }
}
