package skerry.system.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.protocol.Bytes;
import skerry.system.process.Checkout;

/** What a machine does with a version that its agent has fetched: a made-up one, and an agent that says of itself what a test wants. */
class UpdaterTest extends StickAtMachine {
    private static final String NEW = "0.3.0";
    private static final String WELL = "ready yes\nring yes\nreceipt yes\nlink connected\n";
    private static final String AGENT = "var/lib/skerry-agent/update";
    private static final String OWN = "var/lib/skerry-update";

    /** The agent: it writes down how it is as soon as somebody looks whether it runs. */
    private static final String SYSTEMCTL = """
            #!/bin/sh
            version=$(cut -d ' ' -f 1 "$SKERRY_ROOT/dpkg/skerry-agent")
            case "$1" in
              show) echo 0 ;;
              is-active)
                if [ -e "$SKERRY_ROOT/../dies-$version" ]; then echo failed; exit 3; fi
                if [ -e "$SKERRY_ROOT/../health-$version" ]; then
                  (printf 'skerry health 1\\nversion %s\\n' "$version"; cat "$SKERRY_ROOT/../health-$version") >"$SKERRY_ROOT/var/lib/skerry-agent/update/healthy"
                fi
                echo active
                ;;
            esac
            """;
    /** Goes on as a user, which a made-up machine has not. */
    private static final String SETPRIV = """
            #!/bin/sh
            while case "$1" in --*) true ;; *) false ;; esac; do shift; done
            exec "$@"
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path once;

    @SuppressWarnings("NullAway.Init")
    private static MadeUpMachine installed;

    @SuppressWarnings("NullAway.Init")
    private static MadeUpStick release;

    private Path updater = Path.of("");

    @BeforeAll
    static void installTheVersionBefore() throws Exception {
        try (var first = new MadeUpMachine(once)) {
            var ended = first.install(made, "--fingerprint", made.fingerprint());
            assertThat(ended.code()).as(ended.out()).isZero();
            installed = first;
        }
        release = MadeUpStick.make(once.resolve("release"), NEW, key);
    }

    @BeforeEach
    void fetchTheNext() throws Exception {
        machine.become(installed);
        machine.tool("systemctl", SYSTEMCTL);
        machine.tool("setpriv", SETPRIV);
        machine.tool("sleep", "#!/bin/sh\n");
        machine.ask("SKERRY_LOOK_EVERY", "300");
        machine.ask("SKERRY_DARK_WITHIN", "1800");
        updater = machine.file("usr/lib/skerry-agent/updater");
        machine.write(
                "usr/lib/skerry-agent/updater", Files.readString(Checkout.home().resolve("arm/stick/install.sh")));
        machine.write(
                "usr/lib/systemd/system/skerry-agent-update.service",
                Files.readString(Checkout.home().resolve("arm/debian/skerry-agent-update.service")));
        fetched(release);
    }

    /** As the agent leaves a release that it fetched. */
    private void fetched(MadeUpStick release) throws Exception {
        Path to = machine.file(AGENT + "/release");
        DebianMachine.done(DebianMachine.run(List.of("rm", "-rf", to.toString())));
        release.copiedTo(to);
        machine.write(
                AGENT + "/request",
                "skerry request 1\nversion " + NEW + "\nrelease "
                        + Bytes.of(Files.readAllBytes(to.resolve("manifest")))
                                .sha256()
                                .hex() + "\n");
    }

    private void health(String version, String text) throws Exception {
        Files.writeString(folder.resolve("health-" + version), text);
    }

    private DebianMachine.Ended update() throws Exception {
        return machine.install(updater, "--update");
    }

    /** As when the machine starts: whatever is installed, the copy goes on. */
    private DebianMachine.Ended start() throws Exception {
        return machine.install(machine.file(OWN + "/updater"), "--update");
    }

    private void assertTells(String state, String reason) throws Exception {
        assertThat(Files.readString(machine.file(OWN + "/status")))
                .startsWith("skerry update 1\nstate " + state + "\nversion " + NEW + "\nfrom " + VERSION + "\nrelease ")
                .contains("\nreason " + reason);
    }

    private void assertNothingIsLeft() {
        assertThat(machine.file(OWN)).isDirectoryNotContaining("glob:**{state,updater,trusted,release,repacked}");
        assertThat(machine.file("etc/systemd/system/skerry-agent-update.service"))
                .doesNotExist();
        assertThat(machine.file("etc/systemd/system/multi-user.target.wants/skerry-agent-update.service"))
                .doesNotExist();
        assertThat(machine.file(AGENT + "/request")).doesNotExist();
    }

    @Test
    void aVersionThatIsWellAndThatTheHubHeardStays() throws Exception {
        health(NEW, WELL);

        var ended = update();

        assertThat(ended.code()).as(ended.out()).isZero();
        assertTells("done", "\n");
        assertThat(machine.installed("skerry-agent")).isEqualTo(NEW);
        assertNothingIsLeft();
        var back = machine.install(updater, "--rollback");
        assertThat(back.out()).contains("put back skerry-agent " + VERSION + " in place of " + NEW);
    }

    @ParameterizedTest
    @CsvSource({
        "'', it did not report healthy within 10 minutes",
        "'ready yes\nring no\nreceipt yes\nlink connected\n', it did not report healthy within 10 minutes",
        "'ready no\nring yes\nreceipt yes\nlink resting\n', it did not report healthy within 10 minutes",
        "'ready yes\nring yes\nreceipt no\nlink connected\n', the hub confirmed nothing of it within 10 minutes",
        "'ready yes\nring yes\nreceipt no\nlink dark\n', 'it did not reach the hub within 0 hours, as 0.2.0 had'",
        "'nonsense', it did not report healthy within 10 minutes",
    })
    void aVersionThatDoesNotShowThatItIsWellGivesWay(String told, String reason) throws Exception {
        health(NEW, told);

        var ended = update();

        assertThat(ended.code()).as(ended.out()).isZero();
        assertTells("rolled-back", reason + "\n");
        assertThat(machine.installed("skerry-agent")).isEqualTo(VERSION);
        assertNothingIsLeft();
    }

    @Test
    void aVersionThatDoesNotRunGivesWayAtOnce() throws Exception {
        Files.createFile(folder.resolve("dies-" + NEW));

        update();

        assertTells("rolled-back", "it did not run: the heap is too small\n");
        assertThat(machine.installed("skerry-agent")).isEqualTo(VERSION);
        assertNothingIsLeft();
    }

    @Test
    void whatTheVersionBeforeLeftSaysNothingOfTheNewOne() throws Exception {
        machine.write(AGENT + "/healthy", "skerry health 1\nversion " + NEW + "\n" + WELL);

        update();

        assertTells("rolled-back", "it did not report healthy");
    }

    @Test
    void thatTheVersionBeforeDoesNotRunEitherIsSaid() throws Exception {
        Files.createFile(folder.resolve("dies-" + NEW));
        Files.createFile(folder.resolve("dies-" + VERSION));

        update();

        assertTells("failed", "it did not run: the heap is too small; and 0.2.0, which was put back, does not run");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void aPowerCutWhileItIsInstalledIsMadeGoodAtTheNextStart(String moment) throws Exception {
        health(NEW, WELL);
        cutPower(moment);

        assertThat(update().code()).isNotZero();
        assertThat(machine.file("etc/systemd/system/multi-user.target.wants/skerry-agent-update.service"))
                .isSymbolicLink();
        assertThat(machine.file("etc/systemd/system/skerry-agent-update.service"))
                .content()
                .contains("ExecStart=/bin/sh " + machine.file(OWN) + "/updater --update\n");
        Files.writeString(updater, "exit 1 # of a package that is not whole\n");
        Files.deleteIfExists(folder.resolve("power-" + moment));

        assertThat(start().code()).isZero();
        assertTells("done", "\n");
        assertThat(machine.installed("skerry-agent")).isEqualTo(NEW);
        assertNothingIsLeft();
    }

    @Test
    void aMachineThatEndsAgainAndAgainGoesBack() throws Exception {
        health(NEW, WELL);
        cutPower("after");

        for (int starts = 0; starts < 4; starts++) {
            assertThat(starts == 0 ? update().code() : start().code()).isNotZero();
        }
        Files.delete(folder.resolve("power-after"));
        assertThat(start().code()).isZero();

        assertTells("rolled-back", "the machine ended again and again while it was installed\n");
        assertThat(machine.installed("skerry-agent")).isEqualTo(VERSION);
    }

    @Test
    void aPowerCutOnProbationIsNoEndOfIt() throws Exception {
        machine.tool("sleep", "#!/bin/sh\nkill -9 $PPID\n");
        assertThat(update().code()).isNotZero();
        assertTells("probation", "\n");
        machine.tool("sleep", "#!/bin/sh\n");
        health(NEW, WELL);

        assertThat(start().code()).isZero();

        assertTells("done", "\n");
    }

    @Test
    void aPowerCutOnTheWayBackIsMadeGoodAtTheNextStart() throws Exception {
        Files.createFile(folder.resolve("dies-" + NEW));
        machine.tool("journalctl", "#!/bin/sh\ntouch \"$SKERRY_ROOT/../power-before\"; echo the heap is too small\n");
        cutPower("never");
        machine.tool("touch", "#!/bin/sh\n: >\"$1\"\n");

        assertThat(update().code()).isNotZero();
        assertThat(machine.installed("skerry-agent")).isEqualTo(NEW);
        Files.delete(folder.resolve("power-before"));
        assertThat(start().code()).isZero();

        assertTells("rolled-back", "it did not run: the heap is too small\n");
        assertThat(machine.installed("skerry-agent")).isEqualTo(VERSION);
        assertNothingIsLeft();
    }

    @Test
    void whileItIsUnderWayNoStickChangesAnything() throws Exception {
        machine.tool("sleep", "#!/bin/sh\nkill -9 $PPID\n");
        update();

        var refused = machine.install(stick);

        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.out()).contains("an upgrade by order of the hub is under way");
    }

    /** dpkg that is cut off before or after it did its work, while a file of the test says so. */
    private void cutPower(String moment) throws Exception {
        String dpkg = Files.readString(folder.resolve("tools/dpkg"));
        machine.tool(
                "dpkg",
                dpkg.replace(
                                "    if [ -e",
                                "    if [ -e \"$SKERRY_ROOT/../power-before\" ]; then kill -9 $PPID; exit 1; fi\n    if [ -e")
                        .replace(
                                "    ;;\nesac",
                                "    if [ -e \"$SKERRY_ROOT/../power-after\" ]; then kill -9 $PPID; exit 1; fi\n    ;;\nesac"));
        if (!moment.equals("never")) {
            Files.createFile(folder.resolve("power-" + moment));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest", "manifest.sig", "release-key", "deb/skerry-agent_0.3.0_arm64.deb"})
    void noFileThatWasChangedIsInstalled(String name) throws Exception {
        Path file = machine.file(AGENT + "/release/" + name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        refused("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest", "manifest.sig", "release-key", "deb/skerry-agent_0.3.0_arm64.deb"})
    void noFileThatIsMissingOrTooLongIsInstalled(String name) throws Exception {
        Path file = machine.file(AGENT + "/release/" + name);
        byte[] whole = Files.readAllBytes(file);
        Files.delete(file);
        refused("the file " + name + " of the release is missing");

        Files.write(file, new byte[whole.length + 70_000]);
        fetchedAgain();
        refused("the file " + name + " of the release is larger than it should be");
    }

    private void fetchedAgain() throws Exception {
        machine.write(
                AGENT + "/request",
                "skerry request 1\nversion " + NEW + "\nrelease "
                        + Bytes.of(Files.readAllBytes(release.file("manifest")))
                                .sha256()
                                .hex()
                        + "\n");
    }

    private void refused(String reason) throws Exception {
        Map<String, String> before = machine.contents();

        var ended = update();

        assertThat(ended.code()).as(ended.out()).isZero();
        assertTells("failed", reason);
        assertNothingIsLeft();
        Map<String, String> after = machine.contents();
        after.remove(OWN + "/status");
        before.remove(OWN + "/status");
        before.remove(AGENT + "/request");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void aReleaseOfAnotherKeyIsRefused() throws Exception {
        fetched(MadeUpStick.make(folder.resolve("other"), NEW, folder.resolve("other.pem")));

        refused("the release's release key is ");
    }

    @Test
    void aReleaseOfAKeyThatOursHasSignedIsTakenAndThatKeyCountsFromThen() throws Exception {
        MadeUpStick next = MadeUpStick.make(folder.resolve("next"), NEW, folder.resolve("next.pem"), key);
        fetched(next);
        health(NEW, WELL);

        update();

        assertTells("done", "\n");
        assertThat(machine.file("etc/skerry/release-key")).hasSameBinaryContentAs(next.file("release-key"));
    }

    @Test
    void aMachineThatTrustsNoKeyTrustsNoneByThis() throws Exception {
        Files.delete(machine.file("etc/skerry/release-key"));

        refused("this machine trusts no release key");
    }

    @Test
    void anOlderVersionIsRefusedThoughItIsSigned() throws Exception {
        machine.write("dpkg/skerry-agent", "0.4.0 installed\n");
        Path own = machine.file(OWN + "/status");

        update();

        assertThat(own).content().contains("state failed\n", "has skerry-agent 0.4.0, which is newer than 0.3.0");
        assertThat(machine.installed("skerry-agent")).isEqualTo("0.4.0");
    }

    @Test
    void aRequestThatNamesAnotherManifestIsRefused() throws Exception {
        machine.write(AGENT + "/request", "skerry request 1\nversion " + NEW + "\nrelease " + "0".repeat(64) + "\n");

        refused("the manifest of the release is not the one that the hub named");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "skerry request 1\nversion $(reboot)\nrelease x\n",
                "skerry request 1\nversion 0.3.0\n",
                "something else\nversion 0.3.0\n"
            })
    void aRequestThatIsNoneChangesNothing(String text) throws Exception {
        machine.write(AGENT + "/request", text);
        Map<String, String> before = machine.contents();

        assertThat(update().code()).isZero();

        before.remove(AGENT + "/request");
        assertThat(machine.contents()).isEqualTo(before);
    }

    @Test
    void withTooLittleSpaceNothingIsChanged() throws Exception {
        machine.free(1_000);

        refused("too little space");
    }

    @Test
    void whatDpkgDoesNotTakeLeavesTheVersionBefore() throws Exception {
        machine.breakDpkg();

        update();

        assertTells("failed", "dpkg did not take it, and 0.2.0 stays: the lock is held\n");
        assertThat(machine.installed("skerry-agent")).isEqualTo(VERSION);
        assertNothingIsLeft();
    }
}
