package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.Bytes;

class SiteNamesTest {
    private static final SiteKey KEY = SiteKey.of(Bytes.ofHex("00112233445566778899aabbccddeeff".repeat(2)));

    @TempDir
    private Path root;

    @Test
    void theMachinesFilesTellTheSitesHostsAndDomains() throws IOException {
        files(
                "127.0.0.1 localhost\n127.0.1.1 pi-3 pi-3.rig7.example # this one\n10.0.0.9\tcrane-plc printer\n::1 ip6-loopback\n",
                "search rig7.example svc.cluster.local\nnameserver 10.0.0.1\n");

        SiteNames names = SiteNames.read(root, "pi-3");

        assertThat(names.hosts())
                .as("neither this node's own name nor a plain word")
                .containsExactly("crane-plc", "pi-3.rig7.example");
        assertThat(names.domains()).containsExactly("rig7.example");
    }

    @Test
    void theirNamesAreTakenWholeWhereverTheyStand() throws IOException {
        files("10.0.0.9 crane-plc\n", "search rig7.example\n");
        Redactor redactor = PolicyRedactor.of(PrivacySettings.USUAL, KEY, SiteNames.read(root, "pi-3"));

        String once = redactor.redact("cam2.rig7.example lost Crane-PLC, not crane-plc-2 nor rig7.example. pi-3 is up");

        assertThat(once)
                .matches("<host:[a-z2-7]{10}> lost <host:[a-z2-7]{10}>, not crane-plc-2 nor rig7.example. pi-3 is up");
        assertThat(redactor.redact(once)).isEqualTo(once);
    }

    @Test
    void namesAreNoPartOfThePolicysIdWhichLeavesTheSite() throws IOException {
        files("10.0.0.9 crane-plc\n", "");

        assertThat(PolicyRedactor.of(PrivacySettings.USUAL, KEY, SiteNames.read(root, "pi-3"))
                        .policyId())
                .isEqualTo(PolicyRedactor.of(PrivacySettings.USUAL, KEY).policyId());
    }

    @Test
    void aMachineWithoutTheFilesKnowsNothing() {
        assertThat(SiteNames.read(root, "pi-3")).isEqualTo(SiteNames.NONE);
    }

    private void files(String hosts, String resolver) throws IOException {
        Path folder = Files.createDirectories(root.resolve("etc"));
        Files.writeString(folder.resolve("hosts"), hosts);
        Files.writeString(folder.resolve("resolv.conf"), resolver);
    }
}
