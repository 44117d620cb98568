package skerry.agent.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * How TLS is spoken.
 *
 * @param context whom to trust, with a certificate of one's own if there is one
 * @param serverName the name that the server's certificate must hold
 * @param named whether that is checked
 */
public record HttpTls(SSLContext context, String serverName, boolean named) {
    /** Over a connection; closing what comes back closes that too. */
    Socket over(Socket plain, int port) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, serverName, port, true);
        if (named) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }
}
