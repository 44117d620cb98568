package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerLinkTest {
    @TempDir
    private Path folder;

    @Test
    void addressesHaveTheUsualPorts() throws Exception {
        var secure = BrokerLink.of("mqtts://hub.example", Optional.empty(), false, Proxy.NO_PROXY);
        var plain = BrokerLink.of("mqtt://localhost", Optional.empty(), false, Proxy.NO_PROXY);

        assertThat(secure.port()).isEqualTo(8883);
        assertThat(secure.tls()).isPresent();
        assertThat(plain.port()).isEqualTo(1883);
        assertThat(plain.tls()).isEmpty();
        assertThat(BrokerLink.of("mqtt://[::1]:77", Optional.empty(), false, Proxy.NO_PROXY))
                .hasToString("::1:77");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt://hub.example", "mqtt://10.0.0.1:1883", "mqtt://127.0.0.1.example"})
    void plainMqttStaysOnThisMachineUnlessTheSettingSaysOtherwise(String url) throws Exception {
        assertThatThrownBy(() -> BrokerLink.of(url, Optional.empty(), false, Proxy.NO_PROXY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mqtt.allow-plain-beyond-loopback");

        assertThat(BrokerLink.of(url, Optional.empty(), true, Proxy.NO_PROXY).isExposed())
                .isTrue();
        assertThat(BrokerLink.of("mqtt://127.0.0.1", Optional.empty(), true, Proxy.NO_PROXY)
                        .isExposed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.example", "http://hub.example", "mqtts://", "mqtts://a b", ""})
    void whatIsNoAddressIsSaidInOneSentence(String url) {
        assertThatThrownBy(() -> BrokerLink.of(url, Optional.empty(), false, Proxy.NO_PROXY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must look like mqtts://host:8883");
    }

    @Test
    void certificatesThatCannotBeReadAreNamed() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");

        assertThatThrownBy(() -> BrokerLink.of("mqtts://hub", Optional.of(empty), false, Proxy.NO_PROXY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(empty.toString());
        assertThatThrownBy(() -> BrokerLink.of("mqtts://hub", Optional.of(garbage), false, Proxy.NO_PROXY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(garbage.toString());
    }
}
