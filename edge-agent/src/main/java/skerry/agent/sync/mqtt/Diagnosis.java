package skerry.agent.sync.mqtt;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.WebSocketHandshakeException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed attempt or a lost connection means, as one sentence for a person.
 *
 * @param permanent whether it will fail again until somebody changes something
 */
public record Diagnosis(boolean permanent, String sentence) {
    private static final int MOST_CAUSES = 8;
    private static final Pattern PROXY_SAYS =
            Pattern.compile("^Unable to tunnel through proxy\\. Proxy returns \"HTTP/1\\.[01] ([^\"]{1,1000})\"");

    /** Why no connection came about. */
    public static Diagnosis ofAttempt(BrokerLink broker, @Nullable Throwable failure) {
        return find(failure, CertificateException.class)
                .map(e -> new Diagnosis(
                        true,
                        "the certificate of " + broker + " is not trusted (" + reason(e)
                                + "): check mqtt.trust, the name in mqtt.url and this machine's clock"))
                .or(() -> find(failure, SSLException.class)
                        .map(e -> new Diagnosis(
                                true,
                                "TLS with " + broker + " fails (" + e.getMessage()
                                        + "): is it the broker's TLS port?")))
                .or(() -> find(failure, WebSocketHandshakeException.class)
                        .map(e -> new Diagnosis(
                                false,
                                "no MQTT is spoken over WebSocket at " + broker + " (status "
                                        + e.getResponse().statusCode() + "): check the path")))
                .or(() -> find(failure, UnknownHostException.class)
                        .map(_ -> new Diagnosis(
                                false, "the name " + broker.host() + " cannot be resolved: check mqtt.url and DNS")))
                .or(() -> find(failure, SocketTimeoutException.class)
                        .map(_ ->
                                new Diagnosis(false, broker + " does not answer: check the network and the firewall")))
                .or(() -> find(failure, NoRouteToHostException.class)
                        .map(_ -> new Diagnosis(false, "there is no route to " + broker + ": check the network")))
                .or(() -> find(failure, ConnectException.class)
                        .map(e -> new Diagnosis(
                                false, "no broker can be reached at " + broker + " (" + e.getMessage() + ")")))
                .or(() -> ofProxy(broker, failure))
                .or(() -> find(failure, MqttException.class).flatMap(e -> refused(broker, e.getReasonCode())))
                .orElseGet(() -> unanswered(broker));
    }

    /** Why the broker would not have the connection; its reason code of MQTT 5. */
    public static Diagnosis ofRefusal(BrokerLink broker, int reasonCode) {
        return refused(broker, reasonCode).orElseGet(() -> unanswered(broker));
    }

    /** What the JDK says of a proxy that did not let it through, with the proxy's own words. */
    private static Optional<Diagnosis> ofProxy(BrokerLink broker, @Nullable Throwable failure) {
        return find(failure, IOException.class)
                .map(e -> PROXY_SAYS.matcher(String.valueOf(e.getMessage())))
                .filter(Matcher::find)
                .map(said -> new Diagnosis(false, "the proxy on the way to " + broker + " refuses: " + said.group(1)));
    }

    private static Diagnosis unanswered(BrokerLink broker) {
        return new Diagnosis(
                false, broker + " closed the connection before it answered: is a broker running behind it?");
    }

    /** Why a connection ended; reason codes of MQTT 5, or what Paho says where no packet came. */
    public static String ofLoss(BrokerLink broker, int reasonCode, @Nullable Throwable failure) {
        return switch (reasonCode) {
            case 0x87 -> broker + " ended the connection: this agent lost its rights there";
            case 0x89, 0x8b -> broker + " ended the connection: it is busy or shutting down";
            case 0x8d -> broker + " ended the connection: it heard nothing for too long";
            case 0x8e -> broker + " ended the connection: another client connected with this agent's id";
            case 0x95 -> broker + " ended the connection: a packet was too large for it";
            default ->
                find(failure, SSLException.class)
                        .map(e -> "the TLS connection to " + broker + " broke (" + e.getMessage() + ")")
                        .orElse("the connection to " + broker + " was lost");
        };
    }

    private static Optional<Diagnosis> refused(BrokerLink broker, int reasonCode) {
        return switch (reasonCode) {
            case 0x84 -> Optional.of(new Diagnosis(true, broker + " does not speak MQTT 5"));
            case 0x85, 0x86, 0x87, 0x8a, 0x8c ->
                Optional.of(new Diagnosis(
                        true,
                        broker + " refuses this agent (reason code " + String.format("0x%02x", reasonCode)
                                + "): is it registered at the hub, and not retired?"));
            case 0x88, 0x89, 0x97, 0x9f ->
                Optional.of(new Diagnosis(false, broker + " is too busy to take the connection"));
            default -> Optional.empty();
        };
    }

    /** Java puts the names of the exceptions it went through before the reason. */
    private static String reason(CertificateException e) {
        return String.valueOf(e.getMessage()).replaceFirst("^.*Exception: ", "");
    }

    private static <T extends Throwable> Optional<T> find(@Nullable Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < MOST_CAUSES; depth++) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
            at = at.getCause();
        }
        return Optional.empty();
    }
}
