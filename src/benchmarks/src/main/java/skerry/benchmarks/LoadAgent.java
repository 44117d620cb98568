package skerry.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import skerry.agent.sync.SealedWire;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.Stream;
import skerry.protocol.Topics;
import skerry.protocol.batch.Batch;
import skerry.protocol.control.Ack;
import skerry.protocol.control.AgentState;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;

/**
 * An agent whose batches were made before: it connects, says hello and sends them with an agent's window, as fast as
 * receipts come. The signatures, the hello and the check of receipts are the agent's own. Used by one thread.
 */
final class LoadAgent implements AutoCloseable {
    private static final int WINDOW = 8;

    private final AgentIdentity identity;
    private final SealedWire wire;
    private final Topics topics;
    private final long epoch;
    private final Batch chunk;
    private final List<Batch> minutes;
    private final LightMqtt mqtt = new LightMqtt();
    private final int port;
    private final long conn;

    /** @param minutes its batches of stream {@code m}, from number 1 on */
    LoadAgent(
            AgentIdentity identity,
            HubCard hub,
            Topics topics,
            int port,
            long epoch,
            Batch chunk,
            List<Batch> minutes,
            long conn) {
        this.identity = identity;
        this.wire = new SealedWire(identity, hub);
        this.topics = topics;
        this.epoch = epoch;
        this.chunk = chunk;
        this.minutes = minutes;
        this.conn = conn;
        this.port = port;
    }

    /** Connects, says hello and is answered. */
    void greet(long wallMillis) throws IOException {
        var uid = identity.uid();
        mqtt.connect(port, uid, identity.mqttPassword(), topics.allDown(uid));
        mqtt.publish(topics.state(uid), wire.encode(new AgentState(true, conn, epoch)));
        mqtt.publish(topics.hello(uid), wire.encode(hello(wallMillis)));
        while (true) {
            var message = mqtt.read();
            if (message.topic().equals(topics.helloReply(uid))
                    && wire.helloReply(message.payload(), conn).isPresent()) {
                return;
            }
        }
    }

    private Hello hello(long wallMillis) {
        var none = Bytes.of(new byte[16]);
        return new Hello(
                conn,
                none,
                none,
                List.of(
                        new EpochHead(epoch, 1, Stream.DICTIONARY, 1, 1),
                        new EpochHead(epoch, 1, Stream.MINUTES, minutes.size(), 1)),
                0,
                1,
                0,
                wallMillis,
                0,
                ClockQuality.NTP,
                0,
                0,
                "bench");
    }

    /** Sends everything and waits until the hub's receipts say that it holds it. */
    void deliver() throws IOException {
        var uid = identity.uid();
        mqtt.publish(topics.batch(uid, Stream.DICTIONARY), chunk.encode());
        int sent = 0;
        long held = 0;
        boolean chunkHeld = false;
        while (held < minutes.size() || !chunkHeld) {
            while (sent < minutes.size() && sent - held < WINDOW) {
                mqtt.publish(
                        topics.batch(uid, Stream.MINUTES), minutes.get(sent++).encode());
            }
            var message = mqtt.read();
            Optional<Ack> ack =
                    message.topic().equals(topics.ack(uid)) ? wire.ack(message.payload(), conn) : Optional.empty();
            if (ack.isPresent() && !ack.get().nacks().isEmpty()) {
                throw new IOException(
                        "the hub would not take a batch: " + ack.get().nacks());
            }
            if (ack.isPresent() && ack.get().stream() == Stream.MINUTES) {
                held = Math.max(held, ack.get().cum());
            } else if (ack.isPresent() && ack.get().stream() == Stream.DICTIONARY) {
                chunkHeld = true;
            }
        }
    }

    @Override
    public void close() throws IOException {
        mqtt.close();
    }
}
