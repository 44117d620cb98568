package skerry.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class FreePortTest {
    private static final int FIRST_OF_CONNECTIONS = 32_768;

    @Test
    void aPortIsFreeAndNoneThatAConnectionGoingOutIsGiven() throws Exception {
        var taken = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < 200; i++) {
                int port = FreePort.next();
                assertThat(port).isLessThan(FIRST_OF_CONNECTIONS);
                taken.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
        } finally {
            for (ServerSocket socket : taken) {
                socket.close();
            }
        }
    }
}
