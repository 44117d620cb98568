package skerry.hub.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Order;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.control.Command;
import skerry.protocol.control.ControlCodec;

/**
 * Signs the commands that wait for an agent, for its present connection alone. Sent again on each new connection, and now
 * and then on one, until the agent answers. Thread-safe.
 */
final class CommandSender {
    /** How long a broker, and an agent that is busy, may hold a command. */
    static final Duration LIFE = Duration.ofMinutes(1);

    private static final long AGAIN_MILLIS = Duration.ofMinutes(10).toMillis();

    private final FleetStore store;
    private final HubIdent hub;
    private final Bytes keyId;
    private final InstantSource clock;

    CommandSender(FleetStore store, HubIdent hub, InstantSource clock) {
        this.store = store;
        this.hub = hub;
        this.keyId = hub.card().keyId();
        this.clock = clock;
    }

    /**
     * What is to be sent to an agent now, in this order.
     *
     * @param fresh whether the connection is new, so that nothing was sent on it
     */
    List<byte[]> due(Uid uid, long conn, boolean fresh) {
        long now = clock.millis();
        var due = new ArrayList<byte[]>();
        for (Order open : store.orders().open(uid, now)) {
            if (fresh || open.sentAt() == 0 || now - open.sentAt() >= AGAIN_MILLIS || now < open.sentAt()) {
                Order sent = store.orders().send(open.id(), now);
                due.add(ControlCodec.encode(
                        new Command(
                                sent.id(),
                                uid,
                                sent.number(),
                                sent.type().code(),
                                sent.args(),
                                LIFE.toMillis(),
                                Optional.of(conn),
                                Optional.empty(),
                                keyId),
                        hub.signingKey()));
            }
        }
        return due;
    }
}
