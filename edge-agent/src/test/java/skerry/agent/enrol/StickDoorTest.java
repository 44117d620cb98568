package skerry.agent.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.platform.files.LocalDisk;
import skerry.platform.tls.KnownTime;
import skerry.protocol.Bytes;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;
import skerry.protocol.stick.Invitation;
import skerry.protocol.stick.StickEnrol;
import skerry.protocol.stick.StickLayout;

/** A node that joins and renews without any network, on real files; a whole hub is in the system tests. */
class StickDoorTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AgentIdentity AGENT = AgentIdentity.generate(RANDOM);
    private static final int MUTANTS = 500;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private GrantingHub hub;

    @SuppressWarnings("NullAway.Init")
    private Path stick;

    private Instant now = Instant.parse("2026-11-27T00:00:00Z");
    private boolean clockKnown = true;

    @BeforeEach
    void invite() throws Exception {
        hub = hub("hub", HubIdentity.generate(RANDOM));
        stick = Files.createDirectory(folder.resolve("stick"));
        Files.createDirectories(root());
        Files.write(root().resolve(StickLayout.INVITATION), new Invitation(hub.code, hub.keys.card()).file());
    }

    @Test
    void aNodeJoinsByAStickThatGoesToTheHubAndBack() throws Exception {
        StickDoor door = door();

        door.join(stick, "pi", "node");
        assertThat(door.serve(stick))
                .containsExactly("The stick asks the hub to take this node in; bring it back after the import.");
        assertThat(StickDoor.askedHub(asked())).contains(hub.keys.card());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(asked())))
                .isEqualTo("rw-------");
        answer(StickEnrol.JOIN);

        assertThat(door.serve(stick))
                .singleElement()
                .asString()
                .startsWith("The hub took this node in as north/pi; its certificate counts until 2027-01-26");
        assertThat(Enrolment.load(enrolment()))
                .hasValueSatisfying(granted -> assertThat(granted.hub()).isEqualTo(hub.keys.card()));
        assertThat(door.serve(stick)).as("there is nothing left to do").isEmpty();
        assertThat(request(StickEnrol.JOIN)).doesNotExist();
        assertThat(asked()).doesNotExist();
    }

    @Test
    void aStickWithoutAnAnswerKeepsTheSameRequest() throws Exception {
        StickDoor door = door();
        door.join(stick, "pi", "node");
        door.serve(stick);
        byte[] first = Files.readAllBytes(request(StickEnrol.JOIN));

        door.serve(stick);

        assertThat(Files.readAllBytes(request(StickEnrol.JOIN))).isEqualTo(first);
    }

    @Test
    void anotherStickCarriesTheRequestAsWell() throws Exception {
        StickDoor door = door();
        door.join(stick, "pi", "node");
        Path other = Files.createDirectory(folder.resolve("other"));

        door.serve(other);

        assertThat(other.resolve("SKERRY").resolve(AGENT.uid().value()).resolve("join.ske"))
                .exists();
    }

    @Test
    void aCertificateIsRenewedByStickWhenHalfItsLifeIsOver() throws Exception {
        joined();
        StickDoor door = door();
        Instant firstEnd = Enrolment.load(enrolment()).orElseThrow().end();

        now = now.plus(GrantingHub.LIFE.dividedBy(2)).plusSeconds(60);
        assertThat(door.serve(stick))
                .containsExactly("The stick asks the hub for a new certificate; bring it back after the import.");
        answer(StickEnrol.RENEW);
        door.serve(stick);

        assertThat(Enrolment.load(enrolment()).orElseThrow().end()).isAfter(firstEnd);
    }

    @Test
    void aNodeThatDoesNotKnowTheDateAsksByEachStick() throws Exception {
        joined();
        clockKnown = false;

        assertThat(door().serve(stick)).singleElement().asString().startsWith("The stick asks the hub for a new");
        answer(StickEnrol.RENEW);
        assertThat(door().serve(stick)).singleElement().asString().startsWith("The hub took this node in");
        assertThat(door().serve(stick)).singleElement().asString().startsWith("The stick asks the hub for a new");
    }

    @Test
    void aGrantThatAnotherRoadOvertookTakesNothingBack() throws Exception {
        joined();
        now = now.plus(GrantingHub.LIFE.dividedBy(2)).plusSeconds(60);
        StickDoor door = door();
        door.serve(stick);
        answer(StickEnrol.RENEW);
        now = now.plusSeconds(3_600);
        var open = new Enroller(AGENT, RANDOM, "test", Proxy.NO_PROXY, (_, _, _, _) -> {})
                .askAgain(Enrolment.load(enrolment()).orElseThrow());
        Enrolment newer = open.granted(hub.renew(open.request().toArray()));
        newer.save(enrolment());

        door.serve(stick);

        assertThat(Enrolment.load(enrolment()).orElseThrow().end()).isEqualTo(newer.end());
        assertThat(asked()).doesNotExist();
        assertThat(request(StickEnrol.RENEW)).doesNotExist();
    }

    @Test
    void onlyARenewalGoesByAnotherNode() throws Exception {
        StickDoor door = door();
        assertThat(door.renewal()).as("it has not joined").isEmpty();
        door.join(stick, "pi", "node");
        assertThat(door.renewal()).as("it asks to join").isEmpty();
        door.serve(stick);
        Bytes grant = Bytes.of(Files.readAllBytes(answer(StickEnrol.JOIN)));
        assertThat(door.take(grant)).isFalse();
        door.serve(stick);

        now = now.plus(GrantingHub.LIFE.dividedBy(2)).plusSeconds(60);
        assertThat(door.renewal()).isPresent().isEqualTo(door.renewal());
    }

    @Test
    void anAnswerWithOtherKeysOfTheHubIsNotBelieved() throws Exception {
        assertNotBelieved(hub("hub", HubIdentity.generate(RANDOM)), "it names another hub than the one that was asked");
    }

    @Test
    void anAnswerOfAnotherAuthorityIsNotBelieved() throws Exception {
        assertNotBelieved(hub("other", hub.keys), "it names another authority than the join code");
    }

    private void assertNotBelieved(GrantingHub other, String why) throws Exception {
        StickDoor door = door();
        door.join(stick, "pi", "node");
        door.serve(stick);
        hub = other;
        answer(StickEnrol.JOIN);

        assertThat(door.serve(stick))
                .containsExactly(
                        "The hub's grant on the stick was not used, since the hub's answer cannot be believed: " + why
                                + ".");
        assertThat(Enrolment.load(enrolment())).isEmpty();
        assertThat(asked()).as("the right answer may still come").exists();
    }

    @Test
    void noDamageToTheAnswerIsTakenForAnEnrolment() throws Exception {
        StickDoor door = door();
        door.join(stick, "pi", "node");
        door.serve(stick);
        Path grant = answer(StickEnrol.JOIN);
        byte[] whole = Files.readAllBytes(grant);
        var random = new Random(1);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(grant, damaged);

            assertThat(door.serve(stick)).singleElement().asString().contains("was not used");
            assertThat(grant).as("an import is to grant it again").doesNotExist();
            assertThat(request(StickEnrol.JOIN)).exists();
        }
        Files.write(grant, new byte[StickEnrol.MAX_BYTES + 100]);
        assertThat(door.serve(stick)).singleElement().asString().contains("was not used");
        assertThat(Enrolment.load(enrolment())).isEmpty();
    }

    @Test
    void aStickWithoutAGoodInvitationIsToldInOneSentence() throws Exception {
        StickDoor door = door();
        Path file = root().resolve(StickLayout.INVITATION);
        Files.writeString(file, "skerry-join-1:AAAA\nrubbish\n");
        assertThatThrownBy(() -> door.join(stick, "pi", "node"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " cannot be used: The join code cannot be used, since ");

        Files.delete(file);
        assertThatThrownBy(() -> door.join(stick, "pi", "node"))
                .hasMessage("there is no " + file + ": have 'skerry-hub enrol --site SITE --stick DIR' write it");
    }

    private void joined() throws Exception {
        StickDoor door = door();
        door.join(stick, "pi", "node");
        door.serve(stick);
        answer(StickEnrol.JOIN);
        door.serve(stick);
    }

    private GrantingHub hub(String authority, HubIdentity keys) throws Exception {
        return new GrantingHub(
                Files.createDirectories(folder.resolve(authority)),
                keys,
                URI.create("https://127.0.0.1:8440/"),
                RANDOM,
                () -> now);
    }

    /** What an import does with the request. */
    private Path answer(StickEnrol kind) throws Exception {
        byte[] request = kind.message(Files.readAllBytes(request(kind)));
        byte[] grant = StickEnrol.GRANT.file(kind == StickEnrol.JOIN ? hub.join(request) : hub.renew(request));
        Path receipts = Files.createDirectories(root().resolve(StickLayout.RECEIPTS));
        return Files.write(receipts.resolve(StickLayout.grant(AGENT.uid(), request)), grant);
    }

    private StickDoor door() {
        return new StickDoor(
                new LocalDisk(),
                enrolment(),
                asked(),
                new Enroller(AGENT, RANDOM, "test", Proxy.NO_PROXY, (_, _, _, _) -> {}),
                () -> clockKnown ? Optional.of(KnownTime.exactly(now)) : Optional.empty());
    }

    private Path request(StickEnrol kind) {
        return root().resolve(AGENT.uid().value()).resolve(StickLayout.request(kind));
    }

    private Path root() {
        return stick.resolve(StickLayout.ROOT);
    }

    private Path enrolment() {
        return folder.resolve("enrolment");
    }

    private Path asked() {
        return folder.resolve("enrolment-asked");
    }
}
