package skerry.agent.collect.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.collect.logs.pods.PodLogsContract;
import skerry.agent.collect.logs.pods.PodLook;

/** Pods as the kubelet of a node tells them, over HTTPS. */
class KubeletPodLogsTest extends PodLogsContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path place;

    @Override
    protected Pods open(PodBook book) throws IOException {
        var node = new NodeWithPods(place);
        KubeletPods pods = node.pods(book);
        node.kubelet.statuses.put("/pods", 503);
        return new Pods() {
            @Override
            public void list(List<ObjectNode> all) {
                node.kubelet.rights.add("pods");
                node.kubelet.statuses.remove("/pods");
                node.runs(all);
                pods.look();
            }

            @Override
            public void refuse() {
                node.kubelet.rights.remove("pods");
                pods.look();
            }

            @Override
            public void step() {
                if (pods.isAsked()) {
                    pods.look();
                }
            }

            @Override
            public PodLook look() {
                return pods;
            }

            @Override
            public void close() {
                node.close();
            }
        };
    }
}
