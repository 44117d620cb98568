package skerry.agent.enrol;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import skerry.protocol.enrol.EnrolCodec;

/** Asks the hub's API for a grant, over HTTP of the JDK's oldest kind: it is asked twice a month, and costs no threads. */
final class HubDoor {
    private static final String MEDIA_TYPE = "application/vnd.skerry.enrol+cbor";
    private static final int CONNECT_MILLIS = 15_000;
    private static final int ANSWER_MILLIS = 30_000;

    /** The one sentence in an answer such as {@code {"error":{"status":403,"message":"…"}}}. */
    private static final Pattern MESSAGE = Pattern.compile("\"message\":\"((?:[^\"\\\\]|\\\\.){1,500})\"");

    private HubDoor() {}

    /**
     * Sends a request and reads the answer, whatever it is.
     *
     * @param what {@code enrol} or {@code renew}
     * @param tls for an address of {@code https}
     * @param proxy an HTTP proxy to go through, or {@link Proxy#NO_PROXY}
     * @throws IOException one sentence, also if the hub refuses: then its own
     */
    static byte[] ask(URI api, String what, byte[] request, SSLContext tls, Proxy proxy) throws IOException {
        URI address = api.resolve("/api/v1/" + what);
        var connection = (HttpURLConnection) address.toURL().openConnection(proxy);
        try {
            if (connection instanceof HttpsURLConnection https) {
                https.setSSLSocketFactory(tls.getSocketFactory());
            }
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", MEDIA_TYPE);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(request.length);
            try (var out = connection.getOutputStream()) {
                out.write(request);
            }
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException(refusal(status, connection.getErrorStream()));
            }
            try (InputStream in = connection.getInputStream()) {
                return in.readNBytes(EnrolCodec.MAX_BYTES + 1);
            }
        } catch (SSLException e) {
            throw new IOException(
                    "the hub at " + api + " cannot be trusted (" + e.getMessage()
                            + "): check its address and that the join code is its own",
                    e);
        } catch (SocketException | UnknownHostException | SocketTimeoutException e) {
            throw new HubUnreachableException("no hub can be reached at " + api + " (" + e.getMessage() + ")", e);
        } finally {
            connection.disconnect();
        }
    }

    private static String refusal(int status, @Nullable InputStream body) throws IOException {
        String text = body == null ? "" : new String(body.readNBytes(4_096), StandardCharsets.UTF_8);
        Matcher message = MESSAGE.matcher(text);
        return "the hub refuses: "
                + (message.find() ? message.group(1).replaceAll("\\p{Cntrl}", "?") : "status " + status);
    }
}
