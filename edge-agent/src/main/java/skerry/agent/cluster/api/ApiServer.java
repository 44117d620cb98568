package skerry.agent.cluster.api;

import java.util.Optional;
import javax.net.ssl.SSLContext;
import skerry.platform.net.HostPort;

/**
 * Where the API is and who asks, as it is known at this moment.
 *
 * @param where its address
 * @param path what stands before every path: usually nothing
 * @param tls how it is trusted, with the client's own certificate if there is one; empty for plain HTTP
 * @param serverName the name that its certificate must hold
 * @param token to send; a secret
 */
public record ApiServer(
        HostPort where, String path, Optional<SSLContext> tls, String serverName, Optional<String> token) {
    /** Without the token. */
    @Override
    public String toString() {
        return (tls.isPresent() ? "https://" : "http://") + where + path;
    }
}
