package skerry.system.fleet;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Nested;
import skerry.testkit.broker.BrokerProcess;
import skerry.testkit.broker.ContainerBroker;

/** Brokers that come as images; skipped, and counted as skipped, where no container engine is. */
class ContainerFleetIT {
    abstract static class InContainer extends BrokerContract {
        abstract ContainerBroker image();

        @Override
        BrokerProcess broker() {
            assumeTrue(ContainerBroker.isPossible(), "no Docker here to run this broker with");
            return image();
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
