package skerry.hub.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.hub.FakeAgent;
import skerry.hub.MadeRelease;
import skerry.hub.RunningHub;
import skerry.hub.WireAgent;
import skerry.hub.cli.ReleaseCommand;
import skerry.protocol.Bytes;
import skerry.protocol.control.CommandType;
import skerry.protocol.update.Piece;
import skerry.protocol.update.ReleaseManifest;
import skerry.protocol.update.UpgradeNews;
import skerry.protocol.update.UpgradeOrder;
import skerry.protocol.update.UpgradeState;
import skerry.protocol.update.Want;

/** A release goes into a hub by its command, and out of it to an agent over a real broker. */
class UpdatesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KeyPair KEY = MadeRelease.key();

    @TempDir
    private Path folder;

    private final FakeAgent agent = new FakeAgent(1);
    private final FakeAgent other = new FakeAgent(2);
    private RunningHub hub;
    private MadeRelease release;

    @BeforeEach
    void start() throws Exception {
        hub = new RunningHub(folder.resolve("hub"), Map.of());
        release = new MadeRelease(folder.resolve("release"), "1.1", KEY);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private String run(String... arguments) {
        var out = new StringWriter();
        CommandLine line = ReleaseCommand.commands();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        line.setExecutionExceptionHandler((e, _, _) -> {
            out.append(e.getMessage());
            return 1;
        });
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--set";
        all[arguments.length + 1] = "data=" + folder.resolve("hub");
        line.execute(all);
        return out.toString();
    }

    private String add(MadeRelease made, String... options) {
        var all = new java.util.ArrayList<>(List.of("add", made.folder().toString()));
        all.addAll(List.of(options));
        return run(all.toArray(String[]::new));
    }

    private void addFirst() throws Exception {
        assertThat(add(release, "--fingerprint", release.fingerprint()))
                .endsWith("The release 1.1 is here, signed by " + release.fingerprint()
                        + ". The page Updates takes the fleet to it.\n");
    }

    private JsonNode updates() throws Exception {
        return JSON.readTree(hub.get("/api/v1/updates").text());
    }

    private JsonNode members(long no) throws Exception {
        return JSON.readTree(hub.get("/api/v1/rollouts/" + no + "/agents").text())
                .path("agents");
    }

    private String state(FakeAgent one, long no) throws Exception {
        for (JsonNode member : members(no)) {
            if (member.path("uid").asText().equals(one.uid().toString())) {
                return member.path("state").asText();
            }
        }
        throw new AssertionError("not a member");
    }

    private static byte[] fetched(WireAgent wire, Bytes digest, int total) throws Exception {
        var file = new ByteArrayOutputStream();
        while (file.size() < total) {
            switch (wire.want(new Want(digest, file.size(), 32_768))) {
                case Piece.Content content -> {
                    assertThat(content.total()).isEqualTo(total);
                    file.writeBytes(content.bytes().toArray());
                }
                case Piece.Refused refused -> throw new AssertionError(refused.why());
            }
        }
        return file.toByteArray();
    }

    @Test
    void aReleaseTravelsFromItsDirectoryToAnAgentThatIsAskedToTakeItUp() throws Exception {
        addFirst();
        hub.enrol(agent, "north");
        try (var wire = new WireAgent(agent, hub)) {
            wire.hello("1.0");
            RunningHub.until(
                    "the agent is seen",
                    () -> updates()
                            .path("versions")
                            .path(0)
                            .path("version")
                            .asText()
                            .equals("1.0"));
            var started = hub.change(
                    "POST", "/api/v1/rollouts", "{\"version\":\"1.1\",\"healthyMinutes\":0,\"percents\":[100]}");
            assertThat(started.status()).as(started.text()).isEqualTo(201);
            long no = JSON.readTree(started.text()).path("no").asLong();

            var command = wire.awaitCommand();
            assertThat(command.type()).isEqualTo(CommandType.UPGRADE.code());
            UpgradeOrder order = UpgradeOrder.decode(command.args());
            byte[] manifest = fetched(wire, order.manifest(), order.manifestBytes());
            assertThat(manifest).isEqualTo(Files.readAllBytes(release.folder().resolve("manifest")));
            assertThat(fetched(wire, order.signatures(), order.signaturesBytes()))
                    .isEqualTo(Files.readAllBytes(release.folder().resolve("manifest.sig")));
            var file = ReleaseManifest.parse(manifest).agentPackage("arm64").orElseThrow();
            assertThat(fetched(wire, file.digest(), (int) file.size()))
                    .isEqualTo(Files.readAllBytes(release.packageFile()));
            assertThat(hub.metric("skerry_hub_release_bytes_sent_total").orElse(0))
                    .isEqualTo(manifest.length + order.signaturesBytes() + MadeRelease.PACKAGE_BYTES);

            tell(wire, UpgradeState.STAGED);
            RunningHub.until(
                    "the hub hears that it is staged", () -> state(agent, no).equals("staged"));
            wire.hello("1.1");
            RunningHub.until(
                    "the hub hears that it runs it", () -> state(agent, no).equals("probation"));
            tell(wire, UpgradeState.DONE);
            RunningHub.until(
                    "the rollout is over",
                    () -> updates()
                            .path("rollouts")
                            .path(0)
                            .path("state")
                            .asText()
                            .equals("done"));
            assertThat(state(agent, no)).isEqualTo("done");
        }
        assertThat(hub.get("/api/v1/audit?limit=20").text()).contains("rollout.start", "rollout.done", "release.add");
    }

    private void tell(WireAgent wire, UpgradeState state) throws Exception {
        long now = System.currentTimeMillis();
        wire.send(agent.events(List.of(new UpgradeNews(state, "1.1", "1.0", "").event(now, 0)), now));
    }

    @Test
    void whatNoReleaseNamesIsNotServed() throws Exception {
        addFirst();
        Files.writeString(folder.resolve("hub/release/" + "ab".repeat(32)), "secret");
        hub.enrol(agent, "north");
        try (var wire = new WireAgent(agent, hub)) {
            wire.hello();

            Piece piece = wire.want(new Want(Bytes.ofHex("ab".repeat(32)), 0, 100));

            assertThat(piece).isEqualTo(new Piece.Refused(Bytes.ofHex("ab".repeat(32)), 0, Piece.Refusal.UNKNOWN, 0));
            assertThat(hub.metric("skerry_hub_release_pieces_total{outcome=\"unknown\"}")
                            .orElse(0))
                    .isEqualTo(1);
        }
    }

    @Test
    void theFirstReleaseNeedsTheFingerprintThatAPersonCompared() throws Exception {
        assertThat(add(release))
                .isEqualTo("this hub trusts no release key yet, and the release's is " + release.fingerprint()
                        + ": if your printed page says the same, add it again with --fingerprint "
                        + release.fingerprint());
        assertThat(add(release, "--fingerprint", "0000-1111"))
                .isEqualTo("the release's key is " + release.fingerprint()
                        + ", which is not the fingerprint you gave: compare it with your printed page; if it was typed"
                        + " right, do not use this release");
        assertThat(run("list")).hasLineCount(1);
    }

    @Test
    void aReleaseByAnotherKeyIsRefusedUnlessTheTrustedKeySignedThatOne() throws Exception {
        addFirst();
        KeyPair next = MadeRelease.key();
        var foreign = new MadeRelease(folder.resolve("foreign"), "1.2", next);
        assertThat(add(foreign, "--fingerprint", foreign.fingerprint()))
                .isEqualTo("the release's key is " + foreign.fingerprint() + ", and this hub trusts "
                        + release.fingerprint()
                        + ": ask who made the release; a new key counts when the old one has signed it");

        assertThat(add(new MadeRelease(folder.resolve("rotated"), "1.3", next, KEY)))
                .contains("The release 1.3 is here");
        assertThat(add(new MadeRelease(folder.resolve("old"), "1.4", KEY)))
                .as("the hub trusts the next key from now on")
                .startsWith("the release's key is");
    }

    @Test
    void aFileThatIsNotWhatTheManifestNamesIsRefusedAndTheReleaseDoesNotCount() throws Exception {
        byte[] content = Files.readAllBytes(release.packageFile());
        content[5_000] ^= 1;
        Files.write(release.packageFile(), content);

        assertThat(add(release, "--fingerprint", release.fingerprint()))
                .endsWith(
                        "the file deb/skerry-agent_1.1_arm64.deb of the release is damaged: its content is not what the"
                                + " manifest names: have the release made again, or copy it again");
        assertThat(run("list")).hasLineCount(1);

        content[5_000] ^= 1;
        Files.write(release.packageFile(), content);
        addFirst();
        assertThat(run("list")).hasLineCount(2).contains(release.fingerprint());
    }

    @Test
    void aManifestThatWasChangedIsRefused() throws Exception {
        Files.writeString(release.folder().resolve("manifest"), "note x\n", StandardOpenOption.APPEND);

        assertThat(add(release, "--fingerprint", release.fingerprint()))
                .startsWith("the release was refused, and nothing was changed: ");
    }

    @Test
    void aReleaseIsRemovedWithItsFilesButNotWhileARolloutNeedsIt() throws Exception {
        addFirst();
        hub.enrol(agent, "north");
        hub.addAgent(other, "north", "second");
        try (var wire = new WireAgent(agent, hub)) {
            wire.hello("1.0");
            RunningHub.until(
                    "the rollout starts",
                    () -> hub.change("POST", "/api/v1/rollouts", "{\"version\":\"1.1\"}")
                                    .status()
                            == 201);
            assertThat(run("remove", "1.1", "--yes")).isEqualTo("a rollout of 1.1 is not over yet: stop it first");
            long no = updates().path("rollouts").path(0).path("no").asLong();
            assertThat(hub.change("PATCH", "/api/v1/rollouts/" + no, "{\"action\":\"stop\"}")
                            .status())
                    .isEqualTo(200);

            assertThat(run("remove", "1.1", "--yes")).isEqualTo("The release 1.1 is removed.\n");
        }
        try (var files = Files.list(folder.resolve("hub/release"))) {
            assertThat(files).isEmpty();
        }
        assertThat(run("remove", "1.1", "--yes")).isEqualTo("there is no release 1.1");
    }

    @Test
    void aDirectoryThatIsNoReleaseIsToldByTheFileThatItLacks() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(run("add", empty.toString()))
                .isEqualTo("there is no readable file " + empty.resolve("manifest")
                        + ": name a directory that ./skerry bundle made");
    }
}
