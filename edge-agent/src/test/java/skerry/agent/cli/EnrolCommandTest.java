package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.protocol.Bytes;
import skerry.protocol.identity.JoinCode;

/** Joining where it does not come to it; a whole hub is in the system tests. */
class EnrolCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aNodeThatIsToBeLedByOthersIsToldToJoinByStick() throws Exception {
        String code = codeOfAHubThatIsAway();

        assertThatThrownBy(() -> run(code, "--set", "peers.via=127.0.0.1:9"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no hub can be reached at ")
                .hasMessageContaining("the nodes of peers.via lead nobody who has not joined")
                .hasMessageEndingWith("with 'skerry-agent enrol --stick DIR'");
        assertThatThrownBy(() -> run(code))
                .hasMessageStartingWith("no hub can be reached at ")
                .hasMessageNotContaining("peers.via");
    }

    private static String codeOfAHubThatIsAway() throws IOException {
        try (var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new JoinCode(
                            Bytes.of(new byte[JoinCode.ID_BYTES]),
                            Bytes.of(new byte[JoinCode.SECRET_BYTES]),
                            Bytes.of(new byte[32]),
                            URI.create("http://127.0.0.1:" + gone.getLocalPort() + "/"))
                    .text();
        }
    }

    private void run(String code, String... settings) throws Exception {
        var command = new EnrolCommand("test", InstantSource.system());
        var words = new ArrayList<>(List.of(code, "--data", folder.toString()));
        words.addAll(List.of(settings));
        new CommandLine(command).parseArgs(words.toArray(String[]::new));
        command.call();
    }
}
