package skerry.agent.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ForwardLookupsTest {
    @Test
    void namesHaveAddressesButAddressesHaveNoNames() throws UnknownHostException {
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
        assertThat(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getHostName())
                .isEqualTo("127.0.0.1");
        assertThat(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getCanonicalHostName())
                .isEqualTo("127.0.0.1");
    }
}
