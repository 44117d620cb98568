package skerry.agent.sync.peer;

import java.io.IOException;
import java.util.Optional;
import skerry.agent.enrol.StickRequest;
import skerry.agent.sync.usb.StickFiller;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.peer.PeerMessage;
import skerry.protocol.stick.StickEnrol;

/** Carries what another node asks of the hub to the stick, or the hub's grant from the stick to it. */
final class RenewalErrand {
    private final PeerWire wire;
    private final StickFiller stick;

    RenewalErrand(PeerWire wire, StickFiller stick) {
        this.wire = wire;
        this.stick = stick;
    }

    /**
     * Runs it.
     *
     * @return what came of it, as a sentence; empty if the other node asks nothing
     * @throws IOException if the connection was lost
     */
    Optional<String> run() throws IOException {
        try {
            wire.send(new PeerMessage.Renew(PeerMessage.VERSION));
            return switch (wire.receive()) {
                case PeerMessage.Asking(Optional<Bytes> request) when request.isEmpty() -> Optional.empty();
                case PeerMessage.Asking(Optional<Bytes> request) -> Optional.of(carry(request.get()));
                // It is older than this conversation.
                case PeerMessage.Refused(PeerMessage.Reason reason)
                when reason == PeerMessage.Reason.NOT_UNDERSTOOD -> Optional.empty();
                case PeerMessage.Refused(PeerMessage.Reason reason) -> Optional.of(notCarried(reason.sentence()));
                default -> throw outOfTurn();
            };
        } catch (ProtocolException e) {
            return Optional.of(notCarried(String.valueOf(e.getMessage())));
        }
    }

    private String carry(Bytes file) throws IOException, ProtocolException {
        StickRequest request = StickRequest.ofOther(stick.disk(), stick.folder(), wire.other(), file);
        Optional<byte[]> grant;
        try {
            grant = request.grant();
            if (grant.isEmpty()) {
                request.leave();
            }
        } catch (IOException e) {
            return notCarried(String.valueOf(e.getMessage()));
        }
        if (grant.isEmpty()) {
            wire.send(new PeerMessage.Finish());
            return "It asks the hub for a new certificate by this stick; bring the stick back after the import.";
        }
        return answered(request, grant.get());
    }

    private String answered(StickRequest request, byte[] grant) throws IOException, ProtocolException {
        boolean taken = grant.length <= StickEnrol.MAX_BYTES && taken(grant);
        try {
            if (taken) {
                request.remove();
                return "It has its new certificate.";
            }
            request.askAgain();
            return "The hub's grant for it was not used: it is damaged, or not by its hub; the stick asks again.";
        } catch (IOException e) {
            return notCarried(String.valueOf(e.getMessage()));
        }
    }

    private boolean taken(byte[] grant) throws IOException, ProtocolException {
        wire.send(new PeerMessage.Grant(Bytes.of(grant)));
        return switch (wire.receive()) {
            case PeerMessage.Granted(boolean taken) -> taken;
            case PeerMessage.Refused(PeerMessage.Reason reason) ->
                throw new ProtocolException(Reason.SCHEMA, reason.sentence());
            default -> throw outOfTurn();
        };
    }

    private static ProtocolException outOfTurn() {
        return new ProtocolException(
                Reason.SCHEMA, "it does not answer what it was asked: update the older of the two");
    }

    private static String notCarried(String why) {
        return "What it asks of the hub was not carried (" + why + ").";
    }
}
