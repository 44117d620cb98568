package skerry.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stick or a machine that is not as it should be: one sentence, and nothing of the machine has changed. */
class StickRefusalTest extends StickAtMachine {
    private void assertRefused(int code, String words, MadeUpStick from, String... arguments) throws Exception {
        Map<String, String> before = machine.snapshot();

        var ended = machine.install(
                MadeUpStick.tool("install.sh"), with(arguments, from.home().toString()));

        assertThat(ended.out()).contains(words).startsWith("skerry: ");
        assertThat(ended.out().lines()).as("one sentence").hasSize(1);
        assertThat(ended.code()).as(ended.out()).isEqualTo(code);
        assertThat(machine.snapshot()).isEqualTo(before);
        assertThat(machine.asked()).isEmpty();
    }

    private static String[] with(String[] arguments, String more) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = more;
        return all;
    }

    private String[] trusting() throws Exception {
        return new String[] {"--fingerprint", stick.fingerprint()};
    }

    /** All files of the stick, in turn. */
    @ParameterizedTest
    @ValueSource(strings = {"flipped", "truncated", "removed", "swapped", "a link"})
    void eachFileOfTheStickCounts(String harm) throws Exception {
        MadeUpStick other = MadeUpStick.make(folder.resolve("other"), "0.3.0", folder.resolve("other.pem"));
        for (String name : stick.files()) {
            MadeUpStick harmed = stick.copiedTo(Files.createTempDirectory(folder, "harmed"));
            Path file = harmed.file(name);
            byte[] bytes = Files.readAllBytes(file);
            switch (harm) {
                case "flipped" -> {
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(file, bytes);
                }
                case "truncated" -> Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
                case "removed" -> Files.delete(file);
                case "swapped" ->
                    Files.copy(
                            other.files().contains(name) && !name.equals("install.sh") && !name.equals("START-HERE.txt")
                                    ? other.file(name)
                                    : stick.file("k3s/skerry-agent.yaml"),
                            file,
                            StandardCopyOption.REPLACE_EXISTING);
                case "a link" -> {
                    Files.delete(file);
                    Files.createSymbolicLink(file, stick.file(name));
                }
                default -> throw new IllegalArgumentException(harm);
            }

            assertRefused(3, "stick", harmed, trusting());
        }
    }

    /** Where only one of both forms of the signature is read, damage to the other one is seen as well. */
    @ParameterizedTest
    @CsvSource({"gpgv, ed25519", "gpgv, openpgp", "sqv, ed25519", "sqv, openpgp", "openssl, ed25519", "openssl, openpgp"
    })
    void bothFormsOfTheSignatureCountWhicheverToolIsThere(String tool, String form) throws Exception {
        assumeTrue(MadeUpMachine.present(tool), "no " + tool + " here");
        machine.verifiesBy(tool);
        Path signatures = stick.file("manifest.sig");
        String text = Files.readString(signatures);
        int at = text.indexOf(form) + form.length() + 20;
        Files.writeString(
                signatures, text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1));

        assertRefused(3, "signature of the stick does not hold", stick, trusting());
    }

    /** The checksum in the file of signatures is no signature: who changes the stick makes that one too. */
    @ParameterizedTest
    @ValueSource(strings = {"gpgv", "sqv", "openssl"})
    void aManifestSignedByAnotherKeyIsRefusedThoughTheKeyOnTheStickIsTheRightOne(String tool) throws Exception {
        assumeTrue(MadeUpMachine.present(tool), "no " + tool + " here");
        machine.verifiesBy(tool);
        byte[] right = Files.readAllBytes(stick.file("release-key"));
        stick.seal(VERSION, thief());
        Files.write(stick.file("release-key"), right);

        assertRefused(3, "signature of the stick does not hold", stick, trusting());
    }

    private Path thief() throws Exception {
        Path made = folder.resolve("thief.pem");
        MadeUpStick.make(folder.resolve("thief"), VERSION, made);
        return made;
    }

    @Test
    void aMachineThatTrustsAKeyTakesNoOther() throws Exception {
        assertThat(machine.install(stick, trusting()).code()).isZero();
        MadeUpStick other = MadeUpStick.make(folder.resolve("thief"), "0.3.0", folder.resolve("thief.pem"));
        Map<String, String> before = machine.snapshot();

        var ended = machine.install(other);
        var confirmed = machine.install(other, "--fingerprint", other.fingerprint());

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.out()).contains("a new key counts when the old one has signed it");
        assertThat(confirmed.code()).as("nor when a person asks for it").isEqualTo(3);
        assertThat(machine.snapshot()).isEqualTo(before);
    }

    /** A successor that signs itself, or that a stranger has signed. */
    @Test
    void aSuccessorCountsOnlyByTheKeyThatIsTrusted() throws Exception {
        assertThat(machine.install(stick, trusting()).code()).isZero();
        Path thief = thief();
        Path second = folder.resolve("second.pem");
        MadeUpStick forged = MadeUpStick.make(folder.resolve("forged"), "0.3.0", second, thief);
        Map<String, String> before = machine.snapshot();

        assertThat(machine.install(forged).code()).isEqualTo(3);

        Files.copy(stick.file("manifest.sig"), forged.file("rotation/1.sig"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(machine.install(forged).code()).isEqualTo(3);
        assertThat(machine.snapshot()).isEqualTo(before);
    }

    @Test
    void whoeverInstallsFirstHasToCompareTheFingerprint() throws Exception {
        assertRefused(2, "--fingerprint " + stick.fingerprint().replaceAll("(.{4})(?=.)", "$1-"), stick);
        assertRefused(
                3, "not the fingerprint you gave", stick, "--fingerprint", "0123-4567 89AB cdef 0123456789abcdef");
        assertRefused(2, "8 times 4", stick, "--fingerprint", "0123");
    }

    @Test
    void aMachineThatCannotTakeItSaysWhy() throws Exception {
        machine.free(66_000);
        assertRefused(4, "too little space", stick, trusting());
        machine.free(1_000_000);

        machine.write("dpkg/libc6", "2.36-9 installed\n");
        assertRefused(4, "needs libc6 2.38 and this machine has 2.36-9", stick, trusting());
        machine.write("dpkg/libc6", "2.41-12 installed\n");

        machine.write("dpkg/skerry-agent", "0.10.0 installed\n");
        assertRefused(4, "0.10.0, which is newer than 0.2.0", stick, trusting());
        Files.delete(machine.file("dpkg/skerry-agent"));

        machine.tool("id", "#!/bin/sh\necho 1000\n");
        assertRefused(4, "only root", stick, trusting());
        machine.tool("id", "#!/bin/sh\necho 0\n");

        machine.tool("date", "#!/bin/sh\nexec /bin/date -d @86400 \"$@\"\n");
        assertRefused(4, "1970-01-02", stick, trusting());
    }

    @Test
    void aStickWithoutAPackageForTheMachineSaysWhatItHas() throws Exception {
        Files.delete(stick.file("deb/skerry-agent_0.2.0_arm64.deb"));
        stick.seal(VERSION, key);

        assertRefused(4, "no package of skerry-agent for arm64", stick, trusting());
    }

    @Test
    void aPackageUnderTheNameOfAnotherArchitectureIsRefused() throws Exception {
        Path file = stick.file("deb/skerry-agent_0.2.0_arm64.deb");
        Files.delete(file);
        MadeUpStick.pack(file, "skerry-agent", VERSION, "amd64");
        stick.seal(VERSION, key);

        assertRefused(3, "is not what its name says", stick, trusting());
    }

    @Test
    void aMachineWithoutAnyToolForSignaturesIsToldSo() throws Exception {
        machine.verifiesBy("none");

        assertRefused(4, "none of gpgv, sqv and openssl 3", stick, trusting());
    }

    /** The installer that lies on the stick may be the one that was cut: what is left of it does nothing. */
    @Test
    void halfAnInstallerDoesNothing() throws Exception {
        Map<String, String> before = machine.snapshot();
        byte[] whole = Files.readAllBytes(stick.file("install.sh"));
        for (int part = 1; part < 8; part++) {
            Path half = folder.resolve("half.sh");
            Files.write(half, Arrays.copyOf(whole, whole.length * part / 8));

            var ended = machine.install(half, with(trusting(), stick.home().toString()));

            assertThat(ended.code()).as(ended.out()).isNotZero();
            assertThat(machine.snapshot()).isEqualTo(before);
        }
    }

    @Test
    void wrongUseIsOneSentence() throws Exception {
        for (String wrong : new String[] {"--force", "--as=debian", "--purge"}) {
            assertRefused(2, "--", stick, wrong);
        }
        assertRefused(2, "no kind of machine", stick, "--as", "windows");
    }

    @Test
    void aDryRunChangesNothing() throws IOException, InterruptedException {
        Map<String, String> before = machine.snapshot();

        var ended = machine.install(stick, "--dry-run");

        assertThat(ended.out()).isEqualTo("skerry: would install skerry-agent 0.2.0 for arm64; nothing was changed\n");
        assertThat(ended.code()).isZero();
        assertThat(machine.snapshot()).isEqualTo(before);
    }
}
