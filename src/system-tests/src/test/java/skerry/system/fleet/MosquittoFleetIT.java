package skerry.system.fleet;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import skerry.testkit.broker.BrokerProcess;
import skerry.testkit.broker.MosquittoProcess;

class MosquittoFleetIT extends BrokerContract {
    @Override
    BrokerProcess broker() throws Exception {
        Optional<Path> binary = MosquittoProcess.find();
        assumeTrue(binary.isPresent(), "mosquitto is not installed");
        return MosquittoProcess.create(binary.get(), false);
    }
}
