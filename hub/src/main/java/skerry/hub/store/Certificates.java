package skerry.hub.store;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import skerry.protocol.Uid;

/** The certificates that agents were given. Durable when a call returns; thread-safe. */
public interface Certificates {
    /** @throws StoreException if the agent is not enrolled */
    void issued(Uid uid, X509Certificate certificate);

    /** When the latest certificate of each agent ends that ever had one. */
    Map<Uid, Instant> ends();
}
