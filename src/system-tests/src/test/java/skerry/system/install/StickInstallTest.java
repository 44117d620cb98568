package skerry.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the installer does with a good stick, on a made-up machine. */
class StickInstallTest extends StickAtMachine {
    private static final String JOIN = "skerry-join-1:abc";

    private MadeUpStick newer(String version) throws Exception {
        return MadeUpStick.make(folder.resolve("my stick/skerry " + version), version, key);
    }

    private String installs(MadeUpStick from, String... arguments) throws Exception {
        return ends(0, from, arguments);
    }

    private String ends(int code, MadeUpStick from, String... arguments) throws Exception {
        var ended = machine.install(from, arguments);
        assertThat(ended.code()).as(ended.out()).isEqualTo(code);
        assertThat(ended.out().lines()).as("one line of result").hasSize(1);
        return ended.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpgv", "sqv", "openssl"})
    void theFirstStickIsTrustedByItsFingerprintAndTheNextByItsKey(String tool) throws Exception {
        assumeTrue(MadeUpMachine.present(tool), "no " + tool + " here");
        machine.verifiesBy(tool);

        assertThat(installs(stick, "--fingerprint", stick.fingerprint()))
                .startsWith("skerry: installed skerry-agent 0.2.0; it runs");
        assertThat(machine.file("etc/skerry/release-key")).hasSameBinaryContentAs(stick.file("release-key"));

        assertThat(installs(newer("0.3.0")))
                .startsWith("skerry: installed skerry-agent 0.3.0 in place of 0.2.0; it runs");
        assertThat(machine.installed("skerry-agent")).isEqualTo("0.3.0");
    }

    @Test
    void aPersonAtATerminalIsShownTheFingerprintAndAsked() throws Exception {
        assumeTrue(MadeUpMachine.present("script"), "no script here");
        Map<String, String> before = machine.snapshot();

        var refused = machine.installAtTerminal(stick, "y\n");
        assertThat(refused.out()).contains(stick.fingerprint().replaceAll("(.{4})(?=.)", "$1-"), "nothing was changed");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(machine.snapshot()).isEqualTo(before);

        var confirmed = machine.installAtTerminal(stick, "yes\n");
        assertThat(confirmed.out()).contains("skerry: installed skerry-agent 0.2.0; it runs");
        assertThat(confirmed.code()).isZero();
    }

    @Test
    void itJoinsByTheInvitationOfTheSameStick() throws Exception {
        MadeUpStick.write(folder.resolve("my stick/SKERRY/invitation"), "secret");

        assertThat(installs(stick, "--fingerprint", stick.fingerprint()))
                .contains("has left its request to join on the stick");
        assertThat(machine.asked())
                .isEqualTo("enrol --stick " + folder.toRealPath().resolve("my stick") + "\n");
    }

    @Test
    void itJoinsByTheCodeOfTheSameStickAndNotTwice() throws Exception {
        MadeUpStick.write(folder.resolve("my stick/skerry-join"), JOIN);

        installs(stick, "--fingerprint", stick.fingerprint());
        machine.write("var/lib/skerry-agent/enrolment", "");
        assertThat(installs(stick)).contains("was installed already", "has joined before");

        assertThat(machine.asked())
                .isEqualTo("enrol --from " + folder.toRealPath().resolve("my stick/skerry-join") + "\n");
    }

    @Test
    void aVersionThatDoesNotRunGivesWayToTheOneBefore() throws Exception {
        installs(stick, "--fingerprint", stick.fingerprint());
        machine.breakVersion("0.3.0");

        assertThat(ends(5, newer("0.3.0")))
                .isEqualTo(
                        "skerry: skerry-agent 0.3.0 did not run, so 0.2.0 was put back and runs: the heap is too small\n");
        assertThat(machine.installed("skerry-agent")).isEqualTo("0.2.0");

        machine.breakVersion("none");
        assertThat(installs(newer("0.4.0"))).contains("0.4.0 in place of 0.2.0");
    }

    @Test
    void aFirstVersionThatDoesNotRunIsSaidToBeThere() throws Exception {
        machine.breakVersion("0.2.0");

        assertThat(ends(6, stick, "--fingerprint", stick.fingerprint()))
                .isEqualTo("skerry: skerry-agent 0.2.0 was installed and does not run: the heap is too small\n");
        assertThat(machine.file("etc/skerry/release-key"))
                .as("trusted is what has worked")
                .doesNotExist();
    }

    @Test
    void theMachineKeepsTheVersionBeforeAndNeedsNoStickToGoBack() throws Exception {
        installs(stick, "--fingerprint", stick.fingerprint());
        installs(newer("0.3.0"));
        Path own = machine.file("usr/local/sbin/skerry-stick");

        var back = machine.install(own, "--rollback");
        assertThat(back.out()).isEqualTo("skerry: put back skerry-agent 0.2.0 in place of 0.3.0\n");
        assertThat(machine.installed("skerry-agent")).isEqualTo("0.2.0");

        machine.install(own, "--rollback");
        assertThat(machine.installed("skerry-agent")).as("and forth").isEqualTo("0.3.0");
    }

    /** Such as by the network, or by a stick when the power went before the end. */
    @Test
    void aVersionThatCameOtherwiseIsKeptAsWell() throws Exception {
        machine.write("dpkg/skerry-agent", "0.2.0 installed\n");
        assertThat(installs(stick, "--fingerprint", stick.fingerprint())).contains("was installed already");
        machine.breakVersion("0.3.0");

        assertThat(ends(5, newer("0.3.0"))).contains("0.2.0 was put back and runs");
    }

    @Test
    void whatDpkgDoesNotTakeLeavesTheMachineAsItWas() throws Exception {
        installs(stick, "--fingerprint", stick.fingerprint());
        machine.breakDpkg();
        Map<String, String> before = machine.contents();

        assertThat(ends(4, newer("0.3.0")))
                .contains("dpkg did not take skerry-agent 0.3.0, and 0.2.0 stays: the lock is held");
        assertThat(machine.contents()).isEqualTo(before);
    }

    @Test
    void theCopyOfTheMachineHasToBeToldWhereTheStickIs() throws Exception {
        installs(stick, "--fingerprint", stick.fingerprint());

        var ended = machine.install(machine.file("usr/local/sbin/skerry-stick"));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).contains("name the folder of the stick");
    }

