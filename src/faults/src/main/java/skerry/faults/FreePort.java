package skerry.faults;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports of loopback for servers that are stopped and started again. They lie below those that a system gives to
 * connections going out (Linux: {@code ip_local_port_range}, from 32768): whoever tries to reach a stopped server could
 * otherwise be given its port, and keep it from starting.
 */
public final class FreePort {
    private static final int FIRST = 10_240;
    private static final int END = 32_768;
    private static final int TRIES = 100;

    private FreePort() {}

    /**
     * A port that nobody listens on now.
     *
     * @throws IOException if none was found
     */
    public static int next() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port was found between " + FIRST + " and " + END);
    }

    private static boolean isFree(int port) throws IOException {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (BindException e) {
            return false;
        }
    }
}
