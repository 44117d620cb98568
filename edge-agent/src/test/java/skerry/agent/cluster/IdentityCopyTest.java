package skerry.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.agent.cluster.api.ApiSecret;
import skerry.agent.enrol.EnrolmentFiles;
import skerry.protocol.identity.AgentIdentity;

/** An agent's identity over the moves of its pod: each pod is a folder, the Secret stays. */
class IdentityCopyTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private FakeSecret server;

    private final List<String> logged = new ArrayList<>();
    private final Logger log = Logger.getLogger("skerry.agent.cluster");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord message) {
            logged.add(new SimpleFormatter().format(message));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private long mono = 1_000;
    private long starts;

    @BeforeEach
    void open() throws IOException {
        server = new FakeSecret();
        log.addHandler(handler);
    }

    @AfterEach
    void close() {
        log.removeHandler(handler);
        server.close();
    }

    @Test
    void theFirstStartMakesAnIdentityAndTheSecretHasItBeforeAnybodyUsesIt() throws Exception {
        server.beforeChange(() -> assertThat(pod("a").resolve("identity")).doesNotExist());

        IdentityCopy copy = start("a");

        assertThat(server.text("identity")).contains(Files.readString(pod("a").resolve("identity")));
        assertThat(server.text("starts")).contains("1");
        assertThat(copy.startsBefore()).isZero();
        assertThat(rights(pod("a").resolve("identity"))).isEqualTo("rw-------");
        assertThat(server.asked()).containsExactly("GET null", "PATCH application/merge-patch+json");
        assertThat(files("a")).containsExactly("identity");
    }

    @Test
    void aMovedPodIsTheSameAgentWithTheSameCertificateAndItsStartsAreCountedOn() throws Exception {
        start("a");
        EnrolmentFiles.write(pod("a").resolve("enrolment"), now(), RANDOM);
        look("a");

        IdentityCopy moved = start("b");

        assertThat(uid("b")).isEqualTo(uid("a"));
        assertThat(Files.readString(pod("b").resolve("enrolment")))
                .isEqualTo(Files.readString(pod("a").resolve("enrolment")));
        assertThat(rights(pod("b").resolve("enrolment"))).isEqualTo("rw-------");
        assertThat(rights(pod("b").resolve("identity"))).isEqualTo("rw-------");
        assertThat(moved.startsBefore()).as("the start of a and the look at it").isEqualTo(2);
        assertThat(files("b")).containsExactlyInAnyOrder("identity", "enrolment");
    }

    @Test
    void aFolderThatHasAnIdentityGivesItToAnEmptySecret() throws Exception {
        AgentIdentity.generate(RANDOM).create(pod("a").resolve("identity"));
        EnrolmentFiles.write(pod("a").resolve("enrolment"), now(), RANDOM);

        start("a");

        assertThat(server.text("identity")).contains(Files.readString(pod("a").resolve("identity")));
        assertThat(server.text("enrolment")).contains(Files.readString(pod("a").resolve("enrolment")));
    }

    @Test
    void ofTwoThatStartAtOnceOneIsRefusedAndLeavesNothingBehind() throws Exception {
        server.beforeChange(() -> server.put("unrelated", "the other was quicker"));

        assertThatThrownBy(() -> start("a"))
                .hasMessage("Secret monitoring/skerry-agent was changed by somebody else meanwhile: two agents must not"
                        + " share one identity");

        assertThat(server.text("identity")).isEmpty();
        assertThat(files("a")).isEmpty();
        server.beforeChange(() -> {});
        start("b");
        start("a");
        assertThat(uid("a")).as("it comes second, as the same agent").isEqualTo(uid("b"));
    }

    @Test
    void twoDifferentIdentitiesAreSaidAndNeitherIsOverwritten() throws Exception {
        start("a");
        AgentIdentity.generate(RANDOM).create(pod("b").resolve("identity"));
        String other = Files.readString(pod("b").resolve("identity"));

        assertThatThrownBy(() -> start("b"))
                .hasMessage("Secret monitoring/skerry-agent keeps the identity of another agent than "
                        + pod("b").resolve("identity") + ": remove the one that is wrong; neither is overwritten");

        assertThat(Files.readString(pod("b").resolve("identity"))).isEqualTo(other);
        assertThat(server.text("identity")).contains(Files.readString(pod("a").resolve("identity")));
    }

    @Test
    void aPodThatStartsAgainBeforeItsApiServerDoesIsWhoItWas() throws Exception {
        start("a");
        String uid = uid("a");
        server.refuse("GET", 503);

        start("a");

        assertThat(uid("a")).isEqualTo(uid);
        assertThat(logged).anyMatch(line -> line.contains("starts as the one whose identity is in"));
        assertThatThrownBy(() -> start("b"))
                .hasMessage("this agent cannot know who it is: the API server does not let this agent read Secret"
                        + " monitoring/skerry-agent (status 503)");
        assertThat(files("b")).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        server.refuse("GET", 404);
        assertThatThrownBy(() -> start("a"))
                .hasMessageEndingWith("there is no Secret monitoring/skerry-agent: make it, empty, as the chart does");
        server.refuse("GET", 403);
        assertThatThrownBy(() -> start("a"))
                .hasMessageEndingWith(
                        "no right to read Secret monitoring/skerry-agent: its Role must allow get and patch"
                                + " of it (docs/kubernetes.md)");
        server.refuse("GET", 0);
        server.refuse("PATCH", 403);
        assertThatThrownBy(() -> start("a")).hasMessageStartingWith("no right to change Secret");
        assertThat(files("a")).isEmpty();
    }

    @Test
    void aDamagedSecretIsNoIdentityAndNothingOfItIsTold() throws Exception {
        server.put("identity", "# Skerry agent identity, version 1. sesame");

        assertThatThrownBy(() -> start("a"))
                .hasMessage("Secret monitoring/skerry-agent holds no identity that can be used: restore it from a copy,"
                        + " or empty it to start as a new agent");

        assertThat(files("a")).isEmpty();
    }

    @Test
    void aRenewedCertificateGoesIntoTheSecretAndAnOlderOneNeverTakesItsPlace() throws Exception {
        start("a");
        EnrolmentFiles.write(pod("a").resolve("enrolment"), now(), RANDOM);
        IdentityCopy copy = look("a");
        String first = Files.readString(pod("a").resolve("enrolment"));
        assertThat(server.text("enrolment")).contains(first);
        int asked = server.asked().size();
        copy.look();
        assertThat(server.asked()).as("nothing to store").hasSize(asked);

        start("b");
        EnrolmentFiles.write(pod("b").resolve("enrolment"), now().plus(Duration.ofDays(30)), RANDOM);
        look("b");
        start("a");

        assertThat(Files.readString(pod("a").resolve("enrolment")))
                .isNotEqualTo(first)
                .isEqualTo(Files.readString(pod("b").resolve("enrolment")));
        assertThat(server.text("enrolment")).contains(Files.readString(pod("b").resolve("enrolment")));
    }

    @Test
    void aConflictIsSaidAndTheNextTryGoesByWhatTheSecretHoldsThen() throws Exception {
        IdentityCopy copy = start("a");
        EnrolmentFiles.write(pod("a").resolve("enrolment"), now(), RANDOM);
        server.put("unrelated", "somebody's");

        copy.look();
        assertThat(copy.trouble())
                .hasValueSatisfying(said -> assertThat(said).contains("was changed by somebody else"));
        copy.look();
        assertThat(server.text("enrolment")).as("not at once").isEmpty();
        mono += Duration.ofMinutes(1).toMillis();
        copy.look();

        assertThat(copy.trouble()).isEmpty();
        assertThat(server.text("enrolment")).isPresent();
        assertThat(server.text("unrelated")).contains("somebody's");
    }

    @Test
    void anotherAgentInTheSecretIsNeverOverwrittenLaterEither() throws Exception {
        IdentityCopy copy = start("a");
        server.put("identity", "of another");
        EnrolmentFiles.write(pod("a").resolve("enrolment"), now(), RANDOM);

        for (int i = 0; i < 4; i++) {
            copy.look();
            mono += Duration.ofMinutes(20).toMillis();
        }

        assertThat(copy.trouble()).hasValueSatisfying(said -> assertThat(said).contains("another agent than"));
        assertThat(server.text("identity")).contains("of another");
        assertThat(server.text("enrolment")).isEmpty();
    }

    @Test
    void startsThatTheRingCountedByItselfAreKept() throws Exception {
        IdentityCopy copy = start("a");
        starts = 1_764_000_000;
        copy.look();
        assertThat(server.text("starts")).as("not before it was started").contains("1");

        copy.start(() -> starts);
        copy.close();

        assertThat(server.text("starts")).contains("1764000000");
        assertThat(start("b").startsBefore()).isEqualTo(1_764_000_000);
    }

    @Test
    void nothingSecretIsInALogOrASentenceThoughTheServerQuotesIt() throws Exception {
        var said = new ArrayList<String>();
        server.refuse("PATCH", 422);
        said.add(String.valueOf(messageOf(() -> start("a"))));
        server.refuse("PATCH", 0);
        IdentityCopy copy = start("a");
        EnrolmentFiles.write(pod("a").resolve("enrolment"), now(), RANDOM);
        for (int status : new int[] {400, 403, 409, 422, 500}) {
            server.refuse("PATCH", status);
            mono += Duration.ofHours(1).toMillis();
            copy.look();
            said.add(copy.trouble().orElseThrow());
        }
        server.refuse("PATCH", 0);
        server.refuse("GET", 500);
        said.add(String.valueOf(messageOf(() -> start("b"))));
        server.refuse("GET", 0);

        var secrets = new ArrayList<String>();
        for (String text : List.of(
                Files.readString(pod("a").resolve("identity")), Files.readString(pod("a").resolve("enrolment")))) {
            text.lines()
                    .filter(line -> line.indexOf(": ") > 0)
                    .map(line -> line.substring(line.indexOf(": ") + 2))
                    .filter(value -> value.length() > 30)
                    .forEach(secrets::add);
        }
        assertThat(secrets).hasSizeGreaterThan(3);
        assertThat(logged).isNotEmpty();
        assertThat(Stream.concat(said.stream(), logged.stream()))
                .allSatisfy(line -> assertThat(secrets).noneMatch(secret -> line.contains(secret.substring(0, 20))))
                .noneMatch(line -> line.contains("refused: "));
        assertThat(new ApiSecret(server.access(), "test", () -> mono, "monitoring", "skerry-agent")
                        .read()
                        .toString())
                .doesNotContain(secrets.getFirst().substring(0, 20));
    }

    private static String messageOf(ThrowingStart start) {
        try {
            start.run();
            throw new AssertionError("it started");
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private interface ThrowingStart {
        void run() throws IOException;
    }

    private IdentityCopy start(String pod) throws IOException {
        Path at = pod(pod);
        return IdentityCopy.fetch(
                new ApiSecret(server.access(), "test", () -> mono, "monitoring", "skerry-agent"),
                at.resolve("identity"),
                at.resolve("enrolment"),
                RANDOM,
                () -> mono);
    }

    /** Starts again, which stores what is new. */
    private IdentityCopy look(String pod) throws IOException {
        IdentityCopy copy = start(pod);
        copy.look();
        return copy;
    }

    private Path pod(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String uid(String pod) throws IOException {
        return AgentIdentity.load(pod(pod).resolve("identity")).uid().value();
    }

    private List<String> files(String pod) {
        return Arrays.stream(Optional.ofNullable(pod(pod).toFile().list()).orElse(new String[0]))
                .toList();
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Instant now() {
        return Instant.parse("2026-11-28T00:00:00Z");
    }
}
