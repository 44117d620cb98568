package skerry.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that listens beyond loopback, in a network namespace, which root may make; elsewhere this is counted as skipped. */
class BeyondLoopbackIT {
    @TempDir
    Path folder;

    private static boolean mayMakeNetworks() throws IOException, InterruptedException {
        return new ProcessBuilder("unshare", "--net", "ip", "link", "set", "lo", "up")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void pagesAndBrokerSpeakTlsUnderTheHubsOwnAuthorityAndNothingElse() throws Exception {
        assumeTrue(mayMakeNetworks(), "only root may make a network namespace");
        Path output = folder.resolve("output");
        String network = "ip link set lo up && ip addr add " + BeyondLoopback.ADDRESS + "/32 dev lo"
                + " && ip addr add 10.77.0.2/32 dev lo && exec \"$@\"";

        Process process = new ProcessBuilder(
                        "unshare",
                        "--net",
                        "sh",
                        "-c",
                        network,
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BeyondLoopback.class.getName(),
                        folder.resolve("hub").toString())
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(Files.readAllLines(output, StandardCharsets.UTF_8))
                .as(Files.readString(folder.resolve("errors")))
                .containsExactly(
                        "pages https",
                        "fleet 200",
                        "cookie Secure",
                        "plain refused",
                        "broker mqtts://" + BeyondLoopback.ADDRESS,
                        "held",
                        "system SSLHandshakeException",
                        "name SSLHandshakeException");
    }
}
