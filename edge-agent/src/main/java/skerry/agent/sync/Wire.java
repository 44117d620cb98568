package skerry.agent.sync;

import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.Command;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HubState;
import skerry.protocol.control.Live;

/** Turns the small messages into bytes and back, and believes nothing that the hub did not seal. */
public interface Wire {
    byte[] encode(AgentState state);

    byte[] encode(Hello hello);

    byte[] encode(Live live);

    /** The reply, if it is for this connection, readable and signed by the hub. */
    Optional<HelloReply> helloReply(Bytes message, long conn);

    /** The receipt, if it is for this connection, readable and sealed by the hub process that it names. */
    Optional<Ack> ack(Bytes message, long conn);

    /** The hub's state, if readable. Nobody seals it, so it may only make the session slower or ask again. */
    Optional<HubState> hubState(Bytes message);

    /** The command, if it is for this agent, readable and signed by the hub. */
    Optional<Command> command(Bytes message);

    /** The dictionary chunks that a batch of this agent needs. */
    List<Bytes> dictRefs(byte[] batch);
}
