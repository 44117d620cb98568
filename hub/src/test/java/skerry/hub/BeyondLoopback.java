package skerry.hub;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.common.MqttException;
import skerry.platform.tls.ClientTls;
import skerry.platform.tls.KnownTime;
import skerry.platform.tls.Trust;
import skerry.protocol.batch.Batch;

/** What {@link BeyondLoopbackIT} runs in a network of its own, where an address that is no loopback belongs to it. */
final class BeyondLoopback {
    static final String ADDRESS = "10.77.0.1";
    private static final long NOON = 1_790_000_040_000L;

    private BeyondLoopback() {}

    /** Prints one line for each thing that held. */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        var agent = new FakeAgent(1);
        var settings = Map.of("web.listen", ADDRESS + ":0", "broker.listen", "*:0", "web.names", ADDRESS);
        try (var hub = new RunningHub(data, settings)) {
            say("pages " + hub.base().getScheme());
            say("fleet " + hub.get("/api/v1/fleet").status());
            say("cookie " + hub.setCookie());
            say("plain " + plain(hub.base()));
            hub.addSite("north");
            ClientTls.Identity identity = agent.join(hub, hub.joinCode("north", 1));
            String url = hub.brokerUrl();
            say("broker " + url.substring(0, url.lastIndexOf(':')));
            SSLSocketFactory trusting = tls(identity.chain().getLast(), Optional.of(identity));
            try (var wire = new WireAgent(agent, hub.card(), url, trusting)) {
                Batch batch = agent.dictionary(NOON);
                wire.send(batch);
                wire.awaitHeld(batch);
                say("held");
            }
            for (var attempt : List.of(
                    Map.entry("system", Trust.clientContext(Optional.empty()).getSocketFactory()),
                    Map.entry("name", trusting))) {
                String where = attempt.getKey().equals("name") ? url.replace(ADDRESS, "10.77.0.2") : url;
                say(attempt.getKey() + " " + login(agent, hub, where, attempt.getValue()));
            }
        }
    }

    private static SSLSocketFactory tls(X509Certificate authority, Optional<ClientTls.Identity> identity) {
        return ClientTls.context(authority, identity, KnownTime.exactly(Instant.now()))
                .getSocketFactory();
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static String login(FakeAgent agent, RunningHub hub, String url, SSLSocketFactory tls) {
        try (var _ = new WireAgent(agent, hub.card(), url, tls)) {
            return "in";
        } catch (MqttException e) {
            return e.getCause() == null ? e.toString() : e.getCause().getClass().getSimpleName();
        }
    }

    /** Asks a TLS port in the clear. */
    private static String plain(URI base) throws IOException {
        try (var socket = new Socket(ADDRESS, base.getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.startsWith("HTTP/1.1 200") ? "answered" : "refused";
        } catch (IOException e) {
            return "refused";
        }
    }
}