    @Test
    void thereIsNothingToGoBackToAfterTheFirstStick() throws Exception {
        installs(stick, "--fingerprint", stick.fingerprint());
        Map<String, String> before = machine.snapshot();

        assertThat(ends(4, stick, "--rollback")).contains("no version of skerry-agent before this one");
        assertThat(machine.snapshot()).isEqualTo(before);
    }

    @Test
    void theKeyMayFollowAnotherThatHasSignedIt() throws Exception {
        installs(stick, "--fingerprint", stick.fingerprint());
        Path second = folder.resolve("second.pem");
        MadeUpStick.make(folder.resolve("second"), "0.2.0", second);
        Path third = folder.resolve("third.pem");
        MadeUpStick next = MadeUpStick.make(folder.resolve("third"), "0.3.0", third, key, second);

        assertThat(installs(next)).contains("0.3.0 in place of 0.2.0");
        assertThat(machine.file("etc/skerry/release-key")).hasSameBinaryContentAs(next.file("release-key"));
        assertThat(ends(3, newer("0.4.0"))).as("the former key").contains("ask who made the stick");
    }

    @Test
    void manyKeysAreFollowedInTheirOrder() throws Exception {
        installs(stick, "--fingerprint", stick.fingerprint());
        var former = new ArrayList<>(List.of(key));
        for (int number = 1; number < 11; number++) {
            Path each = folder.resolve(number + ".pem");
            MadeUpStick.makeKey(each);
            former.add(each);
        }
        MadeUpStick next = MadeUpStick.make(
                folder.resolve("last"), "0.3.0", folder.resolve("last.pem"), former.toArray(Path[]::new));

        assertThat(installs(next)).contains("0.3.0 in place of 0.2.0");
    }

    @Test
    void removingKeepsWhatAPersonTrustedUnlessAllShallGo() throws Exception {
        Map<String, String> fresh = machine.snapshot();
        installs(stick, "--fingerprint", stick.fingerprint());

        assertThat(ends(0, stick, "--uninstall")).contains("data and settings are kept");
        assertThat(machine.installed("skerry-agent")).isEmpty();
        assertThat(machine.file("etc/skerry/release-key")).exists();
        assertThat(ends(4, stick, "--uninstall")).contains("is not installed");

        installs(stick);
        ends(0, stick, "--uninstall", "--purge");
        var left = machine.snapshot().keySet();
        assertThat(left).containsAll(fresh.keySet());
        assertThat(left).filteredOn(each -> each.contains("skerry")).isEmpty();
    }

