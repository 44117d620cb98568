package skerry.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that must fail: one sentence that names the thing, the reason and the next step, and the exit code. */
class HubStartIT {
    @TempDir
    Path folder;

    @Test
    void aSecondHubOnTheSameDataFolderSaysSoAndEnds() throws Exception {
        try (var _ = new RunningHub(folder, Map.of())) {
            assertThat(FailedStart.of("data=" + folder, "web.listen=127.0.0.1:0", "broker.listen=127.0.0.1:0"))
                    .isEqualTo(new FailedStart(
                            1,
                            "skerry-hub: another hub uses the data folder " + folder
                                    + ": stop that one first, or set 'data' to another folder"));
        }
    }

    @Test
    void aPortInUseIsNamedForThePagesAndForTheBroker() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            FailedStart pages = FailedStart.of("data=" + folder, "web.listen=" + address, "broker.listen=127.0.0.1:0");
            FailedStart broker = FailedStart.of("data=" + folder, "web.listen=127.0.0.1:0", "broker.listen=" + address);

            assertThat(pages.code()).isEqualTo(1);
            assertThat(pages.said())
                    .isEqualTo("skerry-hub: cannot listen on " + address + " (Address already in use): end the program"
                            + " that uses the port, or set web.listen");
            assertThat(broker.code()).isEqualTo(1);
            assertThat(broker.said())
                    .isEqualTo("skerry-hub: cannot listen on " + address + " (Address already in use): end the program"
                            + " that uses the port, or set broker.listen");
        }
    }

    @Test
    void threeMistakesAreNamedAtOnceBeforeAnythingIsMade() {
        Path data = folder.resolve("data");

        FailedStart ended =
                FailedStart.of("data=" + data, "web.listen=8440", "broker.url=hub.example.org", "retention.day=3");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.said())
                .contains(
                        "'web.listen' must be an address",
                        "'broker.url' must look like mqtts://host:8883 or wss://host/mqtt, was 'hub.example.org'",
                        "'retention.day' is not a setting; did you mean 'retention.days'?")
                .doesNotContain("\tat ");
        assertThat(data).doesNotExist();
    }

    @Test
    void aFolderThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        FailedStart ended = FailedStart.of("data=" + file);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.said())
                .startsWith("skerry-hub: cannot make the folder " + file)
                .doesNotContain("\n");
    }

    @Test
    void theHubSaysWhereItsAgentsFindIt() throws Exception {
        try (var hub = new RunningHub(folder, Map.of())) {
            var agent = new FakeAgent(1);
            hub.enrol(agent, "north");

            try (var wire = new WireAgent(agent, hub)) {
                assertThat(wire.hello().held()).isEmpty();
            }
        }
    }
}
