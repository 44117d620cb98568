package skerry.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BrokerUrlTest {
    @Test
    void anAddressIsReadAndWrittenWithItsUsualPort() {
        assertThat(BrokerUrl.parse("mqtts://hub.example.org")).isEqualTo(new BrokerUrl("hub.example.org", 8883, true));
        assertThat(BrokerUrl.parse("MQTT://[::1]").toString()).isEqualTo("mqtt://[::1]:1883");
        for (String wrong : new String[] {"hub.example.org:1883", "tcp://hub:1883", "mqtt://", "mqtt://a b"}) {
            assertThatThrownBy(() -> BrokerUrl.parse(wrong))
                    .hasMessage("must look like mqtts://host:8883 or wss://host/mqtt");
        }
    }

    @Test
    void aWebSocketHasAPathAndThePortsOfTheWeb() {
        assertThat(BrokerUrl.parse("wss://hub.example.org"))
                .isEqualTo(new BrokerUrl("hub.example.org", 443, true, Optional.of("/mqtt")));
        assertThat(BrokerUrl.parse("ws://[::1]:8080/sea/mqtt").toString()).isEqualTo("ws://[::1]:8080/sea/mqtt");
        assertThat(BrokerUrl.parse("ws://10.0.0.1").isExposed()).isTrue();
        assertThat(BrokerUrl.parse("wss://10.0.0.1").isExposed()).isFalse();
    }

    @Test
    void onlyPlainMqttBeyondThisMachineIsExposed() {
        assertThat(BrokerUrl.parse("mqtt://10.0.0.1").isExposed()).isTrue();
        assertThat(BrokerUrl.parse("mqtts://10.0.0.1").isExposed()).isFalse();
        assertThat(BrokerUrl.parse("mqtt://localhost").isExposed()).isFalse();
        assertThat(BrokerUrl.parse("mqtt://127.0.0.9").isExposed()).isFalse();
        assertThat(BrokerUrl.parse("mqtt://127.0.0.1.example.org").isExposed()).isTrue();
    }
}
