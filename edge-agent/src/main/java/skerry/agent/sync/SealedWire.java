package skerry.agent.sync;

import java.security.InvalidKeyException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import skerry.protocol.BatchHeader;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.Command;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HubState;
import skerry.protocol.control.Live;
import skerry.protocol.control.SessionKeys;
import skerry.protocol.identity.AgentCard;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.SigningKey;
import skerry.protocol.identity.VerifyKey;

/**
 * The protocol's own encoding: hellos go out signed, answers must be signed by the enrolled hub, receipts authenticated
 * for this connection. Used by one thread.
 */
public final class SealedWire implements Wire {
    private final AgentIdentity agent;
    private final AgentCard card;
    private final SigningKey signingKey;
    private final HubCard hub;
    private final VerifyKey hubKey;

    /** Of the connection and hub process last heard of; made anew when either changes. */
    private @Nullable SessionKeys keys;

    public SealedWire(AgentIdentity agent, HubCard hub) {
        this.agent = agent;
        this.card = agent.card();
        this.signingKey = agent.signingKey();
        this.hub = hub;
        this.hubKey = hub.verifyKey();
    }

    @Override
    public byte[] encode(AgentState state) {
        return ControlCodec.encode(state);
    }

    @Override
    public byte[] encode(Hello hello) {
        return ControlCodec.encode(hello, agent.uid(), signingKey);
    }

    @Override
    public byte[] encode(Live live) {
        return ControlCodec.encode(live);
    }

    @Override
    public Optional<HelloReply> helloReply(Bytes message, long conn) {
        try {
            return Optional.of(ControlCodec.decodeHelloReply(message.toArray(), agent.uid(), hubKey))
                    .filter(reply -> reply.conn() == conn);
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Ack> ack(Bytes message, long conn) {
        try {
            byte[] bytes = message.toArray();
            var claimed = ControlCodec.peekAck(bytes);
            if (claimed.conn() != conn) {
                return Optional.empty();
            }
            return Optional.of(ControlCodec.decodeAck(bytes, keys(conn, claimed.hubBoot())));
        } catch (ProtocolException | InvalidKeyException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<HubState> hubState(Bytes message) {
        try {
            return Optional.of(ControlCodec.decodeHubState(message.toArray()));
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Command> command(Bytes message) {
        try {
            return Optional.of(ControlCodec.decodeCommand(message.toArray(), hubKey))
                    .filter(command ->
                            command.uid().equals(agent.uid()) && command.keyId().equals(hub.keyId()));
        } catch (ProtocolException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Bytes> dictRefs(byte[] batch) {
        try {
            BatchHeader header = BatchCodec.readHeader(batch);
            return header.dictRefs();
        } catch (ProtocolException e) {
            // Its own batch, but of another version of this program: it cannot help the hub to read it.
            return List.of();
        }
    }

    private SessionKeys keys(long conn, long hubBoot) throws InvalidKeyException {
        var known = keys;
        if (known == null || known.conn() != conn || known.hubBoot() != hubBoot) {
            known = SessionKeys.ofAgent(agent.agree().getPrivate(), card, hub, conn, hubBoot);
            keys = known;
        }
        return known;
    }
}
