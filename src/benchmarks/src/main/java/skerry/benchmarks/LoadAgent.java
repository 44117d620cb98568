package skerry.benchmarks;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
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
    /** As an agent's session: what got no receipt for so long is sent again, for instance since the broker was full. */
    private static final Duration RESEND_AFTER = Duration.ofSeconds(30);

    private final AgentIdentity identity;
    private final SealedWire wire;
    private final Topics topics;
    private final long epoch;
    private final Batch chunk;
    private final List<Batch> minutes;
    private final LightMqtt mqtt = new LightMqtt();
    private final int port;
    private int held;
    private boolean chunkSent;
    private boolean chunkHeld;
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
            var message = mqtt.read(RESEND_AFTER);
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

    /**
     * Sends its names and its first so many minutes, and waits until the hub's receipts say that it holds them.
     *
     * @return how many batches were sent more than once
     */
    int deliver(int until) throws IOException {
        int again = 0;
        if (!chunkSent) {
            send(chunk, Stream.DICTIONARY);
            chunkSent = true;
        }
        int sent = held;
        while (held < until || !chunkHeld) {
            while (sent < until && sent - held < WINDOW) {
                send(minutes.get(sent++), Stream.MINUTES);
            }
            try {
                hear(mqtt.read(RESEND_AFTER));
            } catch (SocketTimeoutException _) {
                if (!chunkHeld) {
                    send(chunk, Stream.DICTIONARY);
                    again++;
                }
                again += sent - held;
                sent = held;
            }
        }
        return again;
    }

    private void send(Batch batch, Stream stream) throws IOException {
        mqtt.publish(topics.batch(identity.uid(), stream), batch.encode());
    }

    private void hear(LightMqtt.Message message) throws IOException {
        Optional<Ack> ack = message.topic().equals(topics.ack(identity.uid()))
                ? wire.ack(message.payload(), conn)
                : Optional.empty();
        if (ack.isEmpty()) {
            return;
        }
        // A chunk may be stored later than a minute that names it; the hub asks for what is on its way.
        if (ack.get().nacks().stream().anyMatch(nack -> nack.reason() != Ack.Reason.DICT_MISSING)) {
            throw new IOException("the hub would not take a batch: " + ack.get().nacks());
        }
        if (ack.get().stream() == Stream.MINUTES) {
            held = Math.max(held, Math.toIntExact(ack.get().cum()));
        } else if (ack.get().stream() == Stream.DICTIONARY) {
            chunkHeld = true;
        }
    }

    @Override
    public void close() throws IOException {
        mqtt.close();
    }
}
