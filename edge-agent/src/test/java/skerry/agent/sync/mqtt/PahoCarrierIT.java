package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.TestPublications;
import skerry.faults.TcpProxy;

/** How Paho behaves under this carrier. */
class PahoCarrierIT extends CarrierAnswersContract {
    @Override
    protected PahoCarrier carrier(MqttAccount account, BrokerLink link) {
        return new PahoCarrier(account, link);
    }

    @Test
    void anHttpProxyIsAskedForTheBrokerByItsName() throws Exception {
        try (var broker = new ScriptedBroker(
                        packet -> packet.type() == ScriptedBroker.CONNECT ? ScriptedBroker.CONNACK : new byte[0]);
                var proxy = new ConnectProxy(broker.port())) {
            var carrier = carrier(
                    new BrokerLink("broker.invalid", 8883, Optional.empty(), Optional.empty(), proxy.address()));

            carrier.connect(1, WILL, inputs);

            assertThat(inputs.await(SessionInput.Connected.class).attempt()).isEqualTo(1);
            assertThat(proxy.asked()).isEqualTo("CONNECT broker.invalid:8883 HTTP/1.1");
        }
    }

    /** Ten carriers at once, because Paho takes a third of a second to begin. */
    @Test
    void fiftyConnectionsThatEndInEveryWayLeaveNoThreadBehind() throws Exception {
        try (var broker = new ScriptedBroker(packet -> packet.type() == ScriptedBroker.CONNECT
                        ? ScriptedBroker.CONNACK
                        : packet.isAnswered() ? ScriptedBroker.ack(packet, 0) : new byte[0]);
                var deadEnd = new TcpProxy("127.0.0.1", broker.port(), 3);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            deadEnd.closeAtOnce(true);
            var ends = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 10; i++) {
                int way = i % 5;
                ends.add(() -> endFiveTimes(way, broker, deadEnd));
            }
            for (var end : threads.invokeAll(ends)) {
                end.get();
            }
        }
        for (Thread left : mqttThreads()) {
            left.join(5_000);
        }
        assertThat(mqttThreads()).isEmpty();
    }

    private @Nullable Void endFiveTimes(int way, ScriptedBroker broker, TcpProxy deadEnd) throws Exception {
        var inputs = new Inputs();
        try (var proxy = new TcpProxy("127.0.0.1", broker.port(), way);
                var carrier = carrier(way == 0 ? deadEnd.port() : proxy.port())) {
            for (int attempt = 1; attempt <= 5; attempt++) {
                carrier.connect(attempt, WILL, inputs);
                switch (way) {
                    case 0 -> inputs.await(SessionInput.ConnectFailed.class);
                    case 1 -> {
                        inputs.await(SessionInput.Connected.class);
                        proxy.cut();
                        inputs.await(SessionInput.Lost.class);
                    }
                    case 2 -> inputs.await(SessionInput.Connected.class);
                    case 3 -> {
                        inputs.await(SessionInput.Connected.class);
                        proxy.stall(true);
                        carrier.publish(attempt, TestPublications.batch(AGENT, 1, 1, new byte[100_000]));
                    }
                    default -> {
                        // Given up while it is being made.
                    }
                }
                carrier.disconnect(attempt);
                proxy.stall(false);
            }
        }
        return null;
    }

    private static List<Thread> mqttThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().toLowerCase(Locale.ROOT).startsWith("mqtt"))
                .toList();
    }
}
