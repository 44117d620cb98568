package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.collect.logs.pods.PodLogsContract;
import skerry.agent.collect.logs.pods.PodLook;
import skerry.agent.collect.logs.pods.PodNotes;

/** Pods as the API server tells them. */
class PodLogsTest extends PodLogsContract {
    private final Counting next = new Counting();

    @Override
    protected Pods open(PodBook book) {
        var facts = new PodFacts(next, book);
        return new Pods() {
            @Override
            public void list(List<ObjectNode> pods) {
                facts.listBegins();
                pods.forEach(facts::put);
                facts.listEnds("7");
            }

            @Override
            public void refuse() {
                facts.refused();
            }

            @Override
            public void step() {
                // it tells of changes as they come
            }

            @Override
            public PodLook look() {
                return PodLook.FOLLOWED;
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Test
    void handsEverythingOn() {
        var facts = new PodFacts(next, new PodBook(Set.of(), new PodNotes(), _ -> {}));
        ObjectNode pod = FakeApiServer.object("shop", "cart");

        facts.listBegins();
        facts.put(pod);
        facts.listEnds("7");
        facts.remove(pod);
        facts.refused();

        assertThat(next.told).isEqualTo("begins put ends removed refused ");
    }

    /** Who comes behind. */
    private static final class Counting implements ObjectIntake {
        private String told = "";

        @Override
        public void listBegins() {
            told += "begins ";
        }

        @Override
        public void put(ObjectNode object) {
            told += "put ";
        }

        @Override
        public void remove(ObjectNode object) {
            told += "removed ";
        }

        @Override
        public void listEnds(String version) {
            told += "ends ";
        }

        @Override
        public void refused() {
            told += "refused ";
        }
    }
}
