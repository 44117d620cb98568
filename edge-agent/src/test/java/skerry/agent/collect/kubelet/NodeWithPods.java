package skerry.agent.collect.kubelet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.CertificateAuthority;

/** A node whose kubelet runs pods, and the account of an agent's pod on it. */
public final class NodeWithPods implements AutoCloseable {
    final FakeKubelet kubelet;
    private final Path folder;

    public NodeWithPods(Path folder) throws IOException {
        this.folder = folder;
        CertificateAuthority authority = CertificateAuthority.open(
                Files.createDirectories(folder.resolve("ca")), InstantSource.system(), new SecureRandom());
        kubelet = new FakeKubelet(authority.serverContext(List.of("localhost", "127.0.0.1")));
        Path account = Files.createDirectories(folder.resolve("account"));
        Files.writeString(account.resolve("ca.crt"), Files.readString(authority.certificateFile()));
        Files.writeString(account.resolve("token"), "sa-token\n");
        runs(List.of());
    }

    /** By which an agent of this node asks its kubelet. */
    public String[] settings() {
        return new String[] {
            "role=node",
            "kubelet.address=" + kubelet.where(),
            "kubelet.token-file=" + folder.resolve("account/token"),
            "kubelet.ca-file=" + folder.resolve("account/ca.crt")
        };
    }

    /** What the agent reads of it. */
    KubeletPods pods(PodBook book) {
        var settings = new KubeletSettings(
                KubeletSettings.Mode.ON,
                Optional.of(kubelet.where()),
                Optional.empty(),
                Optional.empty(),
                false,
                Duration.ofMinutes(1),
                List.of("default"),
                1_000);
        var place = new KubeletPlace(Map.of(), folder.resolve("account"), folder.resolve("k3s"));
        return new KubeletPods(place.find(settings).orElseThrow(), "Skerry/test", book, MonotonicClock.SYSTEM);
    }

    /** From now on it runs these, with all that a kubelet tells beside. */
    public void runs(List<ObjectNode> pods) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("kind", "PodList").put("apiVersion", "v1").putObject("metadata");
        ArrayNode items = list.putArray("items");
        for (ObjectNode pod : pods) {
            ObjectNode item = items.addObject();
            // Go writes fields in the order of its types; nothing may rely on it.
            item.putObject("spec")
                    .putArray("containers")
                    .addObject()
                    .put("name", "web")
                    .putArray("env")
                    .addObject()
                    .put("name", "PASSWORD")
                    .put("value", "secret".repeat(100_000));
            item.setAll(pod);
        }
        kubelet.texts.put("/pods", list.toString());
    }

    @Override
    public void close() {
        kubelet.close();
    }
}
