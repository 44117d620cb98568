package skerry.simulator.load;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.agent.sync.mqtt.CarrierAnswersContract;
import skerry.agent.sync.mqtt.MqttAccount;

/** The carrier without threads takes every answer of a broker as the agent's own does. */
class LoopCarrierIT extends CarrierAnswersContract {
    private static final EventLoopGroup LOOPS = new NioEventLoopGroup(1);

    @AfterAll
    static void endLoops() {
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Override
    protected Carrier carrier(MqttAccount account, BrokerLink link) {
        return new LoopCarrier(account, link, LOOPS.next());
    }
}
