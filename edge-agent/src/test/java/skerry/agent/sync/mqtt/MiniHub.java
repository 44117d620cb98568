package skerry.agent.sync.mqtt;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import skerry.agent.sync.HeldSeqs;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.Topics;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.Ack;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.Credit;
import skerry.protocol.control.EpochHead;
import skerry.protocol.control.Hello;
import skerry.protocol.control.HelloReply;
import skerry.protocol.control.HubState;
import skerry.protocol.control.SessionKeys;
import skerry.protocol.identity.AgentCard;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.identity.PublicKeys;
import skerry.protocol.identity.VerifyKey;

/**
 * One process of a hub for one agent, as small as the protocol lets it be and with real signatures. What it has committed
 * is in its {@link Disk}, which the next process goes on with.
 */
final class MiniHub implements AutoCloseable {
    private static final Credit CREDIT = new Credit(0, 8, 60_000);
    private static final long RETRY_MILLIS = 50;

    private final String host;
    private final int port;
    private final HubIdentity identity;
    private final AgentCard agent;
    private final VerifyKey agentKey;
    private final Disk disk;
    private final Topics topics = new Topics("skerry");
    private final long boot = new SecureRandom().nextLong() | 1;
    private final BlockingQueue<HubPeer.Heard> heard = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable HubPeer peer;
    private @Nullable SessionKeys keys;

    /** What survives the process. */
    static final class Disk {
        final Map<BatchKey, Bytes> applied = new ConcurrentHashMap<>();
        final AtomicLong lsn = new AtomicLong();
        final AtomicInteger lives = new AtomicInteger();
        final AtomicInteger duplicates = new AtomicInteger();
        final AtomicInteger conflicts = new AtomicInteger();
        final AtomicInteger forged = new AtomicInteger();
    }

    MiniHub(String host, int port, HubIdentity identity, AgentCard agent, Disk disk) {
        this.host = host;
        this.port = port;
        this.identity = identity;
        this.agent = agent;
        this.agentKey = VerifyKey.of(PublicKeys.ed25519(agent.signKey()));
        this.disk = disk;
        this.thread = Thread.ofPlatform().name("mini-hub").daemon().start(this::run);
    }

    private void run() {
        while (!stopping) {
            try {
                var message = peer == null ? null : heard.take();
                if (message == null) {
                    connect();
                } else {
                    handle(message);
                }
            } catch (MqttException e) {
                // The broker is away: try again.
                drop();
            } catch (ProtocolException | InvalidKeyException e) {
                disk.forged.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void connect() throws MqttException, InterruptedException {
        Thread.sleep(RETRY_MILLIS);
        var opened = new HubPeer(host, port, "hub", "secret", heard::add, () -> {
            peer = null;
            heard.add(new HubPeer.Heard("", new MqttMessage()));
        });
        peer = opened;
        opened.subscribe(topics.allUp());
        opened.say(topics.hubState(), ControlCodec.encode(new HubState(true, boot, 0, 100, 200)), true);
    }

    private void handle(HubPeer.Heard message) throws ProtocolException, InvalidKeyException, MqttException {
        byte[] payload = message.message().getPayload();
        if (message.topic().equals(topics.hello(agent.uid()))) {
            answer(ControlCodec.decodeHello(payload, agent.uid(), agentKey));
        } else if (message.topic().equals(topics.live(agent.uid()))) {
            ControlCodec.decodeLive(payload);
            disk.lives.incrementAndGet();
        } else if (message.topic().contains("/up/b/")) {
            batch(payload);
        }
    }

    private void answer(Hello hello) throws InvalidKeyException, MqttException {
        keys = SessionKeys.ofHub(identity.agree().getPrivate(), agent, identity.card(), hello.conn(), boot);
        var held = new ArrayList<HelloReply.Held>();
        for (EpochHead head : hello.epochs()) {
            var seqs = HeldSeqs.of(head.epoch(), head.stream(), disk.applied.keySet());
            long cum = HeldSeqs.cum(seqs);
            held.add(new HelloReply.Held(
                    head.epoch(), head.stream(), cum, HeldSeqs.ranges(seqs.tailSet(cum + 1)), List.of(), List.of()));
        }
        var reply = new HelloReply(
                hello.conn(), boot, disk.lsn.get(), 1_700_000_000_000L, hello.page(), held, CREDIT, List.of());
        say(topics.helloReply(agent.uid()), ControlCodec.encode(reply, agent.uid(), identity.signingKey()));
    }

    private void batch(byte[] payload) throws ProtocolException, MqttException {
        var batch = BatchCodec.decode(payload);
        batch.verify(agentKey);
        var key = batch.header().key();
        var before = disk.applied.putIfAbsent(key, Bytes.of(payload));
        if (before == null) {
            disk.lsn.incrementAndGet();
        } else if (before.equals(Bytes.of(payload))) {
            disk.duplicates.incrementAndGet();
        } else {
            disk.conflicts.incrementAndGet();
        }
        if (keys != null) {
            var seqs = HeldSeqs.of(key.epoch(), key.stream(), disk.applied.keySet());
            long cum = HeldSeqs.cum(seqs);
            var beyond = HeldSeqs.ranges(seqs.tailSet(cum + 1));
            var ack = new Ack(
                    keys.conn(),
                    boot,
                    disk.lsn.get(),
                    key.epoch(),
                    key.stream(),
                    cum,
                    beyond.subList(0, Math.min(beyond.size(), Ack.MAX_RANGES)),
                    List.of(),
                    CREDIT,
                    1_700_000_000_000L);
            say(topics.ack(agent.uid()), ControlCodec.encode(ack, keys));
        }
    }

    private void say(String topic, byte[] payload) throws MqttException {
        var open = peer;
        if (open != null) {
            open.say(topic, payload, false);
        }
    }

    private void drop() {
        var open = peer;
        peer = null;
        if (open != null) {
            try {
                open.close();
            } catch (MqttException e) {
                // It was broken.
                heard.clear();
            }
        }
    }

    /** As a kill: what was heard and not committed is gone. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        drop();
    }
}
