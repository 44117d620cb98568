package skerry.protocol.enrol;

import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.identity.HubCard;

/**
 * The hub's answer to an agent that it takes in or goes on with.
 *
 * @param chain the agent's certificate and then its issuers, DER
 * @param hub the hub's signing and encryption keys
 * @param broker where to send, such as {@code mqtts://hub.example:8883}
 * @param root the topics' first level
 * @param api where to renew, such as {@code https://hub.example:8440/}
 * @param site what the hub calls the agent's site
 * @param node what the hub calls the agent's machine
 * @param nowMillis the hub's clock, UTC epoch milliseconds
 */
public record Grant(
        List<Bytes> chain,
        HubCard hub,
        String broker,
        String root,
        String api,
        String site,
        String node,
        long nowMillis) {
    /** The agent's, its issuer, and one between them. */
    static final int MAX_CHAIN = 3;

    /** @throws IllegalArgumentException if there is no certificate, or too many */
    public Grant {
        chain = List.copyOf(chain);
        if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
            throw new IllegalArgumentException("a grant holds 1 to " + MAX_CHAIN + " certificates");
        }
    }
}
