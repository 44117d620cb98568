package skerry.simulator.load;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.agent.sync.mqtt.CarrierContract;
import skerry.agent.sync.mqtt.MqttAccount;
import skerry.protocol.Uid;
import skerry.testkit.broker.MosquittoProcess;

/** The carrier without threads does at a real broker what the agent's own does. */
class MosquittoLoopCarrierIT extends CarrierContract {
    private static final EventLoopGroup LOOPS = new NioEventLoopGroup(1);
    private static @Nullable MosquittoProcess broker;

    @BeforeAll
    static void startBroker() throws Exception {
        var binary = MosquittoProcess.find();
        assumeThat(binary).as("mosquitto is not installed here").isPresent();
        broker = MosquittoProcess.create(binary.orElseThrow(), false);
        broker.start();
    }

    @AfterAll
    static void stop() {
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        if (broker != null) {
            broker.close();
        }
    }

    @Override
    protected Access access() {
        var running = Objects.requireNonNull(broker);
        var uid = new Uid("abcdefghijklmnopqrstuvwxya");
        return new Access(running.host(), running.port(), uid, "secret", running.port(), "hub", "secret");
    }

    @Override
    protected Carrier carrier(MqttAccount account, BrokerLink link) {
        return new LoopCarrier(account, link, LOOPS.next());
    }
}
