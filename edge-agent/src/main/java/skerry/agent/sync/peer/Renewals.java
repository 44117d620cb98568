package skerry.agent.sync.peer;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import skerry.agent.enrol.StickDoor;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.peer.PeerMessage;

/** Hands what this node asks of the hub to a node with a stick, and takes the hub's grant from it. Thread-safe. */
public final class Renewals {
    private static final System.Logger LOG = System.getLogger(Renewals.class.getName());

    private final StickDoor door;
    private final Runnable renewed;
    private final PeerTally tally;

    /** @param renewed told when a grant counts */
    public Renewals(StickDoor door, Runnable renewed, PeerTally tally) {
        this.door = door;
        this.renewed = renewed;
        this.tally = tally;
    }

    /**
     * Answers a node with a stick.
     *
     * @param who for people
     * @throws ProtocolException if the other node says what was not its turn to say
     */
    void serve(PeerWire wire, String who) throws IOException, ProtocolException {
        PeerMessage.Asking asking;
        try {
            asking = new PeerMessage.Asking(door.renewal());
        } catch (IOException e) {
            failed(wire, who, e);
            return;
        }
        wire.send(asking);
        if (asking.request().isEmpty()) {
            return;
        }
        switch (wire.receive()) {
            case PeerMessage.Finish() -> LOG.log(INFO, "{0} carries the request for a new certificate", who);
            case PeerMessage.Grant grant -> take(wire, grant, who);
            default -> throw new ProtocolException(Reason.SCHEMA, "The other node says what was not its turn to say.");
        }
    }

    private void take(PeerWire wire, PeerMessage.Grant grant, String who) throws IOException {
        boolean taken;
        try {
            taken = door.take(grant.bytes());
        } catch (IOException e) {
            failed(wire, who, e);
            return;
        }
        if (taken) {
            LOG.log(INFO, "{0} brought a new certificate", who);
            renewed.run();
        } else {
            tally.refused(Refusal.GRANT, who);
        }
        wire.send(new PeerMessage.Granted(taken));
    }

    private static void failed(PeerWire wire, String who, IOException why) throws IOException {
        LOG.log(WARNING, "nothing can be asked of the hub over {0}: {1}", who, why.getMessage());
        wire.send(new PeerMessage.Refused(PeerMessage.Reason.FAILED));
    }
}
