package skerry.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyIT {
    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void openEchoBehindProxy() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
        proxy = new TcpProxy("127.0.0.1", echo.getLocalPort(), 7);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void bytesArriveUnchangedThoughSplitAndDelayed() throws IOException {
        proxy.split(true);
        proxy.delay(3);
        byte[] sent = new byte[20_000];
        new SplittableRandom(1).nextBytes(sent);

        try (var socket = connect()) {
            socket.getOutputStream().write(sent);
            byte[] back = socket.getInputStream().readNBytes(sent.length);

            assertThat(back).isEqualTo(sent);
        }
    }

    @Test
    void aCutEndsConnectionsAndNewOnesWork() throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(1);
            socket.getInputStream().read();

            proxy.cut();

            assertThatThrownBy(() -> {
                        if (socket.getInputStream().read() < 0) {
                            throw new IOException("end");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        try (var socket = connect()) {
            socket.getOutputStream().write(2);
            assertThat(socket.getInputStream().read()).isEqualTo(2);
        }
        assertThat(proxy.accepted()).isEqualTo(2);
    }

    @Test
    void aStalledLineDeliversWhenItGoesOn() throws IOException {
        try (var socket = connect()) {
            proxy.stall(true);
            socket.setSoTimeout(100);
            socket.getOutputStream().write(5);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.stall(false);

            socket.setSoTimeout(5_000);
            assertThat(socket.getInputStream().read()).isEqualTo(5);
        }
    }

    @Test
    void aLineThatIsStalledOneWayStillTakesBytesTheOtherWay() throws IOException {
        try (var socket = connect()) {
            socket.setSoTimeout(100);
            proxy.stall(false, true);
            socket.getOutputStream().write(6);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.bytesUp()).isEqualTo(1);

            proxy.heal();

            socket.setSoTimeout(5_000);
            assertThat(socket.getInputStream().read()).isEqualTo(6);
        }
    }

    @Test
    void aCutAtAByteLetsThoseBeforeItPassAndHappensOnce() throws IOException {
        proxy.cutAfter(1_000);
        try (var socket = connect()) {
            assertThatThrownBy(() -> {
                        for (int sent = 0; sent < 1_000_000; sent++) {
                            socket.getOutputStream().write(new byte[100]);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(proxy.bytesUp()).isEqualTo(1_000);
        try (var socket = connect()) {
            socket.getOutputStream().write(new byte[2_000]);
            assertThat(socket.getInputStream().readNBytes(2_000)).hasSize(2_000);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private void serve() {
        while (!echo.isClosed()) {
            try (var client = echo.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
                // Cut, or the test is over.
            }
        }
    }
}
