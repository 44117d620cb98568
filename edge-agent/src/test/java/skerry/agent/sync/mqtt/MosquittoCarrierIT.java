package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import skerry.protocol.Uid;
import skerry.testkit.broker.MosquittoProcess;

class MosquittoCarrierIT extends CarrierContract {
    private static @Nullable MosquittoProcess broker;

    @BeforeAll
    static void startBroker() throws Exception {
        var binary = MosquittoProcess.find();
        assumeThat(binary).as("mosquitto is not installed here").isPresent();
        broker = MosquittoProcess.create(binary.orElseThrow(), false);
        broker.start();
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Override
    protected Access access() {
        var running = Objects.requireNonNull(broker);
        return new Access(
                running.host(),
                running.port(),
                new Uid("abcdefghijklmnopqrstuvwxya"),
                "secret",
                running.port(),
                "hub",
                "secret");
    }
}
