package skerry.simulator.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import skerry.agent.sync.LiveStatus;
import skerry.agent.sync.NodePresence;
import skerry.agent.sync.SealedWire;
import skerry.agent.sync.Session;
import skerry.agent.sync.SessionSettings;
import skerry.agent.sync.WallReading;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.agent.sync.mqtt.MqttAccount;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.Topics;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;

/** Agents that share a few event loops. Used by one thread. */
public final class LoadFleet implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final MonotonicClock CLOCK = MonotonicClock.SYSTEM;
    private static final LiveStatus WELL = new LiveStatus("", Map.of("cpu", 0.2, "mem", 0.4));

    private final Topics topics;
    private final BrokerLink link;
    private final HubCard hub;
    private final EventLoopGroup loops;
    private final List<Member> members = new ArrayList<>();

    /** An agent with what it holds. */
    public record Member(AgentIdentity identity, MadeOutbox outbox, LoadAgent agent) {}

    /** @param threads that all agents share */
    public LoadFleet(BrokerLink link, HubCard hub, Topics topics, int threads) {
        this.link = link;
        this.hub = hub;
        this.topics = topics;
        this.loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("load", true));
    }

    /** Adds an agent that holds nothing yet and is not started. */
    public Member add(AgentIdentity identity, Backlog backlog, SessionSettings settings) {
        var loop = loops.next();
        var outbox = new MadeOutbox(identity, RANDOM.nextLong() | 1, backlog);
        var boot = Bytes.of(new byte[16]);
        var presence = new NodePresence(
                new NodePresence.Node(boot, boot, "load"),
                () -> new WallReading(System.currentTimeMillis(), ClockQuality.NTP),
                CLOCK,
                () -> WELL);
        var session = new Session(
                settings,
                identity.uid(),
                outbox,
                new SealedWire(identity, hub),
                presence,
                new SecureRandom(),
                CLOCK.millis());
        var carrier = new LoopCarrier(new MqttAccount(identity.uid(), identity.mqttPassword(), topics), link, loop);
        var member = new Member(identity, outbox, new LoadAgent(loop, session, carrier, CLOCK));
        members.add(member);
        return member;
    }

    public List<Member> members() {
        return List.copyOf(members);
    }

    /** Has all connect. */
    public void start() {
        members.forEach(member -> member.agent().start());
    }

    @Override
    public void close() {
        members.forEach(member -> member.agent().close());
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
