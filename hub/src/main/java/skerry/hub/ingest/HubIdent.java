package skerry.hub.ingest;

import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.identity.Signer;

/**
 * Who the hub is, in this run.
 *
 * @param boot random, new at every start of the process; never 0
 */
public record HubIdent(HubIdentity identity, HubCard card, Signer signingKey, long boot) {
    public static HubIdent of(HubIdentity identity, long boot) {
        return new HubIdent(identity, identity.card(), identity.signingKey(), boot);
    }

    /** @throws IllegalArgumentException if the boot is 0, which means "none" to agents */
    public HubIdent {
        if (boot == 0) {
            throw new IllegalArgumentException("the random id of a hub's run must not be 0");
        }
    }
}
