package skerry.agent.sync.mqtt;

import static org.assertj.core.api.Assumptions.assumeThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import skerry.protocol.Uid;
import skerry.testkit.broker.ContainerBroker;

/** Brokers that come as images; skipped, and counted as skipped, where no container engine is. */
class ContainerCarrierIT {
    abstract static class InContainer extends CarrierContract {
        private @Nullable ContainerBroker broker;

        abstract ContainerBroker image();

        @Override
        protected Access access() {
            assumeThat(ContainerBroker.isPossible())
                    .as("no Docker here to run this broker with")
                    .isTrue();
            var started = image();
            started.start();
            broker = started;
            return new Access(
                    started.host(),
                    started.port(),
                    new Uid("abcdefghijklmnopqrstuvwxya"),
                    "secret",
                    started.port(),
                    "hub",
                    "secret");
        }

        @AfterEach
        final void stopContainer() {
            if (broker != null) {
                broker.close();
            }
        }
    }

    @Nested
    class Mosquitto extends InContainer {
        @Override
        ContainerBroker image() {
            return ContainerBroker.mosquitto();
        }
    }

    @Nested
    class Emqx extends InContainer {
        @Override
        ContainerBroker image() {
            return ContainerBroker.emqx();
        }
    }

    @Nested
    class HiveMq extends InContainer {
        @Override
        ContainerBroker image() {
            return ContainerBroker.hivemq();
        }
    }
}
