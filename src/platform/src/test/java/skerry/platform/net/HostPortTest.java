package skerry.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostPortTest {
    @Test
    void namesAndLiteralAddressesAreReadAndWrittenTheSame() {
        for (String text : List.of("gateway.local:9142", "10.0.0.7:1", "[fd00::7]:65535")) {
            assertThat(HostPort.parse(text)).hasToString(text);
        }
        assertThat(HostPort.parse("[fd00::7]:9142").host()).isEqualTo("fd00::7");
    }

    @Test
    void anythingElseIsToldWhatItMustLookLike() {
        for (String text :
                List.of("", ":9142", "gateway", "gateway:", "gateway:0", "gateway:65536", "fd00::7", "[a]:1")) {
            assertThatThrownBy(() -> HostPort.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("must be a host and a port, such as gateway.local:9142");
        }
    }
}
