package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.collect.logs.CrashingIntake;
import skerry.agent.collect.logs.LogCount;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogFormat;
import skerry.agent.collect.logs.LogRecord;
import skerry.agent.collect.logs.LogsConfig;
import skerry.agent.collect.logs.file.FileTailer;
import skerry.agent.collect.logs.pods.ContainerEnd;
import skerry.agent.collect.logs.pods.PatientTail;
import skerry.agent.collect.logs.pods.PodLogs;
import skerry.agent.collect.logs.pods.PodNotes;

/** Pods as the API server tells them, and their real log files. */
class PodLogsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PodNotes notes = new PodNotes();
    private final List<ContainerEnd> ends = new ArrayList<>();
    private final Counting next = new Counting();
    private final PodFacts facts = facts(Set.of("app.kubernetes.io/partOf", "tier"));
    private final LogCounters counters = new LogCounters();
    private final CrashingIntake intake = new CrashingIntake();
    private Optional<PatientTail> tail = Optional.empty();
    private long mono = 1_000;

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        tail.ifPresent(PatientTail::close);
    }

    private PodFacts facts(Set<String> shown) {
        notes.expect(1);
        return new PodFacts(next, shown, notes, ends::add);
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
        assertThat(next.put).isEqualTo(2);

        ((ObjectNode) pod.path("metadata").path("labels")).put("tier", "front");
        facts.put(pod);
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
        ObjectNode cart = annotated("cart", "skerry.io/logs", "off");
        list(cart);
        facts.remove(cart);
        write("cart", "web", "private");
        settle();
        assertThat(intake.texts()).isEmpty();

        list(annotated("cart", "skerry.io/logs", "off"));
        list();
        write("cart", "web", "private too");
        settle();
        assertThat(intake.texts()).isEmpty();
    }

    @Test
    void nothingIsReadBeforeThePodsAreKnownButNotForEver() throws Exception {
        write("cart", "web", "private");
        settle();
        assertThat(intake.texts()).isEmpty();
        list(annotated("cart", "skerry.io/logs", "off"));
        settle();
        assertThat(counters.get(LogCount.OPTED_OUT)).isEqualTo(1);

        tail.ifPresent(PatientTail::close);
        tail = Optional.empty();
        notes.expect(1);
        write("pay", "web", "why the server does not answer");
        settle();
        assertThat(intake.texts()).isEmpty();
        mono += PATIENCE.toMillis();
        settle();
        assertThat(intake.texts()).containsExactly("why the server does not answer");
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
    void tellsHowContainersEndedAndPodsWereEvicted() {
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
        facts.put(pay);

        assertThat(ends)
                .containsExactly(
                        new ContainerEnd("shop", "cart", "web", 2, "OOMKilled", 137, 1_772_323_200_000L),
                        new ContainerEnd("shop", "pay", "", -1, "Evicted", -1, 0));
    }

    private void list(ObjectNode... pods) {
        facts.listBegins();
        for (ObjectNode pod : pods) {
            facts.put(pod);
        }
        facts.listEnds("7");
    }

    private static ObjectNode pod(String name) {
        return FakeApiServer.object("shop", name);
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

    private void settle() throws InterruptedException {
        if (tail.isEmpty()) {
            var files = new FileTailer(
                    new LogsConfig(
                            List.of(folder + "/*/*/*.log"),
                            List.of(),
                            LogFormat.AUTO,
                            true,
                            1 << 20,
                            16,
                            false,
                            List.of()),
                    intake,
                    new PodLogs(notes, counters, intake),
                    counters,
                    InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z")),
                    () -> mono,
                    notes);
            tail = Optional.of(new PatientTail(files, notes::isListed, PATIENCE, () -> mono));
        }
        for (int i = 0; i < 40; i++) {
            mono += 250;
            while (tail.get().poll()) {
                // more is waiting
            }
        }
    }

    private void crash() {
        tail.ifPresent(PatientTail::close);
        tail = Optional.empty();
        intake.crash();
    }

    /** Who comes behind. */
    private static final class Counting implements ObjectIntake {
        private int put;

        @Override
        public void listBegins() {}

        @Override
        public void put(ObjectNode object) {
            put++;
        }

        @Override
        public void remove(ObjectNode object) {}

        @Override
        public void listEnds(String version) {}
    }
}