    @Test
    void theHubIsInstalledWhenItIsAskedFor() throws Exception {
        assertThat(installs(stick, "--hub", "--fingerprint", stick.fingerprint()))
                .isEqualTo("skerry: installed skerry-hub 0.2.0; it runs\n");
        assertThat(machine.installed("skerry-agent")).isEmpty();
    }

    @Test
    void aServerOfK3sGetsTheImageTheManifestAndTheCode() throws Exception {
        MadeUpStick.write(folder.resolve("my stick/skerry-join"), JOIN + "\n");
        machine.write("var/lib/rancher/k3s/server/manifests/traefik.yaml", "");

        assertThat(installs(stick, "--fingerprint", stick.fingerprint()))
                .startsWith("skerry: gave k3s skerry-agent 0.2.0");

        Path k3s = machine.file("var/lib/rancher/k3s");
        assertThat(k3s.resolve("agent/images/skerry-agent-0.2.0.oci.tar"))
                .hasSameBinaryContentAs(stick.file("images/skerry-agent.oci.tar"));
        assertThat(k3s.resolve("server/manifests/skerry-agent.yaml"))
                .hasSameBinaryContentAs(stick.file("k3s/skerry-agent.yaml"));
        Path secret = k3s.resolve("server/manifests/skerry-agent-join.yaml");
        assertThat(secret).content().endsWith("stringData: {join: \"" + JOIN + "\"}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");

        installs(newer("0.3.0"));
        ends(0, stick, "--rollback");
        assertThat(k3s.resolve("server/manifests/skerry-agent.yaml"))
                .hasSameBinaryContentAs(stick.file("k3s/skerry-agent.yaml"));
        ends(0, stick, "--uninstall");
        assertThat(k3s.resolve("server/manifests")).isDirectoryNotContaining("glob:**skerry*");
        assertThat(k3s.resolve("agent/images")).isEmptyDirectory();
    }

    @Test
    void aRunningK3sIsToldOfTheImage() throws Exception {
        machine.write("var/lib/rancher/k3s/agent/kubelet.kubeconfig", "");
        machine.tool("k3s", "#!/bin/sh\necho \"$*\" >\"$SKERRY_ROOT/told\"\n");

        assertThat(installs(stick, "--fingerprint", stick.fingerprint())).contains("it has taken the image up");
        assertThat(machine.file("told"))
                .content()
                .isEqualTo("ctr images import "
                        + machine.file("var/lib/rancher/k3s/agent/images/skerry-agent-0.2.0.oci.tar") + "\n");
    }

    @Test
    void anAgentOfK3sGetsTheImageAlone() throws Exception {
        machine.write("var/lib/rancher/k3s/agent/kubelet.kubeconfig", "");

        installs(stick, "--fingerprint", stick.fingerprint());

        assertThat(machine.file("var/lib/rancher/k3s/agent/images/skerry-agent-0.2.0.oci.tar"))
                .exists();
        assertThat(machine.file("var/lib/rancher/k3s/server")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "podman"})
    void aHostOfContainersGetsTheImageAndIsToldHowToRunIt(String engine) throws Exception {
        Files.delete(machine.file("etc/debian_version"));
        machine.tool(engine, "#!/bin/sh\ncp \"$3\" \"$SKERRY_ROOT/loaded\"\n");

        assertThat(installs(stick, "--fingerprint", stick.fingerprint()))
                .contains(engine + " run -d --name skerry-agent", "docker.io/library/skerry-agent:0.1.0");
        assertThat(machine.file("loaded")).hasSameBinaryContentAs(stick.file("images/skerry-agent.oci.tar"));
    }

    @Test
    void anythingElseIsToldThatItCannot() throws Exception {
        Files.delete(machine.file("etc/debian_version"));
        Map<String, String> before = machine.snapshot();

        assertThat(ends(4, stick, "--fingerprint", stick.fingerprint())).contains("neither Debian nor Raspberry Pi OS");
        assertThat(machine.snapshot()).isEqualTo(before);
    }
}
