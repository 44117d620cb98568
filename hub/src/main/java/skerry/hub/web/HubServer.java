package skerry.hub.web;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import skerry.hub.access.Access;
import skerry.platform.net.Listening;

/** The hub's HTTP server: the gate, the resources behind {@code /api/v1}, the pages. */
public final class HubServer implements AutoCloseable {

    private final WebServer server;
    private final boolean tls;

    /**
     * @param address where to listen; port 0 takes a free one
     * @param names further host names under which this hub may be asked for
     * @param tls must be there beyond loopback
     */
    public record Listen(InetSocketAddress address, List<String> names, Optional<Tls> tls) {
        /** @throws IllegalArgumentException if passwords would cross a network in the clear */
        public Listen {
            names = List.copyOf(names);
            if (tls.isEmpty() && !address.getAddress().isLoopbackAddress()) {
                throw new IllegalArgumentException(
                        "listening on " + address + " needs TLS: only loopback may do without");
            }
        }
    }

    private HubServer(WebServer server, boolean tls) {
        this.server = server;
        this.tls = tls;
    }

    /**
     * @param api services below {@code /api/v1}
     * @param open services at the root, before the pages
     * @throws IllegalStateException if the port is in use; names it
     */
    public static HubServer start(Listen listen, Access access, List<HttpService> api, List<HttpService> open) {
        // Helidon logs a stack trace when it cannot bind and goes on: ask first.
        Listening.requireFree(listen.address(), "web.listen");
        boolean tls = listen.tls().isPresent();
        var gate = new Gate(access, hosts(listen), tls);
        var builder = WebServer.builder()
                .address(listen.address().getAddress())
                .port(listen.address().getPort())
                .shutdownHook(false)
                // Else an answer's body waits for the other side's delayed acknowledgement of its head, 40 ms.
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(routing -> {
                    routing.addFilter(gate);
                    Gate.errors(routing);
                    api.forEach(service -> routing.register("/api/v1", service));
                    open.forEach(service -> routing.register("/", service));
                    routing.register("/", new Pages());
                });
        builder.maxPayloadSize(Gate.MAX_FILE);
        listen.tls().ifPresent(builder::tls);
        return new HubServer(builder.build().start(), tls);
    }

    public int port() {
        return server.port();
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return tls ? "https" : "http";
    }

    @Override
    public void close() {
        server.stop();
    }

    private static Set<String> hosts(Listen listen) {
        var hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        listen.names().forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
        InetAddress address = listen.address().getAddress();
        if (address.isAnyLocalAddress()) {
            hosts.addAll(ownAddresses());
        } else {
            hosts.add(literal(address));
        }
        return hosts;
    }

    private static Set<String> ownAddresses() {
        var own = new HashSet<String>();
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                network.inetAddresses().forEach(address -> own.add(literal(address)));
            }
            return own;
        } catch (SocketException e) {
            throw new IllegalStateException("this machine's addresses cannot be listed; set web.listen to one", e);
        }
    }

    /** As a browser writes it in the Host header. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String plain = scope < 0 ? text : text.substring(0, scope);
        return plain.indexOf(':') >= 0 ? "[" + plain + "]" : plain;
    }
}
