package skerry.agent.collect.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.Await;
import skerry.agent.collect.logs.LogSource;
import skerry.agent.collect.logs.file.SourceNaming;
import skerry.agent.collect.logs.pods.ContainerEnd;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.collect.logs.pods.PodGate;
import skerry.agent.collect.logs.pods.PodNote;
import skerry.agent.collect.logs.pods.PodNotes;
import skerry.platform.time.MonotonicClock;
import skerry.protocol.series.Labels;

/** What a node's agent does with the answers that a kubelet gives when asked for its pods. */
class KubeletPodsTest {

    private final PodNotes notes = new PodNotes();
    private final List<ContainerEnd> ends = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private NodeWithPods node;

    @SuppressWarnings("NullAway.Init")
    private KubeletPods pods;

    @BeforeEach
    void open() throws IOException {
        node = new NodeWithPods(folder);
        pods = node.pods(new PodBook(Set.of("*"), notes, ends::add));
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void aMissingRightIsSaidWithItsCostAndAskedForAgain() {
        node.kubelet.rights.remove("pods");
        Duration first = pods.look();
        Duration second = pods.look();

        assertThat(pods.trouble())
                .contains(
                        "the right to get nodes/pods at the kubelet is missing, and so it is not known what pods say of their"
                                + " logs, such as to leave them aside, their labels, and how their containers ended"
                                + " (logs.unknown-pods)");
        assertThat(first).isEqualTo(Duration.ofSeconds(20));
        assertThat(second).isEqualTo(Duration.ofSeconds(40));

        node.kubelet.rights.add("pods");
        assertThat(pods.look()).isEqualTo(Duration.ofSeconds(15));
        assertThat(pods.trouble()).isEmpty();
        assertThat(node.kubelet.asked).containsOnly("/pods");
    }

    @Test
    void anOldKubeletIsNotSaidToLackARightThatItDoesNotKnow() {
        node.kubelet.fineGrained = false;

        pods.look();

        assertThat(pods.trouble())
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith(
                                "this kubelet gives its pods only with nodes/proxy, which is never asked for; kubelets do"
                                        + " without since Kubernetes 1.33, and so it is not known what pods say"));
        assertThat(notes.isListed()).isTrue();
    }

