package skerry.hub.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Order;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.Uid;
import skerry.protocol.control.Command;
import skerry.protocol.control.CommandType;
import skerry.protocol.control.ControlCodec;

/**
 * Signs the commands that wait for an agent, for its present connection alone, or for a stick. Sent again on each new
 * connection, and now and then on one, until the agent answers. Thread-safe.
 */
public final class CommandSender {
    /** How long a broker, and an agent that is busy, may hold a command. */
    static final Duration LIFE = Duration.ofMinutes(1);

    private static final long AGAIN_MILLIS = Duration.ofMinutes(10).toMillis();

    private final FleetStore store;
    private final HubIdent hub;
    private final Bytes keyId;
    private final InstantSource clock;

    public CommandSender(FleetStore store, HubIdent hub, InstantSource clock) {
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
                due.add(signed(open, now, Optional.of(conn), Optional.empty()));
            }
        }
        return due;
    }

    /** What a stick is to bring to an agent: nothing that needs the link, bound to the time until which it is wanted. */
    public List<Bytes> forStick(Uid uid) {
        long now = clock.millis();
        return store.orders().open(uid, now).stream()
                .filter(open -> open.type() == CommandType.DETAIL || open.type() == CommandType.SUPPORT_FILE)
                .limit(Limits.MAX_STICK_COMMANDS)
                .map(open -> Bytes.of(signed(open, now, Optional.empty(), Optional.of(open.endsAt()))))
                .toList();
    }

    private byte[] signed(Order open, long now, Optional<Long> conn, Optional<Long> notAfter) {
        Order sent = store.orders().send(open.id(), now);
        return ControlCodec.encode(
                new Command(
                        sent.id(),
                        sent.uid(),
                        sent.number(),
                        sent.type().code(),
                        sent.args(),
                        LIFE.toMillis(),
                        conn,
                        notAfter,
                        keyId),
                hub.signingKey());
    }
}
