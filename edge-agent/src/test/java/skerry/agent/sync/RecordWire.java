package skerry.agent.sync;

import java.nio.ByteBuffer;
import java.util.ArrayList;
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

/** Carries records by reference: a message's bytes are its number in a list. Seals nothing, and so costs nothing. */
class RecordWire implements Wire {
    private final List<Object> sent = new ArrayList<>();

    byte[] write(Object message) {
        sent.add(message);
        return ByteBuffer.allocate(4).putInt(sent.size() - 1).array();
    }

    <T> T read(byte[] message, Class<T> type) {
        return type.cast(sent.get(ByteBuffer.wrap(message).getInt()));
    }

    @Override
    public byte[] encode(AgentState state) {
        return write(state);
    }

    @Override
    public byte[] encode(Hello hello) {
        return write(hello);
    }

    @Override
    public byte[] encode(Live live) {
        return write(live);
    }

    @Override
    public Optional<HelloReply> helloReply(Bytes message, long conn) {
        return Optional.of(read(message.toArray(), HelloReply.class)).filter(reply -> reply.conn() == conn);
    }

    @Override
    public Optional<Ack> ack(Bytes message, long conn) {
        return Optional.of(read(message.toArray(), Ack.class)).filter(ack -> ack.conn() == conn);
    }

    @Override
    public Optional<HubState> hubState(Bytes message) {
        return Optional.of(read(message.toArray(), HubState.class));
    }

    @Override
    public Optional<Command> command(Bytes message) {
        return Optional.of(read(message.toArray(), Command.class));
    }

    /** In tests a batch names the chunks it needs behind its first eight bytes. */
    @Override
    public List<Bytes> dictRefs(byte[] batch) {
        var refs = new ArrayList<Bytes>();
        for (int at = Long.BYTES; at + 16 <= batch.length; at += 16) {
            refs.add(Bytes.of(java.util.Arrays.copyOfRange(batch, at, at + 16)));
        }
        return refs;
    }
}
