package skerry.agent.collect.logs.pods;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.collect.logs.CrashingIntake;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogsConfig;
import skerry.agent.collect.logs.file.FileTailer;

/** What a source of pods must bring about for their real log files, whoever it asks. */
public abstract class PodLogsContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PodNotes notes = new PodNotes();
    private final List<ContainerEnd> ends = new ArrayList<>();
    private final LogCounters counters = new LogCounters();
    private final CrashingIntake intake = new CrashingIntake();
    private UnknownPods unknown = UnknownPods.READ;
    private Optional<FileTailer> tail = Optional.empty();
    private long mono = 1_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Pods pods;

    /** Who brings pods to a book. */
    protected interface Pods extends AutoCloseable {
        /** The source says that there are these pods and no others. */
        void list(List<ObjectNode> pods) throws IOException;

        /** The source says that its pods may not be read. */
        void refuse() throws IOException;

        /** Time for what the source does of itself. */
        void step() throws IOException;

        PodLook look();

        @Override
        void close();
    }

    /** A source for a book. */
    protected abstract Pods open(PodBook book) throws IOException;

    @BeforeEach
    void begin() throws IOException {
        pods = open(new PodBook(Set.of("app.kubernetes.io/partOf", "tier"), notes, ends::add));
    }

    @AfterEach
    void end() {
        tail.ifPresent(FileTailer::close);
        pods.close();
    }

    @Test
    void labelsThatTheSiteChoseAreJoinedToTheRecordsOfTheirPod() throws Exception {
        ObjectNode pod = pod("cart");
        ((ObjectNode) pod.path("metadata"))
                .putObject("labels")
                .put("app.kubernetes.io/partOf", "shop")
                .put("secret", "no");
        list(pod, pod("other"));
        write("cart", "web", "bought", "sold");
        write("other", "web", "plain");

        settle();

        assertThat(intake.records()).extracting(LogRecord::text).containsExactlyInAnyOrder("bought", "sold", "plain");
        assertThat(intake.records())
                .filteredOn(record -> !record.text().equals("plain"))
                .allSatisfy(record -> assertThat(record.source().labels().asMap())
                        .containsEntry("label_app_kubernetes_io_part_of", "shop")
                        .containsEntry("pod", "cart")
                        .hasSize(5));
        assertThat(intake.records())
                .filteredOn(record -> record.text().equals("plain"))
                .allSatisfy(
                        record -> assertThat(record.source().labels().size()).isEqualTo(4));

        ((ObjectNode) pod.path("metadata").path("labels")).put("tier", "front");
        list(pod, pod("other"));
        write("cart", "web", "labelled anew");
        settle();
        assertThat(intake.records().getLast().source().labels().asMap()).containsEntry("label_tier", "front");
    }

    @Test
    void logsOfAPodThatSaysOffAreCountedAndNeverCollectedAlsoThroughRotationAndKill() throws Exception {
        list(annotated("cart", "skerry.io/logs", "off"), annotated("pay", "skerry.io/logs.proxy", "off"));
        write("cart", "web", "private 1", "private 2");
        write("pay", "proxy", "private 3");
        write("pay", "web", "public");
        settle();
        crash();
        Files.move(
                log("cart", "web"),
                log("cart", "web").resolveSibling("0.log.20260301-000000"),
                StandardCopyOption.ATOMIC_MOVE);
        write("cart", "web", "private 4");
        settle();

        assertThat(intake.texts()).containsExactly("public");
        assertThat(counters.get(LogCount.OPTED_OUT)).isEqualTo(4);

        list(pod("cart"));
        write("cart", "web", "now public");
        settle();
        assertThat(intake.texts()).containsExactly("public", "now public");
    }

    @Test
    void aPodThatIsGoneStillHasItsLastLinesLeftAside() throws Exception {
        list(annotated("cart", "skerry.io/logs", "off"));
        list();
        write("cart", "web", "private");

        settle();

        assertThat(intake.texts()).isEmpty();
        assertThat(counters.get(LogCount.OPTED_OUT)).isEqualTo(1);
    }

    @Test
    void nothingOfPodsIsReadBeforeTheyAreKnownButNotForEver() throws Exception {
        write("cart", "web", "private");
        Files.writeString(folder.resolve("plain.log"), "of the machine\n");
        settle();
        assertThat(intake.texts()).containsExactly("of the machine");
        list(annotated("cart", "skerry.io/logs", "off"));
        settle();
        assertThat(counters.get(LogCount.OPTED_OUT)).isEqualTo(1);
    }

    @Test
    void aSourceThatNeverAnswersIsNotWaitedForForEver() throws Exception {
        write("pay", "web", "why the server does not answer");
        settle();
        assertThat(intake.texts()).isEmpty();
        mono += PATIENCE.toMillis();
        settle();
        assertThat(intake.texts()).containsExactly("why the server does not answer");
    }

    @Test
    void nobodyWaitsForPodsThatMayNotBeRead() throws Exception {
        pods.refuse();
        write("pay", "web", "public");
        settle();
        assertThat(intake.texts()).containsExactly("public");

        list(annotated("pay", "skerry.io/logs", "off"));
        write("pay", "web", "private");
        settle();
        assertThat(intake.texts()).containsExactly("public");
        assertThat(counters.get(LogCount.OPTED_OUT)).isEqualTo(1);
    }

    @Test
    void whereThatIsSetWhatIsNotKnownIsLeftAsideAndCounted() throws Exception {
        unknown = UnknownPods.LEAVE;
        pods.refuse();
        write("cart", "web", "may be private");
        Files.writeString(folder.resolve("plain.log"), "of the machine\n");
        settle();
        assertThat(intake.texts()).containsExactly("of the machine");
        assertThat(counters.get(LogCount.UNKNOWN_PODS)).isEqualTo(1);

        list(pod("cart"));
        write("cart", "web", "public");
        settle();
        assertThat(intake.texts()).containsExactly("of the machine", "public");
    }

    @Test
    void theFirstLineOfARecordIsWhatTheAnnotationSays() throws Exception {
        list(annotated("cart", "skerry.io/multiline", "^BEGIN"), annotated("pay", "skerry.io/multiline", "("));
        write("cart", "web", "BEGIN a", "b", "BEGIN c");
        write("pay", "web", "BEGIN a", "b");

        settle();

        assertThat(intake.texts()).containsExactlyInAnyOrder("BEGIN a\nb", "BEGIN c", "BEGIN a", "b");
    }

    @Test
    void tellsHowContainersEndedAndPodsWereEvictedOnceItHasSeenThemAlive() throws Exception {
        ObjectNode cart = pod("cart");
        ObjectNode status = cart.putObject("status");
        ObjectNode web = status.putArray("containerStatuses")
                .addObject()
                .put("name", "web")
                .put("restartCount", 3);
        web.putObject("lastState")
                .putObject("terminated")
                .put("reason", "OOMKilled")
                .put("exitCode", 137)
                .put("finishedAt", "2026-03-01T00:00:00Z");
        ObjectNode pay = pod("pay");
        pay.putObject("status").put("reason", "Evicted").put("phase", "Failed");

        list(cart, pay, pod("well"));
        list(cart, pay, pod("well"));

        assertThat(ends)
                .containsExactly(
                        new ContainerEnd("shop", "cart", "web", 2, "OOMKilled", 137, 1_772_323_200_000L),
                        new ContainerEnd("shop", "cart", "web", 2, "OOMKilled", 137, 1_772_323_200_000L),
                        new ContainerEnd("shop", "pay", "", -1, "Evicted", -1, 0));
    }

    private void list(ObjectNode... all) throws IOException {
        pods.list(List.of(all));
    }

    private static ObjectNode pod(String name) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("metadata").put("namespace", "shop").put("name", name).put("uid", "uid");
        return pod;
    }

    private static ObjectNode annotated(String name, String key, String value) {
        ObjectNode pod = pod(name);
        ((ObjectNode) pod.path("metadata")).putObject("annotations").put(key, value);
        return pod;
    }

    private Path log(String pod, String container) {
        return folder.resolve("shop_" + pod + "_uid").resolve(container).resolve("0.log");
    }

    private void write(String pod, String container, String... lines) throws IOException {
        Files.createDirectories(log(pod, container).resolveSibling(""));
        for (String line : lines) {
            Files.writeString(
                    log(pod, container),
                    "2026-03-01T00:00:00Z stdout F " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private void settle() throws InterruptedException, IOException {
        if (tail.isEmpty()) {
            var files = new FileTailer(
                    new LogsConfig(
                            List.of(folder + "/**/*.log"),
                            List.of(),
                            LogFormat.AUTO,
                            true,
                            1 << 20,
                            16,
                            unknown,
                            false,
                            List.of()),
                    intake,
                    new PodLogs(notes, unknown, counters, intake),
                    counters,
                    InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z")),
                    () -> mono,
                    notes,
                    new PodGate(notes, pods.look(), PATIENCE, () -> mono));
            tail = Optional.of(files);
        }
        for (int i = 0; i < 40; i++) {
            mono += 250;
            pods.step();
            while (tail.get().poll()) {
                // more is waiting
            }
        }
    }

    private void crash() {
        tail.ifPresent(FileTailer::close);
        tail = Optional.empty();
        intake.crash();
    }
}