    @Test
    void aTokenThatIsNotTakenIsSaidToBeThat() {
        node.kubelet.token = "another";

        pods.look();

        assertThat(pods.trouble())
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("the kubelet does not know who asks for its pods")
                        .doesNotContain("sa-token"));
    }

    @Test
    void aKubeletThatIsBusyIsAskedAgainSoonAndIsNoRefusal() {
        node.kubelet.statuses.put("/pods", 503);

        assertThat(pods.look()).isEqualTo(Duration.ofSeconds(5));
        assertThat(pods.look()).isEqualTo(Duration.ofSeconds(10));

        assertThat(pods.trouble()).hasValueSatisfying(why -> assertThat(why).contains("answers with status 503"));
        assertThat(notes.isListed()).as("it may come yet").isFalse();
        assertThat(pods.isAnswered(pods.ask())).isFalse();
    }

    @Test
    void whatIsNoListOfPodsIsOneSentenceAndForgetsNothing() {
        node.runs(List.of(annotated("cart", "skerry.io/logs", "off")));
        pods.look();

        for (String text : List.of(
                "",
                "no json, token=abc",
                "[]",
                "{}",
                "{\"items\":7}",
                "{\"items\":[7]}",
                "{\"items\":[{}]}",
                "{\"items\":[{\"metadata\":{\"namespace\":7,\"name\":\"a\"}}]}",
                "{\"items\":[{\"metadata\":{\"namespace\":\"shop\",\"name\":\"a\"}",
                "{\"items\":[" + "{\"spec\":".repeat(70) + "1" + "}".repeat(70) + "]}",
                "{\"items\":[{\"metadata\":{\"" + "k".repeat(600) + "\":1}}]}",
                "{\"items\":["
                        + "{\"metadata\":{\"namespace\":\"shop\",\"name\":\"a\"}},".repeat(PodList.MOST_PODS)
                        + "{\"metadata\":{\"namespace\":\"shop\",\"name\":\"b\"}}]}")) {
            node.kubelet.texts.put("/pods", text);
            pods.look();
            assertThat(pods.trouble())
                    .as(text.substring(0, Math.min(80, text.length())))
                    .hasValueSatisfying(why -> assertThat(why)
                            .startsWith(
                                    "the pods of this machine cannot be read from its kubelet, which is tried again: the"
                                            + " kubelet's list of pods ")
                            .doesNotContain("token=abc")
                            .hasSizeLessThan(250));
            assertThat(note("cart").isOff("web")).isTrue();
        }
    }

    @Test
    void anAnswerThatDoesNotEndIsEndedByItsBytes() {
        node.kubelet.endless = true;

        pods.look();

        assertThat(pods.trouble()).isPresent();
        node.kubelet.endless = false;
        node.kubelet.texts.put("/pods", "{\"items\":[],\"x\":\"" + "x".repeat(33 << 20) + "\"}");
        pods.look();
        assertThat(pods.trouble())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("sends more at once than the agent has memory for"));
    }

    @Test
    void onePodCannotHideTheOthersBehindWhatItSays() {
        ObjectNode loud = annotated("loud", "skerry.io/logs", "x".repeat(250_000));
        ((ObjectNode) loud.path("metadata").path("annotations"))
                .put("skerry.io/multiline", "^".repeat(10_000))
                .put("kubectl.kubernetes.io/last-applied-configuration", "y".repeat(250_000));
        ObjectNode labels = ((ObjectNode) loud.path("metadata")).putObject("labels");
        for (int i = 0; i < 500; i++) {
            labels.put("label-" + i, "v");
        }
        node.runs(List.of(loud, annotated("cart", "skerry.io/logs", "off")));

        pods.look();

        assertThat(pods.trouble()).isEmpty();
        assertThat(note("loud").isOff("web")).isFalse();
        assertThat(note("loud").labels().size()).isLessThanOrEqualTo(16);
        assertThat(note("cart").isOff("web")).isTrue();
    }

    @Test
    void restartsOfInitContainersAndNullsAreReadAsTheKubeletWritesThem() {
        ObjectNode pod = annotated("cart", "a", "b");
        ObjectNode status = pod.putObject("status");
        status.putNull("reason").putNull("containerStatuses");
        ObjectNode init = status.putArray("initContainerStatuses").addObject();
        init.putObject("lastState")
                .putObject("terminated")
                .put("exitCode", 3)
                .put("signal", 0)
                .putNull("finishedAt");
        init.put("name", "migrate").put("restartCount", 2).putObject("state").putObject("running");
        node.runs(List.of(pod));

        pods.look();

        assertThat(ends).containsExactly(new ContainerEnd("shop", "cart", "migrate", 1, "", 3, 0));
    }

    @Test
    void theLogOfANewPodWaitsForALookThatBeganAfterItWasFound() throws Exception {
        Path old = log("cart", "1");
        node.runs(List.of(annotated("cart", "x", "y")));
        var gate = new PodGate(notes, pods, PodGate.USUAL, MonotonicClock.SYSTEM);
        try (KubeletPods looking = pods) {
            looking.start();
            Await.until(() -> isOpen(gate, old));

            // Made anew under its name: what is known of the one before does not count.
            node.kubelet.statuses.put("/pods", 503);
            Path anew = log("cart", "2");
            assertThat(isOpen(gate, anew)).isFalse();
            int asked = node.kubelet.asked.size();
            Await.until(() -> node.kubelet.asked.size() > asked);
            assertThat(isOpen(gate, anew)).isFalse();
            assertThat(isOpen(gate, old)).as("as before").isTrue();

            ObjectNode second = annotated("cart", "skerry.io/logs", "off");
            ((ObjectNode) second.path("metadata")).put("uid", "2");
            node.runs(List.of(second));
            node.kubelet.statuses.remove("/pods");
            Await.until(() -> isOpen(gate, anew));
            assertThat(note("cart").isOff("web")).isTrue();
        }
    }

    @Test
    void aPodThatTheKubeletDoesNotKnowIsReadAfterOneLook() throws Exception {
        Path gone = log("gone", "9");
        var gate = new PodGate(notes, pods, PodGate.USUAL, MonotonicClock.SYSTEM);
        try (KubeletPods looking = pods) {
            looking.start();
            Await.until(() -> isOpen(gate, gone));
        }
    }

    @Test
    void endsAtOnceWhateverItWaitsFor() {
        node.kubelet.endless = true;
        pods.start();
        Await.until(() -> !node.kubelet.asked.isEmpty());

        pods.close();

        assertThat(pods.trouble()).isPresent();
    }

    private static boolean isOpen(PodGate gate, Path log) {
        return gate.isOpen(log, SourceNaming.of(log));
    }

    private Path log(String pod, String uid) throws IOException {
        Path log = folder.resolve("pods/shop_" + pod + "_" + uid + "/web/0.log");
        Files.createDirectories(log.resolveSibling(""));
        return Files.writeString(log, "");
    }

    private PodNote note(String pod) {
        Optional<PodNote> said = notes.note(new LogSource("0.log", Labels.of("namespace", "shop", "pod", pod)));
        return said.orElseThrow();
    }

    private static ObjectNode annotated(String name, String key, String value) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("metadata")
                .put("namespace", "shop")
                .put("name", name)
                .put("uid", "1")
                .putObject("annotations")
                .put(key, value);
        return pod;
    }
}
